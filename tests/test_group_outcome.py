"""Before and after on the facilitator's page: two pictures of a course, and how many moved, never who."""

import csv
import html
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from lti_tool.cli import wegwijs
from lti_tool.errors import LtiToolError
from lti_tool.store.tables import contexts, group_moves, resource_links
from lti_tool.tool import Tool
from tests.lti_browser import HOST, Browser
from tests.lti_fixtures import ON_BOTH, Clock
from tests.printed import words_in
from tests.test_group_picture import Facilitator, answer, facilitator, group

INTAKE: Any = {"custom": {"module": "intake"}}
END: Any = {"custom": {"module": "student-life"}, "resource_link": {"id": "link-life"}}
LEVELS = ["not-yet", "a-little", "mostly", "fully"]
KNOWING, SAME_PEOPLE = "Weet je wat je hierna wil doen?", "Dezelfde mensen, begin en einde: Weet je"
BEFORE = [0, 0, 1, 1, 2, 2, 3, 3]
AFTER = [1, 0, 2, 1, 1, 3, 3, 3]
"""Three went up, four stayed, one went down."""


def say(browser: Browser, levels: Sequence[int], where: Any, first: int = 0) -> None:
    for number, level in enumerate(levels, start=first):
        answer(browser, number, {"knowing": LEVELS[level]}, "compass", **where)


def figures(page: str, ask: str) -> list[str]:
    """The figures under a question, in the order in which they stand."""
    section = next((one for one in page.split('<div class="question"')[1:] if ask in one), "")
    return re.findall(r"<span>([^<]+)</span></div>", section)


def end(browser: Browser, **more: Any) -> Facilitator:
    return facilitator(browser, **END | more)


def file(at: Facilitator, kind: str, **query: str) -> bytes:
    found = at.client.post(
        "/class/picture/file",
        base_url=HOST,
        query_string={"language": "nl"} | query,
        data={"kind": kind},
        headers={"Authorization": f"Bearer {at.token}"},
    )
    assert found.status_code == 200, found.text
    return found.data


def test_start_and_end_stand_side_by_side(browser: Browser) -> None:
    say(browser, BEFORE, INTAKE)
    say(browser, AFTER[:6], END)
    page = end(browser).look()

    assert "Begin: 8 antwoordden. Einde: 6 antwoordden." in page
    assert figures(page, KNOWING) == [
        *("2 van 8", "1 van 6"),
        *("2 van 8", "3 van 6"),
        *("2 van 8", "1 van 6"),
        *("2 van 8", "1 van 6"),
    ]


@ON_BOTH
def test_how_many_moved_is_told_of_who_answered_twice(browser: Browser) -> None:
    say(browser, BEFORE, INTAKE)
    say(browser, AFTER, END)

    page = end(browser).look()
    assert "8 deelnemers die twee keer antwoordden, tellen mee" in page
    assert figures(page, SAME_PEOPLE) == ["3 van 8", "4 van 8", "1 van 8"]
    assert "Er is geen groep zonder sessies om mee te vergelijken." in page


def test_one_who_answered_once_is_hidden_by_lot(browser: Browser) -> None:
    say(browser, [*BEFORE, *BEFORE, 2], INTAKE)
    say(browser, [*AFTER, *AFTER], END)

    page = end(browser).look()
    # The one, and five for the end, where everybody answered twice.
    assert "11 deelnemers die twee keer antwoordden, tellen mee" in page
    assert [one.split()[-1] for one in figures(page, SAME_PEOPLE)] == ["11"] * 3


def test_where_the_lot_would_leave_too_few_nothing_is_told_of_moves(browser: Browser) -> None:
    say(browser, [*BEFORE, 2], INTAKE)
    say(browser, AFTER, END)

    page = end(browser).look()
    assert figures(page, SAME_PEOPLE) == []
    assert "Hoeveel mensen verschoven, tonen we niet." in page


def test_whoever_never_did_the_intake_has_an_end_all_the_same(browser: Browser) -> None:
    say(browser, AFTER, END)

    page = end(browser).look()
    assert "Einde: 8 antwoordden. Van het begin is er geen beeld" in page
    assert figures(page, KNOWING) == ["1 van 8", "3 van 8", "1 van 8", "3 van 8"]


@pytest.mark.parametrize("people", [0, 4])
def test_under_five_at_the_end_there_is_no_picture(browser: Browser, people: int) -> None:
    say(browser, BEFORE, INTAKE)
    say(browser, AFTER[:people], END)

    page = end(browser).look()
    assert f"Nog te weinig antwoorden: {people} van 5" in page
    assert "Begin" not in page


def test_a_start_that_was_changed_after_the_end_is_no_start(browser: Browser, clock: Clock) -> None:
    say(browser, BEFORE, INTAKE)
    clock.ahead += 60
    say(browser, AFTER, END)
    clock.ahead += 60
    answer(browser, 0, {"knowing": "fully"}, "compass", **INTAKE)

    # Seven are left who answered twice in this order, and one stands alone.
    assert figures(end(browser).look(), SAME_PEOPLE) == []


def test_what_was_told_of_moves_stands_until_five_differ(browser: Browser, tool: Tool) -> None:
    say(browser, BEFORE, INTAKE)
    say(browser, AFTER, END)
    look = end(browser)
    before = figures(look.look(), SAME_PEOPLE)
    for number in range(4):
        answer(browser, number, {}, "compass", **END)

    assert figures(look.look(), SAME_PEOPLE) == before
    for number in range(4, 8):
        answer(browser, number, {}, "compass", **END)
    assert "0 van 5" in look.look()


@ON_BOTH
def test_when_nobody_is_left_nothing_is_remembered_of_moves(browser: Browser, tool: Tool) -> None:
    say(browser, BEFORE, INTAKE)
    say(browser, AFTER, END)
    look = end(browser)
    look.look()
    for number in range(8):
        answer(browser, number, {}, "compass", **END)
    say(browser, AFTER, END, first=20)
    look.look()

    with tool.database.read() as connection:
        assert connection.execute(select(group_moves.c.module)).all() == []


def test_what_is_remembered_of_moves_is_nobodys_answer(browser: Browser, tool: Tool) -> None:
    say(browser, BEFORE, INTAKE)
    say(browser, AFTER, END)
    end(browser).look()
    with tool.database.read() as connection:
        row = connection.execute(select(group_moves)).one()

    assert row.tally == '{"knowing": {"up": 3, "same": 4, "down": 1}, "trust": null}'
    assert not any(level in row.revisions for level in LEVELS)


def test_another_courses_start_is_not_laid_beside_it(browser: Browser, tool: Tool) -> None:
    elsewhere: Any = {"context": {"id": "course-2"}, "resource_link": {"id": "link-2"}}
    say(browser, BEFORE, INTAKE | elsewhere)
    say(browser, AFTER, END)

    page = end(browser).look()
    assert "Van het begin is er geen beeld" in page
    with tool.database.read() as connection:
        assert len(connection.execute(select(contexts.c.id)).all()) == 2


def test_a_link_without_a_course_has_an_end_alone(browser: Browser, tool: Tool) -> None:
    say(browser, BEFORE, INTAKE)
    say(browser, AFTER, END)
    look = end(browser)
    with tool.database.write() as connection:
        connection.execute(update(resource_links).values(context_row=None))

    assert "Van het begin is er geen beeld" in look.look()


# The whole course


SECOND: Any = {"resource_link": {"id": "link-2"}}


def course(at: Facilitator) -> str:
    found = at.client.get(
        "/class/sheet?part=picture&of=course&language=nl",
        base_url=HOST,
        headers={"Authorization": f"Bearer {at.token}"},
    )
    assert found.status_code == 200, found.text
    return html.unescape(found.text)


@ON_BOTH
def test_the_links_of_a_course_add_up(browser: Browser) -> None:
    group(browser, 6)
    group(browser, 9, first=10, **SECOND)
    look = facilitator(browser)

    assert "6 deelnemers antwoordden." in look.look()
    page = course(look)
    assert "15 antwoorden uit 2 groepen van deze cursus." in page
    assert figures(page, "Wil je straks verder studeren")[::2] == ["5 van 15"] * 3


def test_a_link_with_four_is_not_in_the_course(browser: Browser) -> None:
    group(browser, 6)
    group(browser, 4, first=10, **SECOND)
    page = course(facilitator(browser))

    assert "6 deelnemers antwoordden." in page
    assert "In groepen van minder dan vijf antwoordden er nog 4. Die tellen niet mee." in page
    assert figures(page, "Wil je straks verder studeren")[::2] == ["2 van 6"] * 3


def test_a_course_of_small_groups_has_no_picture(browser: Browser) -> None:
    group(browser, 4)
    group(browser, 4, first=10, **SECOND)

    page = course(facilitator(browser))
    assert "Nog te weinig antwoorden" in page
    assert 'class="question"' not in page


def test_a_course_with_one_link_offers_no_choice(browser: Browser) -> None:
    group(browser, 6)

    assert "De hele cursus" not in facilitator(browser).look()


# In every form


@pytest.mark.parametrize("people", [4, 12])
def test_no_form_tells_what_the_page_does_not(browser: Browser, people: int) -> None:
    """A group of four; and one of twelve of whom eleven answered alike, with one of another mind."""
    canary = "kanarie-die-niemand-mag-lezen"
    for number in range(people - 1):
        answer(browser, number, {"further": "yes"}, **INTAKE)
    answer(browser, 99, {"further": "no", "reasons": ["money"], "explanation": canary}, **INTAKE)
    look = facilitator(browser, **INTAKE)
    page = look.look()
    found = {kind: file(look, kind) for kind in ("csv", "xlsx", "pdf")}

    if people == 4:
        # The page comes again, and says so.
        assert all("Er is nog geen beeld om mee te nemen." in one.decode() for one in found.values())
        return
    assert "minstens 11 van 12" in page
    paper = words_in(found["pdf"])
    assert "minstens 11 van 12" in paper
    assert "12 van 12" not in paper
    [ask] = {row[0] for row in rows(found["csv"]) if row and "verder studeren" in row[0]}
    own = [row[2:] for row in rows(found["csv"]) if row[:2] == [ask, "Deze groep"]]
    assert own == [
        ["Ja", "11", "minstens", "12"],
        ["Misschien", "1", "hoogstens", "12"],
        ["Nee", "1", "hoogstens", "12"],
    ]
    assert all(canary.encode() not in one for one in found.values())
    assert canary not in paper


def rows(made: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig")), delimiter=";"))


# The operator's


def run(tool: Tool, out: Path, *words: str) -> Result:
    environment = {"WEGWIJS_DATABASE_URL": tool.settings.database_url}
    return CliRunner().invoke(wegwijs, ["survey", "picture", *words, "--out", str(out)], env=environment)


def test_the_operator_gets_all_groups_as_one(browser: Browser, tool: Tool, tmp_path: Path) -> None:
    say(browser, BEFORE, INTAKE)
    say(browser, AFTER, END)
    elsewhere: Any = {"context": {"id": "course-2"}, "resource_link": {"id": "link-2"}}
    say(browser, BEFORE, INTAKE | elsewhere, first=20)
    say(browser, AFTER, END | elsewhere, first=20)
    say(
        browser, AFTER[:4], END | {"context": {"id": "course-3"}, "resource_link": {"id": "link-3"}}, first=40
    )
    said = run(tool, tmp_path / "all.csv", "--module", "student-life")

    assert said.exit_code == 0, said.output
    assert "16 answers of 2 groups" in said.output
    assert "Left out: 4, in groups of fewer than five." in said.output
    found = rows((tmp_path / "all.csv").read_bytes())
    assert ["Cursus", "Alle cursussen"] in found
    assert [row[2:4] for row in found if row and row[0].startswith("Dezelfde mensen")][:3] == [
        ["Meer dan in het begin", "6"],
        ["Evenveel", "8"],
        ["Minder dan in het begin", "2"],
    ]


@pytest.mark.parametrize("name", ["all.pdf", "all.xlsx"])
def test_the_operators_file_is_what_its_ending_says(
    browser: Browser, tool: Tool, tmp_path: Path, name: str
) -> None:
    group(browser, 5)

    assert run(tool, tmp_path / name).exit_code == 0
    assert (tmp_path / name).read_bytes().startswith(b"%PDF" if name.endswith("pdf") else b"PK")


@pytest.mark.parametrize(
    ("words", "name", "says"),
    [
        ((), "all.docx", "must end in .pdf, .xlsx, .csv"),
        ((), "all.pdf", "no group has five answers"),
        (("--deployment", "1"), "all.pdf", "--deployment needs --platform"),
        (("--module", "identity"), "all.pdf", "no answers may be counted"),
    ],
)
def test_what_can_not_be_drawn_is_said(
    browser: Browser, tool: Tool, tmp_path: Path, words: tuple[str, ...], name: str, says: str
) -> None:
    group(browser, 4)
    said = run(tool, tmp_path / name, *words)

    assert isinstance(said.exception, LtiToolError)
    assert says in str(said.exception)
    assert list(tmp_path.glob("all.*")) == []
