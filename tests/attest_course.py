"""A course that leads to an attest, as its people have it open: what the tests of attests share."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, insert, select, update
from werkzeug.test import TestResponse

from lti_tool.store.civic_tables import course_units
from lti_tool.store.tables import attempts, learners
from lti_tool.tool import Tool
from tests.civic_course import MODULE, CivicCourse
from tests.class_page import ClassPage, teacher
from tests.lti_browser import HOST, Browser, Page
from tests.test_course_sessions import ALL_DONE

UNIT = {
    "title": "Stad en mobiliteit",
    "programme": "Bachelor mobiliteit",
    "year": "2026-2027",
    "criteria": {},
}
NAME = "Amira van den Kanarie"


class AttestCourse:
    """A course of two sessions: presence in the first, both done, the last one judged."""

    def __init__(self, tool: Tool, browser: Browser, course: str = "civic", state: str = "approved") -> None:
        self.tool, self.browser, self.course = tool, browser, course
        with tool.database.write() as connection:
            self.made = CivicCourse(connection, course=course)
            self.links = {name: self.made.link(name) for name in ("first", "judged")}
            connection.execute(
                insert(course_units).values(
                    context_row=self.made.course,
                    document=json.dumps(UNIT),
                    approved=json.dumps(UNIT) if state == "approved" else None,
                    state=state,
                    revision=1,
                    changed_at=1,
                )
            )

    @property
    def claims(self) -> dict[str, Any]:
        return {
            "context": {"id": self.course, "title": "Ontwerpen 2"},
            "resource_link": {"id": f"{self.course}-judged"},
            "custom": {"module": MODULE, "variant": "judged"},
        }

    def learner(self, sub: str = "learner-42", *, present: bool = True, done: bool = True) -> Page:
        """Somebody who did all of it, unless said otherwise, and has the last session open."""
        page = self.browser.open(sub=sub, **self.claims)
        with self.tool.database.write() as connection:
            row = self.row_of(connection, sub)
            course = CivicCourse.__new__(CivicCourse)
            course.connection = connection
            if present:
                course.present(self.links["first"], row)
            if done:
                course.work(self.links["first"], row, ALL_DONE["first"])
                for activity, value in ALL_DONE["judged"].items():
                    course.answer(self.attempt_of(connection, row), activity, value)
        return page

    def teacher(self, **claims: Any) -> ClassPage:
        return teacher(self.browser, **(self.claims | claims))

    def code(self, sub: str = "learner-42") -> str:
        """What a learner is called in forms of the class page."""
        with self.tool.database.read() as connection:
            return str(self.row_of(connection, sub))

    def grant(self, page: ClassPage | None = None, reason: str = "", sub: str = "learner-42") -> str:
        return (page or self.teacher()).post("attest/one", act="grant", who=self.code(sub), reason=reason)

    def revoke(self, page: ClassPage | None = None, reason: str = "Fout.", was: int = 1) -> str:
        form = {"act": "revoke", "who": self.code(), "was": str(was), "reason": reason}
        return (page or self.teacher()).post("attest/one", **form)

    def set_state(self, state: str) -> None:
        with self.tool.database.write() as connection:
            connection.execute(update(course_units).values(state=state))

    @staticmethod
    def row_of(connection: Connection, sub: str) -> int:
        return int(connection.scalar(select(learners.c.id).where(learners.c.sub == sub)) or 0)

    @staticmethod
    def attempt_of(connection: Connection, learner_row: int) -> int:
        query = select(attempts.c.id).where(attempts.c.learner_row == learner_row)
        return int(connection.scalar(query.order_by(attempts.c.id)) or 0)


def call(page: Page, what: str, method: str = "POST", language: str = "nl", **form: str) -> TestResponse:
    return page.client.open(
        f"/attest/{what}",
        method=method,
        base_url=HOST,
        query_string={"language": language},
        headers={"Authorization": f"Bearer {page.token}"},
        data=form or None,
    )


def see(page: Page) -> str:
    answer = call(page, "sheet", "GET")
    assert answer.status_code == 200, answer.text
    return answer.text


def make(page: Page, name: str = NAME, was: str = "", language: str = "nl") -> TestResponse:
    return call(page, "make", language=language, name=name, was=was)


def badge_of(page: Page) -> str:
    """The credential as its learner downloads it."""
    answer = call(page, "badge")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="attest.jwt"', answer.text
    return answer.text
