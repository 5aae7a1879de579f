"""What is kept of a person: theirs to see, to take along and to erase; for others an administrator's."""

import logging
import re
from typing import Any

import pytest
from sqlalchemy import func, select

from lti_tool.protocol.claims import FOR_USER
from lti_tool.protocol.roster import Member, Roster
from lti_tool.store import platforms, roster
from lti_tool.store.tables import (
    answers,
    attempts,
    contexts,
    learners,
    roster_members,
    roster_names,
    score_outbox,
)
from lti_tool.tool import Tool
from tests.lti_browser import Browser
from tests.lti_fixtures import ON_BOTH
from tests.lti_platform_double import INSTRUCTOR, LEARNER
from tests.sheets import Sheet, open_sheet

PRIVATE = "kanarie-alleen-voor-mij"
SHARED = "gedeeld-met-de-klas"
ADMINISTRATOR = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator"


def claims(**changes: Any) -> dict[str, Any]:
    """Learner 42 asks what is kept."""
    good: dict[str, Any] = {
        "message_type": "LtiDataPrivacyLaunchRequest",
        "resource_link": None,
        "context": None,
        "custom": None,
    }
    return good | changes


def privacy(browser: Browser, **changes: Any) -> Sheet:
    return open_sheet(browser, "privacy", **claims(**changes))


def as_administrator(browser: Browser, user_id: str = "learner-42", **changes: Any) -> Sheet:
    named = {"sub": "admin-1", "roles": [ADMINISTRATOR], FOR_USER: {"user_id": user_id}}
    return privacy(browser, **(named | changes))


@pytest.fixture
def work(browser: Browser, tool: Tool) -> None:
    page = browser.open()
    page.save("questions", {"dreams": PRIVATE})
    page.save("meaning", SHARED, audience="class")
    page.save("past-words", [SHARED, "", "", "", ""], audience="facilitator")
    page.finish()
    browser.open(sub="learner-43").save("meaning", "van iemand anders")
    with tool.database.write() as connection:
        course = connection.scalar(select(contexts.c.id)) or 0
        roster.claim(connection, course, "", tool.now())
        members = (
            Member("learner-42", "learner", True, "An Peeters"),
            Member("learner-43", "learner", True, "Bo"),
        )
        roster.keep(connection, course, "", Roster(members, complete=True), tool.now())


def count(tool: Tool, table: Any) -> int:
    with tool.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def erase(sheet: Sheet) -> str:
    asked = sheet.call("POST", "/privacy/erase").text
    (confirm,) = re.findall(r'name="confirm" value="([^"]+)"', asked)
    return sheet.call("POST", "/privacy/erase", confirm=confirm).text


@ON_BOTH
@pytest.mark.usefixtures("work")
def test_a_learner_sees_how_much_is_kept(browser: Browser) -> None:
    text = privacy(browser).text
    assert "<dt>1</dt><dd>keer met een module begonnen" in text
    assert "<dt>3</dt><dd>antwoorden bewaard" in text
    assert "<dt>2</dt><dd>antwoorden gedeeld" in text
    assert PRIVATE not in text


@pytest.mark.usefixtures("work")
def test_small_numbers_of_the_school_are_not_shown(browser: Browser) -> None:
    assert privacy(browser).text.count("minder dan 5") == 4
    for number in range(5):
        browser.open(sub=f"learner-{number}").save("meaning", "x")
    assert "<dt>7</dt><dd>mensen" in privacy(browser).text


@pytest.mark.usefixtures("work")
def test_a_learner_takes_everything_along(browser: Browser) -> None:
    response = privacy(browser).call("POST", "/privacy/export")
    assert 'filename="wegwijs.json"' in response.headers["Content-Disposition"]
    assert response.headers["Cache-Control"] == "no-store"
    (only,) = response.json["works"]
    assert only["module"] == "identity"
    assert {one["activity"]: one["value"] for one in only["answers"]} == {
        "meaning": SHARED, "past-words": [SHARED], "questions": {"dreams": PRIVATE},
    }  # fmt: skip
    assert only["grade"]["state"] == "waiting"
    assert response.json["rosters"][0]["name"] == "An Peeters"
    assert "van iemand anders" not in response.text


@pytest.mark.usefixtures("work")
def test_an_administrator_does_not_get_what_was_shared_with_nobody(browser: Browser) -> None:
    response = as_administrator(browser).call("POST", "/privacy/export")
    assert SHARED in response.text
    assert PRIVATE not in response.text
    assert [one["activity"] for one in response.json["works"][0]["answers"]] == [
        "meaning",
        "questions",
        "past-words",
    ]


@pytest.mark.usefixtures("work")
def test_erasing_is_asked_twice(browser: Browser, tool: Tool) -> None:
    sheet = privacy(browser)
    asked = sheet.call("POST", "/privacy/erase").text
    assert "ongedaan" in asked
    assert ">Ja, wis alles</button>" in asked
    assert count(tool, answers) == 4
    assert "Alles is gewist" in erase(sheet)


@ON_BOTH
@pytest.mark.usefixtures("work")
def test_erasing_removes_everything_of_the_person_and_nothing_of_others(browser: Browser, tool: Tool) -> None:
    erase(privacy(browser))
    assert count(tool, answers) == 1
    assert count(tool, score_outbox) == 0
    assert count(tool, roster_members) == 1
    assert count(tool, roster_names) == 1
    with tool.database.read() as connection:
        assert "learner-42" not in connection.scalars(select(learners.c.sub)).all()
    after = privacy(browser)
    assert "<dt>0</dt><dd>antwoorden bewaard" in after.text
    assert after.call("POST", "/privacy/export").json["works"] == []


@pytest.mark.usefixtures("work")
def test_an_administrator_may_erase_for_somebody(browser: Browser, tool: Tool) -> None:
    assert "Alles is gewist" in erase(as_administrator(browser))
    assert count(tool, answers) == 1


@pytest.mark.usefixtures("work")
def test_a_confirmation_is_for_one_person(browser: Browser, tool: Tool) -> None:
    asked = privacy(browser, sub="learner-43").call("POST", "/privacy/erase").text
    (confirm,) = re.findall(r'name="confirm" value="([^"]+)"', asked)
    said = privacy(browser).call("POST", "/privacy/erase", confirm=confirm).text
    assert "Er is niets gewist" in said
    assert count(tool, answers) == 4


@pytest.mark.usefixtures("work")
def test_a_confirmation_does_not_wait_for_ever(
    browser: Browser, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lti_tool.views.privacy.CONFIRM_SECONDS", -1)
    assert "Er is niets gewist" in erase(privacy(browser))
    assert count(tool, answers) == 4


def test_a_page_that_was_open_never_shows_somebody_elses_work(browser: Browser) -> None:
    page = browser.open()
    page.save("meaning", PRIVATE)
    erase(privacy(browser))
    browser.open(sub="learner-new").save("meaning", "van de nieuwe")
    answer = page.call("GET", "/attempt")
    assert answer.status_code == 410
    assert "van de nieuwe" not in answer.text


def test_who_comes_back_begins_anew(browser: Browser) -> None:
    browser.open().save("meaning", PRIVATE)
    erase(privacy(browser))
    assert browser.open().load()["answers"] == {}


def test_somebody_with_several_works_is_erased_whole(browser: Browser, tool: Tool) -> None:
    for link in ("link-1", "link-2", "link-3"):
        browser.open(resource_link={"id": link}).save("meaning", PRIVATE)
    browser.open(roles=[INSTRUCTOR]).save("meaning", PRIVATE)
    erase(privacy(browser))
    assert count(tool, answers) == 0
    assert count(tool, attempts) == 0


def test_who_never_came_can_ask_too(browser: Browser) -> None:
    sheet = privacy(browser)
    assert "<dt>0</dt>" in sheet.text
    assert "Alles is gewist" in erase(sheet)


@pytest.mark.parametrize(
    "roles",
    [
        [LEARNER],
        [INSTRUCTOR],
        [],
        ["Administrator"],
        ["http://purl.imsglobal.org/vocab/lis/v2/membership#Administrator"],
    ],
)
@pytest.mark.usefixtures("work")
def test_only_an_administrator_of_the_platform_asks_about_others(browser: Browser, roles: list[str]) -> None:
    refused = browser.launch(**claims(sub="teacher-1", roles=roles, **{FOR_USER: {"user_id": "learner-42"}}))
    assert refused.status_code == 403
    assert "LTI-PRIVACY" in refused.text


@pytest.mark.usefixtures("work")
def test_a_message_that_names_the_one_who_launches_is_their_own(browser: Browser) -> None:
    sheet = privacy(browser, **{FOR_USER: {"id": "learner-42"}})
    assert PRIVATE in sheet.call("POST", "/privacy/export").text


def test_both_spellings_of_the_message_are_read(browser: Browser) -> None:
    assert privacy(browser, message_type="DataPrivacyLaunchRequest").get().status_code == 200


@pytest.mark.parametrize("named", ["learner-42", {"user_id": 5}, {"user_id": ""}, {"name": "An"}])
def test_a_message_that_does_not_say_whom_is_refused(browser: Browser, named: Any) -> None:
    refused = browser.launch(**claims(sub="admin-1", roles=[ADMINISTRATOR], **{FOR_USER: named}))
    assert refused.status_code == 400
    assert "LTI-CLAIM" in refused.text


@pytest.mark.usefixtures("work")
def test_the_same_name_in_another_tenant_is_somebody_else(browser: Browser, tool: Tool) -> None:
    with tool.database.write() as connection:
        platforms.approve(connection, 1, "dep-2", 1)
    sheet = as_administrator(browser, deployment_id="dep-2")
    assert sheet.call("POST", "/privacy/export").json["works"] == []
    erase(sheet)
    assert count(tool, answers) == 4


@pytest.mark.usefixtures("work")
def test_a_school_that_was_turned_away_gets_and_erases_nothing(browser: Browser, tool: Tool) -> None:
    sheet = privacy(browser)
    with tool.database.write() as connection:
        platforms.refuse(connection, 1, "dep-1")
    assert sheet.call("POST", "/privacy/export").status_code == 401
    assert sheet.call("POST", "/privacy/erase").status_code == 401
    assert count(tool, answers) == 4


@pytest.mark.usefixtures("work")
def test_nobody_is_in_the_log(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    sheet = as_administrator(browser)
    sheet.call("POST", "/privacy/export")
    erase(sheet)
    assert "personal data erased" in caplog.text
    for personal in ("learner-42", "admin-1", PRIVATE, SHARED, "Peeters"):
        assert personal not in caplog.text
