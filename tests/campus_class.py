"""A class on campus for tests: a facilitator's page, learners of a session with a campus step, its code."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from lti_tool.rules.presence import code_at
from lti_tool.store.civic_tables import meetings, presences
from lti_tool.store.tables import learners
from lti_tool.tool import Tool
from tests.class_page import ClassPage, teacher
from tests.lti_browser import Browser, Page

CAMPUS: dict[str, Any] = {"custom": {"module": "practice", "variant": "first"}}


def guide(browser: Browser, **claims: Any) -> ClassPage:
    """A facilitator's page of the class."""
    return teacher(browser, **CAMPUS | claims)


def learner(browser: Browser, sub: str = "learner-1", **claims: Any) -> Page:
    """A learner's page of the session."""
    return browser.open(sub=sub, **CAMPUS | claims)


def code_of(tool: Tool, meeting: int | None = None) -> str:
    """The code that stands on the wall now: of the newest meeting, or of one."""
    query = select(meetings.c.secret).order_by(meetings.c.id.desc())
    with tool.database.read() as connection:
        secret = connection.scalar(query.where(meetings.c.id == meeting) if meeting else query)
    return code_at(str(secret), tool.now())


def say(page: Page, code: str) -> Any:
    """What the server answers to a code."""
    answer = page.call("POST", "/presence", {"code": code})
    assert answer.status_code == 200, answer.text
    return answer.json


def there(tool: Tool) -> dict[str, str]:
    """Who is there, and how, by the platform's id."""
    query = select(learners.c.sub, presences.c.how).select_from(presences).join(learners)
    with tool.database.read() as connection:
        return {row.sub: row.how for row in connection.execute(query)}
