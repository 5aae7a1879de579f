"""The civic team's page as its tests have it open, and course units put straight into the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Connection, insert, select
from werkzeug.test import TestResponse

from lti_tool.store import civic_links, course_units
from lti_tool.store.civic_tables import attests
from lti_tool.store.course_units import CourseUnit, Version
from lti_tool.store.inspection import Scope
from lti_tool.store.tables import deployments, learners
from lti_tool.tool import Tool
from tests.civic_course import DONE, OWN, CivicCourse
from tests.lti_platform_double import DEPLOYMENT

YEAR = "2026-2027"
DOCUMENT: dict[str, Any] = {
    "title": "Ontwerpen 2",
    "programme": "Mobiliteit",
    "year": YEAR,
    "partner": "De buurt kiest mee.",
    "activity": "yes",
    "since": "2023",
    "criteria": {
        "need": "Een vraag van de buurt.",
        "reciprocity": "Beide winnen.",
        "reflection": "Vijf keer.",
    },
}
DAYS = 24 * 3600
NAMES = ("anke", "bilal", "chris", "dina", "emre", "fay")


@dataclass
class CivicTeam:
    """The open page."""

    client: FlaskClient
    token: str

    def call(self, method: str, path: str, query: dict[str, str] | None = None, **form: str) -> TestResponse:
        return self.client.open(
            f"/civic/{path}",
            method=method,
            query_string={"language": "nl"} | (query or {}),
            headers={"Authorization": f"Bearer {self.token}"},
            data=form or None,
        )

    def see(self, **query: str) -> str:
        answer = self.call("GET", "sheet", query)
        assert answer.status_code == 200, answer.text
        return answer.text

    def decide(self, unit: int, act: str, was: int, note: str = "") -> str:
        answer = self.call("POST", "decide", unit=str(unit), do=act, was=str(was), note=note)
        assert answer.status_code == 200, answer.text
        return answer.text

    def file(self, name: str) -> str:
        answer = self.call("POST", f"file/{name}")
        assert answer.status_code == 200, answer.text
        return answer.get_data(as_text=True)


def new_link(tool: Tool, scope: Scope | None = None, days: int = 90) -> str:
    now = tool.now()
    with tool.database.write() as connection:
        return civic_links.add(connection, scope or Scope(1), None, now, now + days * DAYS)


def enter(client: FlaskClient, secret: str) -> CivicTeam:
    answer = client.post("/civic/session", data={"secret": secret})
    assert answer.status_code == 200, answer.text
    return CivicTeam(client, answer.json["token"])


def apply(
    connection: Connection, course: int, state: str = "submitted", now: int = 1_790_000_000, **changes: Any
) -> None:
    """An application of a course, in a state, at revision 1 (2 where the team decided)."""
    kept = "submitted" if state in {"approved", "returned"} else state
    assert course_units.write(connection, Version(course, 0), DOCUMENT | changes, kept, now)
    if kept != state:
        note = "Wie beslist mee?" if state == "returned" else None
        assert course_units.decide(connection, Version(course, 1), state, note, now + 60)


def make_course(
    tool: Tool, name: str = "civic", *, count: int = 0, state: str | None = "submitted", **changes: Any
) -> int:
    """Make a course with an application; with so many learners, who did both sessions and were at one."""
    with tool.database.write() as connection:
        found = CivicCourse(connection, course=name, deployment=place(connection, DEPLOYMENT))
        first, judged = found.link("first"), found.link("judged")
        for sub in NAMES[:count]:
            row = found.learner(f"{name}-{sub}")
            found.work(first, row, DONE["first"], finished_at=21)
            found.work(judged, row, DONE["judged"] | {"own-rubric": OWN}, finished_at=22)
            found.present(first, row)
        if state:
            apply(connection, found.course, state, **changes)
        return found.course


def place(connection: Connection, deployment_id: str) -> int:
    query = select(deployments.c.id).where(deployments.c.deployment_id == deployment_id)
    return connection.scalars(query).one()


def kept(tool: Tool, row: int) -> CourseUnit:
    with tool.database.read() as connection:
        found = course_units.find(connection, row)
    assert found is not None
    return found


def grant(tool: Tool, course: int, *, revoked: int = 0) -> None:
    """Grant an attest to everybody, and revoke some."""
    with tool.database.write() as connection:
        for number, row in enumerate(connection.scalars(select(learners.c.id)).all()):
            values = {"context_row": course, "learner_row": row, "grounds": "{}", "revision": 1}
            values |= {"granted_at": tool.now(), "revoked_at": tool.now() if number < revoked else None}
            connection.execute(insert(attests).values(**values))
