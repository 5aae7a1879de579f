"""How far everybody is at one link: what the database can say, and the answers that say the rest.

Answers are read here whoever may see them: the rules make a state of each, and nothing else goes on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from lti_tool.rules.class_progress import TimedAnswer
from lti_tool.store.tables import answers, attempts, learners
from modules.kit.answers import Answer

_AT_ONCE = 200
"""Databases limit what one statement may name."""


@dataclass(frozen=True)
class AttemptAtLink:
    """One learner's attempt at a link. Times in seconds since 1970.

    Attributes:
        revisions: The sum of its answers' revisions: another one as soon as an answer changed.
        changed_at: When an answer was last changed; None without answers.
        opened_at: When the page was last opened, give or take half a day.
    """

    row: int
    user_id: str
    revisions: int
    created_at: int
    changed_at: int | None
    finished_at: int | None
    opened_at: int

    @property
    def last_seen(self) -> int:
        """When the learner was last there."""
        return max(self.created_at, self.opened_at, self.changed_at or 0, self.finished_at or 0)


def attempts_at(connection: Connection, link_row: int, module: str) -> Sequence[AttemptAtLink]:
    """Everybody who opened a module at a link as a learner, in the order in which they did."""
    query = (
        select(
            attempts.c.id,
            learners.c.sub,
            func.coalesce(func.sum(answers.c.revision), 0),
            attempts.c.created_at,
            func.max(answers.c.changed_at),
            attempts.c.finished_at,
            attempts.c.touched_at,
        )
        .select_from(attempts)
        .join(learners)
        .outerjoin(answers)
        .where(attempts.c.resource_link_row == link_row, attempts.c.module == module)
        .where(attempts.c.role == "learner", attempts.c.graded)
        .group_by(attempts.c.id, learners.c.sub)
        .order_by(attempts.c.id)
    )
    return [AttemptAtLink(*row) for row in connection.execute(query)]


def answers_of(
    connection: Connection, attempt_rows: Sequence[int]
) -> Iterator[tuple[int, dict[str, TimedAnswer]]]:
    """The answers of attempts, by activity; attempts without answers are left out."""
    table = answers.c
    for start in range(0, len(attempt_rows), _AT_ONCE):
        query = (
            select(table.attempt_row, table.activity, table.value, table.how, table.changed_at)
            .where(table.attempt_row.in_(attempt_rows[start : start + _AT_ONCE]))
            .order_by(table.attempt_row)
        )
        found: dict[int, dict[str, TimedAnswer]] = {}
        for row in connection.execute(query):
            answer = TimedAnswer(Answer(json.loads(row.value), row.how), row.changed_at)
            found.setdefault(row.attempt_row, {})[row.activity] = answer
        yield from found.items()
