"""What people are told of how long work stays: learners, facilitators before it goes, and the operator."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import update

from lti_tool.rules.retention import Retention
from lti_tool.store import invitations
from lti_tool.store.tables import answers, attempts
from lti_tool.tool import Tool
from lti_tool.words import words
from tests.class_page import PARTS, teacher
from tests.lti_browser import HOST, Browser
from tests.sheets import open_sheet

NL = words("nl", "retention")


def soon(monkeypatch: pytest.MonkeyPatch, tool: Tool, days: int) -> None:
    """A rule by which work goes in so many days, whatever the day is today."""
    monkeypatch.setattr("lti_tool.settings.Settings.retention", rule_for(tool, days))


def rule_for(tool: Tool, days: int) -> Retention:
    end = datetime.fromtimestamp(tool.now() - (40 - days) * 24 * 3600, UTC)
    return Retention(end.month, end.day, 40)


def make_old(tool: Tool) -> None:
    with tool.database.write() as connection:
        connection.execute(update(attempts).values(created_at=1, touched_at=1))
        connection.execute(update(answers).values(changed_at=1))


def test_each_part_of_the_class_page_says_how_long_work_stays(browser: Browser) -> None:
    browser.open().save("meaning", "x")
    page = teacher(browser)
    for part in PARTS:
        assert "blijft tot 30 dagen na het einde van het schooljaar" in page.part(part)


@pytest.mark.parametrize(("days", "warned"), [(35, False), (20, True), (1, True)])
def test_facilitators_are_warned_in_the_last_month(
    browser: Browser, tool: Tool, monkeypatch: pytest.MonkeyPatch, days: int, warned: bool
) -> None:
    browser.open(sub="old-1").save("meaning", "x")
    browser.open(sub="old-2").save("meaning", "x")
    make_old(tool)
    page = teacher(browser)
    soon(monkeypatch, tool, days)
    text = page.part("class")
    assert ("Het werk van 2 deelnemers wordt gewist na" in text) == warned
    assert ('id="leaving"' in text) == warned


def test_nobody_is_warned_of_work_that_stays(
    browser: Browser, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.open().save("meaning", "x")
    page = teacher(browser)
    soon(monkeypatch, tool, 20)
    assert 'id="leaving"' not in page.part("class")


def test_where_nothing_goes_by_itself_the_class_page_says_so(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = teacher(browser)
    monkeypatch.setattr("lti_tool.settings.Settings.retention", None)
    assert NL["class"]["for-ever"] in page.part("class")


def overview(browser: Browser, tool: Tool) -> str:
    with tool.database.write() as connection:
        secret = invitations.add(connection, "operator", None, tool.now(), 3600)
    client = browser.client
    opened: Any = client.post("/operator/session", data={"secret": secret}, base_url=HOST).json
    answer = client.get(
        "/operator/overview", base_url=HOST, headers={"Authorization": f"Bearer {opened['token']}"}
    )
    assert answer.status_code == 200
    return str(answer.text)


def test_the_operator_sees_the_rule_and_what_it_did(browser: Browser, tool: Tool) -> None:
    text = overview(browser, tool)
    assert "Een schooljaar eindigt op 31 augustus." in text
    assert NL["operator"]["waits"] in text
    assert NL["operator"]["never-looked"] in text
    browser.open().save("meaning", "x")
    make_old(tool)
    tool.jobs._retention.run_now()
    assert "werk: 1 keer, mensen: 1" in overview(browser, tool)


def test_the_privacy_page_says_until_which_day(browser: Browser) -> None:
    asked = {"message_type": "LtiDataPrivacyLaunchRequest", "resource_link": None, "custom": None}
    assert "blijft tot en met 30 september 20" in open_sheet(browser, "privacy", context=None, **asked).text
