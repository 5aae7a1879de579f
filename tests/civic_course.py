"""A course with the judged module in several links, put straight into the database, for tests."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, insert

from lti_tool.store.civic_tables import presences, verdicts
from lti_tool.store.tables import answers, attempts, contexts, deployments, learners, resource_links

MODULE = "practice"
DONE: dict[str, dict[str, Any]] = {
    "first": {"thought": "twee woorden"},
    "judged": {"key-words": ["a", "b", "c"], "piece": "drie woorden hier"},
}
"""By variant: what is done with these is less than all where a part is left out."""
OWN = {"facts": {"level": "explains", "reason": "omdat"}, "views": {"level": "tells", "reason": "omdat"}}
VERDICT = {
    "criteria": {"facts": {"level": 3, "comment": ""}, "views": {"level": 2, "comment": ""}},
    "points": 5.0,
    "most": 8.0,
    "comment": "",
    "competences": {"reflecting": [3, 4], "including": [2, 4]},
}


class CivicCourse:
    """A course of a deployment: links, learners, what they did."""

    def __init__(
        self, connection: Connection, *, deployment: int | None = None, course: str = "civic"
    ) -> None:
        self.connection = connection
        self.deployment = deployment or connection.scalar(
            deployments.select().with_only_columns(deployments.c.id)
        )
        self.course = self._new(
            contexts, deployment_row=self.deployment, context_id=course, title="Ontwerpen 2"
        )

    def link(self, variant: str | None, name: str | None = None) -> int:
        return self._new(
            resource_links, deployment_row=self.deployment, context_row=self.course, scopes="",
            resource_link_id=name or f"{self.course}-{variant}", variant=variant,
        )  # fmt: skip

    def learner(self, sub: str) -> int:
        return self._new(learners, deployment_row=self.deployment, sub=sub)

    def work(self, link: int, learner: int, given: dict[str, Any] | None = None, **more: Any) -> int:
        values = {"module": MODULE, "role": "learner", "graded": True, "created_at": 10} | more
        row = self._new(attempts, learner_row=learner, resource_link_row=link, **values)
        for activity, value in (given or {}).items():
            self.answer(row, activity, value)
        return row

    def answer(self, attempt: int, activity: str, value: Any, audience: str = "learner") -> None:
        kept = {"how": "screen", "audience": audience, "revision": 1, "changed_at": 20}
        self.connection.execute(
            insert(answers).values(attempt_row=attempt, activity=activity, value=json.dumps(value), **kept)
        )

    def present(self, link: int, learner: int, how: str = "code", at: int = 15) -> None:
        values = {"resource_link_row": link, "learner_row": learner, "how": how, "at": at}
        self.connection.execute(insert(presences).values(**values))

    def judge(self, attempt: int, *, released: int | None = 30) -> None:
        self.connection.execute(
            insert(verdicts).values(
                attempt_row=attempt,
                agreed="{}",
                comment="",
                revision=1,
                changed_at=25,
                released=json.dumps(VERDICT) if released else None,
                released_at=released,
            )
        )

    def _new(self, table: Any, **values: Any) -> int:
        return self.connection.scalar(insert(table).values(**values).returning(table.c.id)) or 0
