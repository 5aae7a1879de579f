"""Answers that a learner's other work has for this one, and what of it the learner leaves behind.

The same person is whoever a platform calls by the same `sub`, in whichever of its places and courses.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, and_, delete, or_, select

from lti_tool.store.db import upsert
from lti_tool.store.tables import answers, attempts, deployments, learners, left_behind
from modules.kit.activity_type import JSON


def answers_elsewhere(
    connection: Connection, attempt_row: int, names: Collection[str]
) -> list[tuple[str, JSON]]:
    """What the same person answered in other modules, newest first.

    Args:
        connection: A transaction.
        attempt_row: The work that looks back. A facilitator's try-out sees try-outs only.
        names: The activities it looks back at, as `module/activity`.
    """
    wanted = [
        and_(attempts.c.module == module, answers.c.activity == activity)
        for module, _, activity in (name.partition("/") for name in names)
    ]
    role = select(attempts.c.role).where(attempts.c.id == attempt_row).scalar_subquery()
    query = (
        select(attempts.c.module, answers.c.activity, answers.c.value)
        .select_from(answers)
        .join(attempts)
        .where(or_(*wanted), attempts.c.role == role, attempts.c.learner_row.in_(same_person(attempt_row)))
        .order_by(answers.c.changed_at.desc(), attempts.c.id.desc())
    )
    return [(f"{row.module}/{row.activity}", json.loads(row.value)) for row in connection.execute(query)]


def left(connection: Connection, attempt_row: int) -> set[str]:
    """The activities, as `module/activity`, whose answers this person leaves behind."""
    query = select(left_behind.c.name).where(left_behind.c.learner_row.in_(same_person(attempt_row)))
    return set(connection.scalars(query))


def leave(connection: Connection, attempt_row: int, name: str) -> None:
    """Note that this person leaves an answer behind. The answer itself stays where it is."""
    learner_row = connection.scalar(select(attempts.c.learner_row).where(attempts.c.id == attempt_row))
    values = {"learner_row": learner_row, "name": name}
    connection.execute(upsert(connection, left_behind).values(**values).on_conflict_do_nothing())


def take_again(connection: Connection, attempt_row: int, name: str) -> None:
    """Note that this person takes an answer along after all."""
    table = left_behind.c
    whose = table.learner_row.in_(same_person(attempt_row))
    connection.execute(delete(left_behind).where(whose, table.name == name))


def same_person(attempt_row: int) -> Any:
    """The rows of whoever made an attempt: one for each place of the platform that still may launch."""
    me, here = learners.alias("me"), deployments.alias("here")
    return (
        select(learners.c.id)
        .select_from(learners)
        .join(deployments, deployments.c.id == learners.c.deployment_row)
        .join(here, here.c.registration_id == deployments.c.registration_id)
        .join(me, and_(me.c.deployment_row == here.c.id, me.c.sub == learners.c.sub))
        .join(attempts, attempts.c.learner_row == me.c.id)
        .where(attempts.c.id == attempt_row, deployments.c.approved)
    )
