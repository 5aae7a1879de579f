"""A facilitator's page of the class: who is there and what was shared; never an answer that was not."""

import logging
import re

import pytest
from sqlalchemy import update

from lti_tool.store import platforms
from lti_tool.store.tables import answers
from lti_tool.tool import Tool
from tests.class_page import (
    PRIVATE,
    TO_CLASS,
    TO_YOU,
    ClassPage,
    every_part,
    teacher,
)
from tests.live_class import window
from tests.lti_browser import HOST, Browser
from tests.lti_platform_double import INSTRUCTOR, PlatformDouble
from tests.test_lti_grades import deliver
from tests.test_roster import MEMBERSHIPS, Course, member, work


@pytest.fixture
def course(platform: PlatformDouble) -> Course:
    return Course(platform)


# Who may look


def test_a_learner_does_not_see_the_class(browser: Browser) -> None:
    learner = browser.open()
    page = ClassPage(learner.client, learner.token)
    for method, path in (
        ("GET", "sheet"),
        *(("POST", name) for name in ("refresh", "resend", "dates", "questions", "guide")),
    ):
        assert page.call(method, path, {}).status_code == 403


def test_without_a_valid_token_there_is_nothing(browser: Browser) -> None:
    page = teacher(browser)
    assert browser.client.get("/class/sheet", base_url=HOST).status_code == 401
    assert ClassPage(page.client, page.token + "x").call("GET", "sheet", {}).status_code == 401


def test_a_school_that_was_turned_away_sees_nothing_any_more(browser: Browser, tool: Tool) -> None:
    page = teacher(browser)
    with tool.database.write() as connection:
        platforms.refuse(connection, 1, "dep-1")
    assert page.call("GET", "sheet", {}).status_code == 401


def test_the_page_itself_says_nothing_of_anybody_and_is_framed_by_its_platform(browser: Browser) -> None:
    teacher(browser)
    page = browser.client.get("/class/1/identity/nl", base_url=HOST)
    assert page.status_code == 200
    assert "frame-ancestors 'self' https://lms.example.edu;" in page.headers["Content-Security-Policy"] + ";"
    assert page.headers["Cache-Control"] == "no-store"
    for nowhere in ("/class/99/identity/nl", "/class/1/nothing/nl", "/class/1/identity/xx"):
        assert browser.client.get(nowhere, base_url=HOST).status_code == 404


def test_a_token_that_grows_old_is_renewed(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    page = teacher(browser)
    monkeypatch.setattr("lti_tool.attempt_token.RENEW_SECONDS", -1)
    assert page.call("GET", "sheet", {}).headers["Wegwijs-Token"]


# Never an answer that was not shared


def test_an_answer_that_was_not_shared_is_nowhere_on_the_page(
    browser: Browser, tool: Tool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    learner = browser.open()
    learner.save("meaning", PRIVATE)
    learner.save("questions", {"dreams": PRIVATE})
    learner.save("my-questions", [{"step": "past", "text": PRIVATE}])
    learner.finish()
    deliver(tool)
    page = teacher(browser)
    assert PRIVATE not in every_part(page)
    assert PRIVATE not in page.call("POST", "questions", {}).text
    assert PRIVATE not in "\n".join(record.getMessage() for record in caplog.records)


def test_what_was_shared_is_shown_with_whose_it_is_and_how_far_it_goes(browser: Browser) -> None:
    browser.open().save("meaning", TO_CLASS, audience="class")
    browser.open(sub="learner-43").save("meaning", TO_YOU, audience="facilitator")
    text = teacher(browser).part("shared", activity="meaning")
    assert TO_CLASS in text
    assert TO_YOU in text
    assert "ook voor de klas" in text
    assert len(re.findall(r'class="name">Deelnemer ', text)) == 2


def test_what_is_no_longer_shared_is_gone_at_the_next_look(browser: Browser) -> None:
    learner = browser.open()
    learner.save("meaning", TO_CLASS, audience="class")
    page = teacher(browser)
    assert TO_CLASS in page.part("shared", activity="meaning")
    learner.save("meaning", TO_CLASS, revision=1, audience="learner")
    assert TO_CLASS not in every_part(page)


def test_what_the_module_no_longer_lets_share_is_not_shown(browser: Browser, tool: Tool) -> None:
    browser.open().save("questions", {"dreams": PRIVATE})
    with tool.database.write() as connection:
        connection.execute(update(answers).values(audience="class"))
    assert PRIVATE not in every_part(teacher(browser))


def test_the_class_sees_answers_without_names_and_not_before_there_are_five(browser: Browser) -> None:
    steering, wall = window(browser, "steer"), window(browser)
    steering.do("show", "meaning")
    for number in range(5):
        assert "woord-0" not in wall.sees("meaning")
        browser.open(sub=f"learner-{number}").save("meaning", f"woord-{number}", audience="class")
    browser.open(sub="learner-9").save("meaning", TO_YOU, audience="facilitator")
    text = wall.sees("meaning")
    assert all(f"woord-{number}" in text for number in range(5))
    assert TO_YOU not in text + steering.sees("meaning")
    assert "Deelnemer " not in text + steering.sees("meaning")
    assert 'href="?part=live&amp;activity=meaning"' in teacher(browser).part("shared", activity="meaning")


def test_other_links_and_a_facilitators_own_try_are_not_shown(browser: Browser) -> None:
    browser.open(resource_link={"id": "link-2"}).save("meaning", TO_CLASS, audience="class")
    own = browser.open(sub="teacher-2", roles=[INSTRUCTOR])
    own.save("meaning", TO_YOU, audience="class")
    assert not {TO_CLASS, TO_YOU} & set(re.findall(r"gedeeld-met-[\w-]+", every_part(teacher(browser))))


def test_what_learners_and_platforms_write_stays_text(browser: Browser, course: Course, tool: Tool) -> None:
    script = "<script>alert(1)</script>"
    course.members = [member("learner-42", name=script)]
    browser.open(**course.claim).save("meaning", script, audience="class")
    browser.open(**course.claim).save("my-questions", [{"step": "", "text": script}], audience="facilitator")
    page = teacher(browser, **course.claim)
    page.part("class")
    work(tool)
    seen = every_part(page)
    assert "<script>" not in seen
    assert "&lt;script&gt;" in seen


# The class


def test_the_class_is_counted_and_listed(browser: Browser, course: Course, tool: Tool) -> None:
    page = teacher(browser, **course.claim)
    assert "We vragen de lijst op" in page.part("class")
    browser.open(sub="learner-43").save("meaning", "thuis")
    work(tool)
    text = page.part("class")
    assert re.findall(r"<bdi>([^<]+)", text) == ["An Peeters", "Bo Maes"]
    assert re.findall(r'<tr data-state="([^"]+)', text) == ["not-begun", "busy"]
    assert re.findall(r"<strong>(\d+)</strong>", text) == ["1", "1", "0"]


def test_names_can_be_hidden_for_a_screen_on_the_wall(browser: Browser, course: Course, tool: Tool) -> None:
    page = teacher(browser, **course.claim)
    page.part("class")
    work(tool)
    assert "An Peeters" not in page.part("class", names="off")


def test_without_a_class_list_it_says_who_came_and_what_to_ask_for(browser: Browser) -> None:
    browser.open().save("meaning", "thuis")
    text = teacher(browser).part("class")
    assert "die de module openden" in text
    assert "Names and Role Provisioning" in text
    assert "/class/refresh" not in text


@pytest.mark.parametrize(
    ("status", "said"),
    [(403, "Vraag de beheerder of Wegwijs"), (500, "http-500"), (429, "Probeer je opnieuw")],
)
def test_a_platform_that_refuses_is_explained(
    browser: Browser, course: Course, tool: Tool, platform: PlatformDouble, status: int, said: str
) -> None:
    page = teacher(browser, **course.claim)
    platform.fail(MEMBERSHIPS, status)
    page.part("class")
    work(tool)
    assert said.casefold() in page.part("class").casefold()


def test_asking_again_asks_the_platform_at_most_once_a_minute(
    browser: Browser, course: Course, tool: Tool
) -> None:
    page = teacher(browser, **course.claim)
    for _ in range(3):
        assert "past zich vanzelf aan" in page.post("refresh")
    work(tool)
    assert len(course.asked) == 1


def test_nobody_yet_is_said_in_words_in_every_part(browser: Browser) -> None:
    page = teacher(browser)
    said = {
        "class": "Nog niemand",
        "grades": "Nog niemand",
        "shared": "nog niets gedeeld",
        "questions": "Nog geen vragen",
    }
    for part, text in said.items():
        assert text in page.part(part)
    assert "Nobody has opened" in page.part("class", language="en")
