"""Assessing: from handing in to the verdict that a learner reads and the grade that a platform gets."""

from pathlib import Path

import pytest
from sqlalchemy import select

from lti_tool.protocol.roster import Member, Roster
from lti_tool.store import roster
from lti_tool.store.db import Database
from lti_tool.store.tables import contexts
from lti_tool.tool import Tool
from modules.kit.registry import Registry, load_registry
from tests.assessing import (
    JUDGED,
    PIECE,
    SURE,
    WEIGHED,
    assessor,
    field,
    fields,
    handed_in,
    learner,
    levels,
    numbers,
    own,
    released,
    together,
)
from tests.judged_module import make_judged_module
from tests.lti_browser import Browser
from tests.lti_fixtures import ON_BOTH, Clock
from tests.lti_platform_double import INSTRUCTOR, PlatformDouble
from tests.test_lti_grades import SCORES, deliver


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_judged_module(tmp_path)])


# Handing in


def test_handing_in_shares_what_assessors_read_and_nothing_else(browser: Browser) -> None:
    page = learner(browser)
    page.save("extra", "Dit blijft van mij.")
    page.finish()
    kept = page.load()["answers"]
    audiences = {name: kept[name]["audience"] for name in ("piece", "own-rubric", "extra")}
    assert audiences == {"piece": "facilitator", "own-rubric": "facilitator", "extra": "learner"}


def test_an_answer_shared_with_the_class_stays_so_when_it_is_handed_in(browser: Browser) -> None:
    page = browser.open(**JUDGED)
    page.save("piece", PIECE, audience="facilitator")
    page.finish()
    assert page.load()["answers"]["piece"]["revision"] == 1


def test_a_facilitator_who_tries_it_out_hands_nothing_in(browser: Browser) -> None:
    page = assessor(browser)
    opened = browser.open(sub="teacher-1", roles=[INSTRUCTOR], **JUDGED)
    opened.save("piece", PIECE)
    opened.finish()
    assert opened.load()["answers"]["piece"]["audience"] == "learner"
    assert "verdict" not in opened.load()
    assert numbers(page) == []
    handed_in(browser)
    assert len(numbers(page)) == 1


def test_sending_a_grade_again_shares_nothing_that_was_taken_back(browser: Browser, store: Database) -> None:
    page = handed_in(browser)
    kept = page.load()["answers"]["piece"]
    page.save("piece", PIECE, kept["revision"], audience="learner")
    with store.write() as connection:
        connection.exec_driver_sql("DELETE FROM score_outbox")
    assessor(browser).post("resend")
    page.resend()
    assert page.load()["answers"]["piece"]["audience"] == "learner"


def test_what_was_not_handed_in_is_not_assessed(browser: Browser) -> None:
    learner(browser)
    page = assessor(browser)
    assert numbers(page) == []
    assert "niet ingediend" in page.part("assess")
    said = page.post("assess", attempt="1", was="0", work="", do="done", **levels(2, 2))
    assert "diende nog niet in" in said


# One assessor


@ON_BOTH
@pytest.mark.parametrize("do", ["done", "release"])
def test_nothing_is_released_under_words_that_its_assessor_did_not_see(browser: Browser, do: str) -> None:
    page = handed_in(browser)
    one = assessor(browser)
    (number,) = numbers(one)
    before = field(one.part("assess", attempt=number), "rubric")
    colleague = assessor(browser, "teacher-2")
    reworded = fields(colleague.part("rubric")) | {"level-0-3": "Iets heel anders."}
    assert "De rubric is bewaard." in colleague.post("rubric", **reworded)

    said = own(one, number, do, rubric=before, **levels(4, 4), comment="Mijn tekst.")

    assert "De rubric veranderde intussen." in said
    assert "Mijn tekst." in said
    assert "Iets heel anders." in said
    assert "Mijn tekst." not in one.part("assess", attempt=number)
    assert released(page) is None
    assert "Vrijgegeven." in own(one, number, "release", **levels(4, 4))


def test_a_beginning_is_kept_whatever_the_rubric_said(browser: Browser) -> None:
    handed_in(browser)
    page = assessor(browser)
    (number,) = numbers(page)
    said = own(page, number, "save", rubric="7", **levels(4, None))
    assert "Bewaard. De student ziet nog niets." in said


def test_one_assessor_reads_the_work_and_releases(
    browser: Browser, tool: Tool, platform: PlatformDouble
) -> None:
    page = handed_in(browser)
    deliver(tool)
    waiting = platform.scores[-1].json
    assert waiting["gradingProgress"] == "PendingManual"
    assert "scoreGiven" not in waiting
    office = assessor(browser)
    (number,) = numbers(office)
    html = office.part("assess", attempt=number)
    assert PIECE in html
    assert "Ik noem alles." in html
    assert SURE in html
    assert released(page) is None

    said = own(
        office, number, "release", comment="Sterk stuk.", **levels(4, 2), **{"comment-facts": "Scherp."}
    )

    assert "Vrijgegeven. De student ziet het" in said
    given = released(page)
    assert (given["points"], given["most"], given["comment"]) == (6, 8, "Sterk stuk.")
    assert [
        (one["id"], one["level"], one["name"], one["text"], one["comment"]) for one in given["criteria"]
    ] == [
        ("facts", 4, "herkadert", "feiten d", "Scherp."),
        ("views", 2, "verklaart", "zicht b", ""),
    ]
    assert given["competences"] == [
        {"name": "Ethisch reflecteren", "points": 4, "most": 4},
        {"name": "Inclusief samenwerken", "points": 2, "most": 4},
    ]
    deliver(tool)
    grade = platform.scores[-1].json
    assert (grade["gradingProgress"], grade["scoreGiven"], grade["scoreMaximum"]) == ("FullyGraded", 75, 100)
    assert grade["comment"] == "Sterk stuk."


def test_a_draft_is_kept_and_reaches_nobody(browser: Browser, tool: Tool, platform: PlatformDouble) -> None:
    page = handed_in(browser)
    office = assessor(browser)
    (number,) = numbers(office)
    assert "Bewaard. De student ziet nog niets." in own(office, number, "save", **levels(3, None))
    html = office.part("assess", attempt=number)
    assert 'id="own-level-facts-3" checked' in html
    assert "begonnen" in office.part("assess")
    assert released(page) is None
    deliver(tool)
    assert all("scoreGiven" not in one.json for one in platform.scores)


@pytest.mark.parametrize("do", ["done", "release"])
def test_without_all_criteria_it_is_kept_as_a_draft_and_the_missing_are_named(
    browser: Browser, do: str
) -> None:
    page = handed_in(browser)
    office = assessor(browser)
    (number,) = numbers(office)
    said = own(office, number, do, **levels(3, None), comment="Nog niet af.")
    assert "Nog een niveau te kiezen bij: Perspectieven. Er is niets vrijgegeven." in said
    assert "Nog niet af." in office.part("assess", attempt=number)
    assert released(page) is None


def test_the_learners_own_weighing_is_closed_until_the_assessor_has_levels(browser: Browser) -> None:
    handed_in(browser)
    office = assessor(browser)
    (number,) = numbers(office)
    assert '<details class="weighing">' in office.part("assess", attempt=number)
    own(office, number, "save", **levels(1, 1))
    assert '<details class="weighing" open>' in office.part("assess", attempt=number)


def test_the_same_assessor_in_two_windows_is_told_and_keeps_what_was_typed(browser: Browser) -> None:
    handed_in(browser)
    office = assessor(browser)
    (number,) = numbers(office)
    own(office, number, "save", **levels(1, 1), comment="uit het eerste venster")

    said = own(office, number, "release", was="0", comment="uit het tweede venster", **levels(4, 4))

    assert "Je bewaarde dit intussen in een ander venster." in said
    assert "uit het eerste venster" in said
    assert "uit het tweede venster" in said
    assert 'name="was" value="1"' in said
    assert "uit het tweede venster" not in office.part("assess", attempt=number)


def test_saving_the_same_twice_is_no_conflict(browser: Browser) -> None:
    handed_in(browser)
    office = assessor(browser)
    (number,) = numbers(office)
    own(office, number, "save", **levels(1, 1))
    assert "Bewaard. De student ziet nog niets." in own(office, number, "save", was="0", **levels(1, 1))


# After the release


def test_a_change_after_the_release_is_seen_when_it_is_released_again(
    browser: Browser, tool: Tool, platform: PlatformDouble
) -> None:
    page = handed_in(browser)
    office = assessor(browser)
    (number,) = numbers(office)
    own(office, number, "release", **levels(1, 1), comment="Eerst.")
    page.call("POST", "/verdict/seen", {"revision": released(page)["revision"]})
    assert released(page)["new"] is False
    own(office, number, "done", **levels(4, 4), comment="Dan.")
    assert released(page)["comment"] == "Eerst."
    assert "eerder vrijgegeven" in office.part("assess")

    own(office, number, "release", **levels(4, 4), comment="")

    assert (released(page)["points"], released(page)["comment"], released(page)["new"]) == (8, "", True)
    deliver(tool)
    assert platform.scores[-1].json["scoreGiven"] == 100
    assert "comment" not in platform.scores[-1].json


def test_seeing_an_older_verdict_does_not_make_a_newer_one_seen(browser: Browser) -> None:
    page = handed_in(browser)
    office = assessor(browser)
    (number,) = numbers(office)
    own(office, number, "release", **levels(1, 1))
    older = released(page)["revision"]
    own(office, number, "release", **levels(2, 2))
    page.call("POST", "/verdict/seen", {"revision": older})
    assert released(page)["new"] is True


def test_work_that_changed_since_it_was_read_is_said(browser: Browser) -> None:
    page = handed_in(browser)
    office = assessor(browser)
    (number,) = numbers(office)
    own(office, number, "done", **levels(2, 2))
    assert "veranderd sinds je las" not in office.part("assess")
    kept = page.load()["answers"]["piece"]
    page.save("piece", PIECE + " Met meer.", kept["revision"], audience="facilitator")
    assert "veranderd sinds je las" in office.part("assess")
    own(office, number, "done", **levels(2, 2))
    assert "veranderd sinds je las" not in office.part("assess")


def test_handing_in_again_takes_no_points_away(
    browser: Browser, tool: Tool, platform: PlatformDouble
) -> None:
    page = handed_in(browser)
    office = assessor(browser)
    (number,) = numbers(office)
    own(office, number, "release", **levels(4, 4))
    page.finish()
    deliver(tool)
    assert platform.scores[-1].json["scoreGiven"] == 100
    assert released(page)["points"] == 8


def test_what_is_shared_no_longer_can_not_be_read_and_the_verdict_stays(browser: Browser) -> None:
    page = handed_in(browser)
    office = assessor(browser)
    (number,) = numbers(office)
    own(office, number, "release", **levels(4, 4))
    kept = page.load()["answers"]["piece"]
    page.save("piece", PIECE, kept["revision"], audience="learner")
    html = office.part("assess", attempt=number)
    assert PIECE not in html
    assert "deelt het niet (meer)" in html
    assert released(page)["points"] == 8


def test_release_while_the_platform_refuses_gives_the_verdict_and_says_so_at_the_grades(
    browser: Browser, tool: Tool, platform: PlatformDouble
) -> None:
    page = handed_in(browser)
    deliver(tool)
    office = assessor(browser)
    (number,) = numbers(office)
    platform.fail(SCORES, 404)
    own(office, number, "release", **levels(4, 4))
    deliver(tool)
    assert released(page)["points"] == 8
    assert page.load()["grade"]["state"] == "refused"
    assert page.resend()["state"] == "waiting"
    deliver(tool)
    assert platform.scores[-1].json["scoreGiven"] == 100


# Who left


def listed(tool: Tool, *members: Member) -> None:
    """Let the platform say that these are in the course."""
    now = tool.now()
    with tool.database.write() as connection:
        course = connection.execute(select(contexts.c.id)).scalar_one()
        roster.claim(connection, course, "", now)
        roster.keep(connection, course, "", Roster(members, complete=True), now)


def test_who_left_the_course_stays_and_is_marked(browser: Browser, tool: Tool) -> None:
    page = handed_in(browser)
    office = assessor(browser)
    (number,) = numbers(office)
    own(office, number, "done", **levels(4, 4))
    listed(tool, Member("learner-2", "learner", True, "Bo"), Member("learner-3", "learner", True, "Ada"))
    html = office.part("assess")
    assert "niet meer in de cursus" in html
    assert "2 op de lijst van de cursus openden deze sessie nog niet." in html
    own(office, number, "release", **levels(4, 4))
    assert released(page)["points"] == 8


def test_who_is_on_the_list_has_their_name_and_no_mark(browser: Browser, tool: Tool) -> None:
    handed_in(browser)
    listed(tool, Member("learner-1", "learner", True, "An Peeters"))
    html = assessor(browser).part("assess")
    assert "An Peeters" in html
    assert "niet meer in de cursus" not in html


def test_next_and_previous_go_by_when_work_was_handed_in(browser: Browser, tool: Tool, clock: Clock) -> None:
    for at in (3, 1, 2):
        handed_in(browser, f"learner-{at}")
        clock.ahead += 60
    office = assessor(browser)
    first, second, third = numbers(office)
    html = office.part("assess", attempt=second)
    assert f'id="before-end" href="?part=assess&amp;attempt={first}"' in html
    assert f'id="after-end" href="?part=assess&amp;attempt={third}"' in html
    own(office, first, "done", **levels(1, 1))
    assert numbers(office)[0] == second
    assert f'id="before-end" href="?part=assess&amp;attempt={first}"' in office.part("assess", attempt=second)


def test_the_assessment_outlives_its_assessors_own_data(browser: Browser, store: Database) -> None:
    page = handed_in(browser)
    office = assessor(browser)
    (number,) = numbers(office)
    own(office, number, "done", **levels(4, 4), comment="Blijft staan.")
    with store.write() as connection:
        connection.exec_driver_sql("DELETE FROM attempts WHERE role = 'facilitator'")
        connection.exec_driver_sql("DELETE FROM learners WHERE sub = 'teacher-1'")
    other = assessor(browser, "teacher-2")
    assert "klaar om vrij te geven" in other.part("assess")
    together(other, number, "release", **levels(4, 4), comment="Blijft staan.")
    assert released(page)["comment"] == "Blijft staan."


def test_a_learner_is_told_what_is_handed_in_and_nothing_of_a_verdict_before_its_release(
    browser: Browser,
) -> None:
    page = handed_in(browser)
    assert page.load()["answers"]["own-rubric"]["value"] == WEIGHED
    assert page.load()["verdict"] == {"activity": "own-rubric", "work": ["piece"]}
