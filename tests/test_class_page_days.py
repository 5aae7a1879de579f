"""A facilitator's page of the class: the guide, the days of next steps, and a class of five hundred."""

import gzip
import json

import pytest
from sqlalchemy import insert, select

from lti_tool.paper import typesetting
from lti_tool.store import score_outbox
from lti_tool.store.tables import answers, attempts, learners, resource_links
from lti_tool.tool import Tool
from modules.kit.activity_types.short_text import ShortText
from tests.class_page import (
    teacher,
)
from tests.lti_browser import Browser
from tests.lti_fixtures import ON_BOTH
from tests.lti_platform_double import PlatformDouble
from tests.statements import counted
from tests.test_roster import Course, member, work


@pytest.fixture
def course(platform: PlatformDouble) -> Course:
    return Course(platform)


# The guide


def test_the_guide_is_at_hand_to_print(browser: Browser) -> None:
    page = teacher(browser)
    assert "Handleiding om af te drukken" in page.part("prepare")
    answer = page.call("POST", "guide", {})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="handleiding-identity.pdf"'
    assert answer.data.startswith(b"%PDF-")


def test_a_guide_that_can_not_be_made_is_said(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "MOST_CHARACTERS", 1)
    assert "kon nu niet gemaakt worden" in teacher(browser).post("guide")


# Days


@pytest.fixture
def dated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Session 1 as if it had two things to plan."""
    items = {"visit": "Bezoek aan de hogeschool", "sign-up": "Inschrijven"}
    monkeypatch.setattr(ShortText, "dated", lambda self, options, words: items)


@pytest.mark.usefixtures("dated")
def test_learners_of_this_link_get_the_days_that_a_facilitator_sets(browser: Browser) -> None:
    page = teacher(browser)
    assert "Bezoek aan de hogeschool" in page.part("dates")
    saved = page.post("dates", **{"day-visit": "2027-03-15", "was-visit": ""})
    assert "De data zijn bewaard" in saved
    assert 'value="2027-03-15"' in saved
    assert browser.open().load()["dates"] == {"visit": "2027-03-15"}
    assert browser.open(resource_link={"id": "link-2"}).load()["dates"] == {}
    page.post("dates", **{"day-visit": "", "was-visit": "2027-03-15"})
    assert browser.open().load()["dates"] == {}


@ON_BOTH
@pytest.mark.usefixtures("dated")
def test_two_facilitators_at_once_do_not_undo_each_others_days(browser: Browser) -> None:
    one, other = teacher(browser), teacher(browser)
    one.post("dates", **{"day-visit": "2027-03-15", "was-visit": ""})
    kept = other.post(
        "dates", **{"day-visit": "", "was-visit": "", "day-sign-up": "2027-06-01", "was-sign-up": ""}
    )
    assert "De data zijn bewaard" in kept
    met = other.post("dates", **{"day-visit": "2027-04-01", "was-visit": ""})
    assert "Iemand anders veranderde" in met
    assert browser.open().load()["dates"] == {"sign-up": "2027-06-01", "visit": "2027-03-15"}
    gone = other.post("dates", **{"day-visit": "2027-04-01", "was-visit": "2027-03-14"})
    assert "Iemand anders veranderde" in gone
    assert "De data zijn bewaard" in one.post(
        "dates", **{"day-visit": "2027-04-01", "was-visit": "2027-03-15"}
    )


@pytest.mark.parametrize(
    "day", ["2027-02-30", "morgen", "2027-3-1", "20270301", "\u0662\u0660\u0662\u0667-03-01", "x" * 9999]
)
@pytest.mark.usefixtures("dated")
def test_what_is_no_day_is_not_kept(browser: Browser, day: str) -> None:
    teacher(browser).post("dates", **{"day-visit": day, "was-visit": ""})
    assert browser.open().load()["dates"] == {}


@pytest.mark.usefixtures("dated")
def test_only_what_the_module_names_gets_a_day(browser: Browser) -> None:
    teacher(browser).post("dates", **{"day-anything": "2027-03-15", "was-anything": ""})
    assert browser.open().load()["dates"] == {}


def test_a_module_without_anything_to_plan_has_no_such_part(browser: Browser) -> None:
    assert "part=dates" not in teacher(browser).part("dates")


# Many


def test_five_hundred_learners_are_shown_with_few_questions_to_the_database(
    browser: Browser, tool: Tool, course: Course, platform: PlatformDouble
) -> None:
    browser.open(sub="first")
    course.members = [member(f"learner-{number}", name=f"Naam {number}") for number in range(500)]
    page = teacher(browser, **course.claim)
    page.part("class")
    work(tool)
    seed(tool, 500)
    for part, wanted in (
        ("class", "Naam 499"),
        ("grades", "Naam 499"),
        ("shared", "500 gedeeld"),
        ("questions", "Q499"),
    ):
        with counted(tool.database) as sent:
            text = page.part(part)
        assert wanted in text
        assert len(sent) < 40, part
        assert len(gzip.compress(text.encode())) < 60_000


def seed(tool: Tool, count: int) -> None:
    """Learners of the link that is there, who all shared, asked and handed in."""
    question = json.dumps([{"step": "past", "text": "Q499"}])
    with tool.database.write() as connection:
        (link,) = connection.scalars(select(resource_links.c.id))
        for number in range(count):
            learner = (
                insert(learners).values(deployment_row=1, sub=f"learner-{number}").returning(learners.c.id)
            )
            work_of = {"resource_link_row": link, "module": "identity", "role": "learner", "graded": True}
            attempt = insert(attempts).values(
                learner_row=connection.scalar(learner), created_at=1, finished_at=2 + number, **work_of
            )
            row = connection.scalar(attempt.returning(attempts.c.id))
            shared = {
                "attempt_row": row,
                "how": "screen",
                "revision": 1,
                "changed_at": 2,
            }
            connection.execute(
                insert(answers).values(activity="meaning", value='"thuis"', audience="class", **shared)
            )
            connection.execute(
                insert(answers).values(
                    activity="my-questions", value=question, audience="facilitator", **shared
                )
            )
            score_outbox.put(connection, row, 0.5, 3)
