"""All sessions of a course at a glance: who is where, who needs somebody, and nothing of an answer."""

import re
from pathlib import Path

import pytest
from sqlalchemy import event, select

from lti_tool.rules.course_sessions import NO_TRACE, Session, Totals, Trace, cell_of, totals_of
from lti_tool.services.course_sessions import sessions_of
from lti_tool.store.tables import resource_links
from lti_tool.tool import Tool
from modules.kit.registry import Registry, load_registry
from tests.campus_class import guide, learner
from tests.civic_course import DONE, CivicCourse
from tests.class_page import ClassPage, teacher
from tests.judged_module import judged_module, make_rating_module, sharing_module
from tests.lti_browser import HOST, Browser
from tests.lti_fixtures import ON_BOTH
from tests.lti_platform_double import PlatformDouble
from tests.test_roster import Course, member, work

CAMPUS, JUDGED = Session("first", True, False), Session("judged", False, True)
HALF = Totals(people=4, done=2, present=3, to_assess=0, released=0)
ALL_DONE = {
    "first": DONE["first"] | {"before": {"4": ["doubts", "asks", "listens"]}},
    "judged": DONE["judged"]
    | {
        "own-rubric": {name: {"level": "tells", "reason": "zo"} for name in ("facts", "views")},
        "after": {"5": ["doubts", "asks", "listens"]},
    },
}
PRIVATE = "kanarie-die-niemand-mag-zien"


# Rules


@pytest.mark.parametrize(
    ("trace", "state"),
    [(NO_TRACE, "not-begun"), (Trace(begun=True), "busy"), (Trace(begun=True, done=True), "done")],
)
def test_a_session_is_not_begun_busy_or_done(trace: Trace, state: str) -> None:
    assert cell_of(CAMPUS, trace, HALF).state == state


def test_who_was_not_there_is_absent_once_presence_was_noted() -> None:
    nobody = totals_of(CAMPUS, [NO_TRACE, NO_TRACE])
    assert nobody.present is None
    assert cell_of(CAMPUS, NO_TRACE, nobody).presence is None
    somebody = totals_of(CAMPUS, [NO_TRACE, Trace(present=True)])
    assert cell_of(CAMPUS, NO_TRACE, somebody).needs == ("absent",)
    assert cell_of(CAMPUS, Trace(present=True), somebody).presence == "present"


def test_a_session_without_a_campus_has_no_absence() -> None:
    assert cell_of(JUDGED, NO_TRACE, HALF).presence is None


@pytest.mark.parametrize(
    ("session", "trace", "work"),
    [
        (CAMPUS, Trace(), None),
        (CAMPUS, Trace(handed_in=True), "handed-in"),
        (JUDGED, Trace(handed_in=True), "to-assess"),
        (JUDGED, Trace(handed_in=True, released=True), "released"),
        (JUDGED, Trace(done=True), None),
    ],
)
def test_only_what_people_judge_waits_for_them(session: Session, trace: Trace, work: str | None) -> None:
    assert cell_of(session, trace, HALF).work == work


def test_variants_that_share_steps_are_no_sessions(tmp_path: Path) -> None:
    assert sessions_of(judged_module(tmp_path / "parts")) == [CAMPUS, JUDGED]
    assert sessions_of(sharing_module(tmp_path / "sharing")) == []


def test_behind_is_not_done_where_more_than_half_of_the_class_is() -> None:
    assert "behind" not in cell_of(CAMPUS, Trace(present=True), HALF).needs
    more = Totals(people=4, done=3, present=None, to_assess=0, released=0)
    assert cell_of(CAMPUS, Trace(begun=True), more).needs == ("behind",)
    assert cell_of(CAMPUS, Trace(done=True), more).needs == ()


# The page


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_rating_module(tmp_path)])


@pytest.fixture
def roster(platform: PlatformDouble) -> Course:
    return Course(platform)


def at_link(variant: str = "first", **more: object) -> dict[str, object]:
    return {
        "custom": {"module": "practice", "variant": variant},
        "context": {"id": "civic", "title": "Ontwerpen 2"},
        "resource_link": {"id": f"link-{variant}"},
    } | more


@pytest.fixture
def page(browser: Browser, tool: Tool) -> ClassPage:
    """A course: An did all and was given a score, Bo handed in, Cem began, each with something private."""
    with tool.database.write() as connection:
        course = CivicCourse(connection)
        first, judged = course.link("first", "link-first"), course.link("judged", "link-judged")
        an, bo, cem = (course.learner(name) for name in ("an", "bo", "cem"))
        for one in (an, bo):
            course.work(first, one, ALL_DONE["first"], finished_at=30)
            course.present(first, one)
        course.judge(course.work(judged, an, ALL_DONE["judged"], finished_at=40))
        course.work(judged, bo, ALL_DONE["judged"] | {"extra": PRIVATE}, finished_at=40)
        course.work(first, cem, {"before": {"2": ["doubts"]}})
    return teacher(browser, **at_link())


def row_of(text: str, at: int) -> str:
    return text.split("<tr data-done")[at].split("</tr>", maxsplit=1)[0]


@ON_BOTH
def test_the_part_shows_everybody_with_every_session(page: ClassPage) -> None:
    text = page.part("sessions")
    assert "2 van 3 klaar" in text
    assert "2 aanwezig" in text
    assert "1 te beoordelen" in text
    assert "1 vrijgegeven" in text
    rows = [row_of(text, number) for number in (1, 2, 3)]
    said = ("vrijgegeven", "te beoordelen", "bezig")
    of_an, of_bo, of_cem = (next(row for row in rows if one in row) for one in said)
    assert "data-needs" not in of_an
    assert 'data-needs="needs to-assess"' in of_bo
    assert 'data-needs="needs absent behind"' in of_cem
    assert "bezig, 0 van 2" in of_cem


def test_it_is_the_same_from_any_link_of_the_course(page: ClassPage, browser: Browser) -> None:
    other = teacher(browser, **at_link("judged"))
    assert other.part("sessions").split("counts")[1] == page.part("sessions").split("counts")[1]


def test_nothing_of_an_answer_and_no_id_of_the_platform_is_on_it(page: ClassPage) -> None:
    text = page.part("sessions") + page.part("sessions", view="competences")
    assert PRIVATE not in text
    for name in ("drie woorden hier", ">an<", ">bo<", '"an"', "listens"):
        assert name not in text


def test_another_course_is_not_in_it(page: ClassPage, browser: Browser) -> None:
    other = teacher(browser, **at_link(context={"id": "other"}, resource_link={"id": "link-of-other"}))
    assert "Nog niemand opende een sessie" in other.part("sessions")


def test_a_module_without_campus_and_rubric_has_no_such_part(browser: Browser) -> None:
    assert 'id="part-sessions"' not in teacher(browser, custom={"module": "identity"}).part("sessions")


def test_names_may_be_hidden_for_a_screen_on_the_wall(page: ClassPage) -> None:
    text = page.part("sessions", names="off")
    assert "<bdi>" not in text
    assert "2 van 3 klaar" in text


def test_a_learner_gets_none_of_it(page: ClassPage, browser: Browser) -> None:
    learner = browser.open(sub="an", **at_link())
    as_teacher = ClassPage(learner.client, learner.token)
    for method, path in (("GET", "sheet"), ("POST", "competences/file")):
        assert as_teacher.call(method, path, {"part": "sessions"}, kind="csv").status_code == 403


def test_who_left_the_course_stays_with_what_they_did_and_is_not_counted(
    page: ClassPage, browser: Browser, tool: Tool, roster: Course
) -> None:
    roster.members = [member("an", name="An Peeters"), member("bo", name="Bo Maes"), member("new")]
    back = teacher(browser, **at_link(), **roster.claim)
    back.part("sessions")
    work(tool)
    text = back.part("sessions")
    assert "2 van 3 klaar" in text
    assert row_of(text, 4).count("niet meer in de cursus") == 1
    assert "data-needs" not in row_of(text, 4)
    assert "An Peeters" in text


def test_a_course_of_hundreds_takes_few_questions_to_the_database(page: ClassPage, tool: Tool) -> None:
    with tool.database.write() as connection:
        is_first = resource_links.c.resource_link_id == "link-first"
        first = connection.scalar(select(resource_links.c.id).where(is_first)) or 0
        course = CivicCourse(connection, course="elsewhere")
        for number in range(300):
            course.work(first, course.learner(f"many-{number}"), ALL_DONE["first"])
    page.part("sessions")
    statements: list[str] = []
    event.listen(tool.database.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    assert "302 van 303 klaar" in page.part("sessions")
    assert len(statements) < 25


def test_what_did_not_change_is_not_sent_again(page: ClassPage) -> None:
    query = {"part": "sessions", "language": "nl"}
    headers = {"Authorization": f"Bearer {page.token}"}
    first = page.client.get("/class/sheet", base_url=HOST, query_string=query, headers=headers)
    headers["If-None-Match"] = first.headers["ETag"]
    again = page.client.get("/class/sheet", base_url=HOST, query_string=query, headers=headers)
    assert again.status_code == 304


@pytest.mark.parametrize("part", ["class", "sessions"])
def test_of_two_learners_whose_ids_begin_alike_each_opens_alone(browser: Browser, part: str) -> None:
    learner(browser, "1234567801")
    learner(browser, "1234567802")

    opens = re.findall(r'id="(who-[^"]+)"', guide(browser).part(part))

    assert len(opens) == len(set(opens)) == 2
    assert "1234567" not in "".join(opens)
