"""Competences of a course: what was shared and released, as a table for a tracker, and of the group."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select

from lti_tool.rules.competences import Figure, LearnersCompetences, estimate, labels_of, of_group
from lti_tool.rules.competences_list import text_of
from lti_tool.rules.group_totals import FEWEST
from lti_tool.store.tables import resource_links
from lti_tool.tool import Tool
from modules.kit.loader import load_module
from modules.kit.module import Module
from modules.kit.registry import Registry, load_registry
from tests.civic_course import CivicCourse
from tests.class_page import ClassPage, teacher
from tests.judged_module import make_rating_module
from tests.lti_browser import Browser
from tests.lti_fixtures import ON_BOTH
from tests.lti_platform_double import PlatformDouble
from tests.test_course_sessions import at_link
from tests.test_roster import Course, member, work

LOW, HIGH = {"1": ["doubts", "asks", "listens"]}, {"5": ["doubts"], "3": ["asks", "listens"]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_rating_module(tmp_path_factory.mktemp("modules"))


@pytest.fixture(scope="module")
def module(folder: Path) -> Module:
    return load_module(folder)


# Rules


def test_an_estimate_is_the_mean_of_what_was_rated_of_a_competence(module: Module) -> None:
    found = estimate(module.activities["before"], {"5": ["doubts"], "2": ["asks"]})
    assert found == {"reflecting": Figure(3.5, 5, 1)}


@pytest.mark.parametrize("value", [None, {}, "5", {"5": "doubts"}, {"9": ["doubts"]}])
def test_what_is_no_estimate_tells_nothing(module: Module, value: object) -> None:
    assert estimate(module.activities["before"], value) == {}  # type: ignore[arg-type]


def test_competences_are_those_of_the_module_in_its_order(module: Module) -> None:
    assert labels_of(module, "nl") == {
        "reflecting": "Ethisch reflecteren",
        "including": "Inclusief samenwerken",
    }


@pytest.mark.parametrize("people", [FEWEST - 1, FEWEST])
def test_a_group_is_told_of_from_five_learners(people: int) -> None:
    one = LearnersCompetences("x", {"given": {"reflecting": Figure(3, 4)}, "after": {}})
    found = of_group([one] * people, "reflecting")
    assert ("given" in found) is (people >= FEWEST)
    assert "after" not in found


def test_a_bar_begins_at_the_lowest_number() -> None:
    people = [LearnersCompetences("x", {"before": {"reflecting": Figure(3, 5, 1)}})] * FEWEST
    mean = of_group(people, "reflecting")["before"]
    assert (mean.number, mean.share, mean.people) == (3, 50, FEWEST)


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [(3.5, "nl", "3,5"), (3.5, "en", "3.5"), (4.0, "nl", "4"), (None, "nl", "")],
)
def test_a_number_is_written_as_spreadsheets_of_the_language_read_it(
    value: float | None, language: str, text: str
) -> None:
    assert text_of(value, language) == text


# The page and the files


@pytest.fixture
def registry(folder: Path) -> Registry:
    return load_registry([folder])


@pytest.fixture
def page(browser: Browser, tool: Tool) -> ClassPage:
    """An shared both estimates and got a score; Bo shared nothing; Cem's score is not released."""
    with tool.database.write() as connection:
        course = CivicCourse(connection)
        first, judged = course.link("first", "link-first"), course.link("judged", "link-judged")
        for name, audience in (("an", "facilitator"), ("bo", "learner"), ("cem", "learner")):
            learner = course.learner(name)
            course.answer(course.work(first, learner), "before", LOW, audience)
            row = course.work(judged, learner, finished_at=20)
            course.answer(row, "after", HIGH, audience)
            course.judge(row, released=None if name == "cem" else 1_760_000_000)
    return teacher(browser, **at_link())


@pytest.fixture
def roster(platform: PlatformDouble) -> Course:
    return Course(platform)


def table(page: ClassPage, **form: str) -> list[list[str]]:
    answer = page.call("POST", "competences/file", {}, kind="csv", **form)
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


@ON_BOTH
def test_the_table_has_a_row_for_each_learner_and_competence(page: ClassPage) -> None:
    heads, *rows = table(page, nameless="1")
    assert [head.partition(" (")[2] for head in heads[3:5]] == ["leeg = niet gedeeld)"] * 2
    assert sorted(rows) == [
        ["an", "including", "Inclusief samenwerken", "1", "3", "5", "2", "4", "2025-10-09"],
        ["an", "reflecting", "Ethisch reflecteren", "1", "4", "5", "3", "4", "2025-10-09"],
        ["bo", "including", "Inclusief samenwerken", "", "", "", "2", "4", "2025-10-09"],
        ["bo", "reflecting", "Ethisch reflecteren", "", "", "", "3", "4", "2025-10-09"],
    ]


def test_with_names_there_is_a_column_of_them_and_no_name_is_a_formula(
    page: ClassPage,
    browser: Browser,
    tool: Tool,
    roster: Course,
) -> None:
    roster.members = [member("an", name="=HYPERLINK(0)"), member("bo", name="Bo; =1+1")]
    back = teacher(browser, **at_link(), **roster.claim)
    back.part("class")
    work(tool)
    heads, *rows = table(back)
    assert heads[1] == "naam"
    assert {row[1] for row in rows} == {"'=HYPERLINK(0)", "Bo; '=1+1"}
    assert "naam" not in table(back, nameless="1")[0]


def test_an_estimate_that_was_taken_back_is_not_in_it(page: ClassPage, browser: Browser) -> None:
    an = browser.open(sub="an", **at_link())
    an.save("before", LOW, revision=1, audience="learner")
    assert {row[4] for row in table(page, nameless="1")[1:] if row[0] == "an"} == {"3", "4"}
    assert {row[3] for row in table(page, nameless="1")[1:]} == {""}


def test_the_file_is_called_by_its_day(page: ClassPage) -> None:
    for kind in ("csv", "xlsx"):
        said = page.call("POST", "competences/file", {}, kind=kind).headers["Content-Disposition"]
        assert 'filename="competenties-practice-20' in said
        assert said.endswith(f'.{kind}"')


def test_the_workbook_has_numbers_and_no_formula(page: ClassPage) -> None:
    made = page.call("POST", "competences/file", {}, kind="xlsx").data
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<v>3</v>" in sheet


@pytest.mark.parametrize("kind", ["", "pdf", "../csv"])
def test_another_kind_of_file_is_not_there(page: ClassPage, kind: str) -> None:
    assert page.call("POST", "competences/file", {}, kind=kind).status_code == 404


def test_a_module_without_competences_has_no_such_file(browser: Browser) -> None:
    other = teacher(browser, custom={"module": "identity"})
    assert other.call("POST", "competences/file", {}, kind="csv").status_code == 404


@ON_BOTH
def test_the_group_is_shown_from_five_learners(page: ClassPage, tool: Tool) -> None:
    few = page.part("sessions", view="competences")
    assert "Minder dan 5 studenten" in few
    assert "gemiddeld" not in few
    with tool.database.write() as connection:
        link = connection.scalar(
            select(resource_links.c.id).where(resource_links.c.resource_link_id == "link-judged")
        )
        course = CivicCourse(connection, course="elsewhere")
        for number in range(3):
            course.judge(course.work(link or 0, course.learner(f"n{number}"), finished_at=20))
    more = page.part("sessions", view="competences")
    assert "gemiddeld 3 op 4, 5 studenten" in more
    assert "gemiddeld 2 op 4, 5 studenten" in more
    assert "Eigen inschatting" not in more.split("</table>")[0], (
        "one learner shared: that is nobody's business"
    )
