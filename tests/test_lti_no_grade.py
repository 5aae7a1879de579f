"""When there is no grade to send: nobody gets a zero, and everybody sees why."""

from typing import Any

import pytest
from sqlalchemy import select

from lti_tool.protocol.claims import AGS_ENDPOINT, SCOPE_SCORE
from lti_tool.services.grade_delivery import waiting_time
from lti_tool.store.db import Database
from lti_tool.store.tables import score_outbox
from lti_tool.tool import Tool
from modules.kit.answers import Answer
from modules.kit.scoring import score_to_send
from tests.lti_browser import Browser
from tests.lti_platform_double import PlatformDouble
from tests.test_lti_grades import deliver, finished, grade


@pytest.mark.parametrize(
    ("endpoint", "reason"),
    [
        (None, "no-line-item"),
        ({"scope": [SCOPE_SCORE], "lineitems": "https://lms.example.edu/items"}, "no-line-item"),
        ({"scope": [], "lineitem": "https://lms.example.edu/items/1"}, "no-scope"),
        ({"scope": SCOPE_SCORE, "lineitem": "https://lms.example.edu/items/1"}, "no-scope"),
    ],
)
def test_without_a_place_for_scores_there_is_none(
    browser: Browser, tool: Tool, endpoint: Any, reason: str
) -> None:
    page = browser.open(**{AGS_ENDPOINT: endpoint})
    page.save("meaning", "klaar")
    assert page.finish()["reason"] == reason
    assert grade(page) == ("none", reason)
    assert tool.delivery.due() == []


def test_a_place_that_comes_later_gets_the_score_on_request(browser: Browser, tool: Tool) -> None:
    page = browser.open(**{AGS_ENDPOINT: None})
    page.save("meaning", "klaar")
    page.finish()
    browser.open()
    assert page.resend()["state"] == "waiting"


def test_who_did_nothing_gets_no_zero(browser: Browser, tool: Tool) -> None:
    page = browser.open()
    assert page.finish() == {"state": "none", "at": None, "reason": "nothing-done"}
    assert tool.delivery.due() == []


def test_a_test_user_gets_no_grade(browser: Browser, tool: Tool) -> None:
    page = browser.open(roles=["Learner", "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"])
    page.save("meaning", "klaar")
    assert page.finish()["reason"] == "not-a-learner"
    assert tool.delivery.due() == []


def test_resend_before_the_finish_sends_nothing(browser: Browser, tool: Tool) -> None:
    assert browser.open().resend() is None
    assert tool.delivery.due() == []


def test_a_facilitators_launch_does_not_take_the_place_for_scores_away(
    browser: Browser, platform: PlatformDouble, tool: Tool
) -> None:
    finished(browser)
    browser.open(sub="an", roles=["Instructor"], **{AGS_ENDPOINT: None})
    deliver(tool)
    assert len(platform.scores) == 1


def test_the_score_is_what_is_done_of_what_is_required(tool: Tool) -> None:
    module = tool.registry.modules["identity"]
    assert score_to_send(module, {}) == "nothing-done"
    assert score_to_send(module, {"meaning": Answer("ja")}) == pytest.approx(1 / len(module.required))


def test_waiting_grows_to_an_hour() -> None:
    assert waiting_time(1) < 30
    assert 2000 < waiting_time(30) < 5000


def test_the_outbox_keeps_one_row_per_attempt(browser: Browser, store: Database) -> None:
    page = finished(browser)
    page.resend()
    page.resend()
    with store.read() as connection:
        assert len(connection.execute(select(score_outbox)).all()) == 1
