"""What the learners of one link shared. An answer that was shared with nobody never leaves the database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from lti_tool.store.tables import answers, attempts, learners
from modules.kit.answers import Answer


@dataclass(frozen=True)
class SharedAnswer:
    """One answer, and whose it is by the platform's id."""

    sub: str
    activity: str
    answer: Answer


def of_link(connection: Connection, attempt_row: int, module: str) -> Sequence[SharedAnswer]:
    """Every shared answer to a module at the link where this attempt is made, oldest attempt first."""
    link = select(attempts.c.resource_link_row).where(attempts.c.id == attempt_row).scalar_subquery()
    table = answers.c
    query = (
        select(learners.c.sub, table.activity, table.value, table.how, table.audience, table.revision)
        .select_from(answers)
        .join(attempts)
        .join(learners)
        .where(attempts.c.resource_link_row == link, attempts.c.module == module)
        .where(attempts.c.role == "learner", attempts.c.graded)
        .where(table.audience.in_(("facilitator", "class")))
        .order_by(attempts.c.id, table.activity)
    )
    return [
        SharedAnswer(
            row.sub, row.activity, Answer(json.loads(row.value), row.how, row.audience, row.revision)
        )
        for row in connection.execute(query)
    ]
