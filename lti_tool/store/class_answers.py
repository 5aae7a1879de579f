"""What the learners of one link shared with their class. No other answer leaves the database here.

Looked at every second, so what has changed is told without reading an answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from lti_tool.store.prepared import Prepared
from lti_tool.store.tables import answers, attempts
from modules.kit.answers import Answer

_mine = attempts.alias("mine")


def _shared(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(_mine)
        .join(attempts, attempts.c.resource_link_row == _mine.c.resource_link_row)
        .join(answers, answers.c.attempt_row == attempts.c.id)
        .where(_mine.c.id == bindparam("attempt"), attempts.c.module == _mine.c.module)
        .where(attempts.c.role == "learner", attempts.c.graded, answers.c.audience == "class")
    )


_OF_ONE = answers.c.activity == bindparam("activity")
_VERSIONS = Prepared(
    _shared(answers.c.attempt_row, answers.c.revision).where(_OF_ONE).order_by(answers.c.attempt_row)
)
_ANSWERS = Prepared(
    _shared(answers.c.value, answers.c.how, answers.c.revision).where(_OF_ONE).order_by(answers.c.attempt_row)
)
_COUNTS = Prepared(_shared(answers.c.activity, func.count()).group_by(answers.c.activity))


def versions(connection: Connection, attempt_row: int, activity: str) -> Sequence[tuple[int, int]]:
    """Which answers are shared with the class, each with its revision: alike as long as nothing changed.

    Args:
        connection: A transaction.
        attempt_row: Of whoever looks: the answers to the same module at the same link count.
        activity: Its id.
    """
    rows = _VERSIONS.rows(connection, {"attempt": attempt_row, "activity": activity})
    return [(attempt, revision) for attempt, revision in rows]


def of_activity(connection: Connection, attempt_row: int, activity: str) -> Sequence[Answer]:
    """The answers themselves, without whose they are."""
    rows = _ANSWERS.rows(connection, {"attempt": attempt_row, "activity": activity})
    return [Answer(json.loads(value), how, "class", revision) for value, how, revision in rows]


def counts(connection: Connection, attempt_row: int) -> Mapping[str, int]:
    """How many learners shared an answer with the class, by activity."""
    return dict(_COUNTS.rows(connection, {"attempt": attempt_row}))
