"""Attempts and their answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from lti_tool.store.db import upsert
from lti_tool.store.tables import (
    answers,
    attempts,
    contexts,
    deployments,
    learners,
    resource_links,
)
from modules.kit.answers import Answer


@dataclass(frozen=True)
class Attempt:
    """One person's work on one module at one place in a course."""

    id: int
    module: str
    role: str
    graded: bool
    position: str | None
    created_at: int
    finished_at: int | None
    line_item_url: str | None
    scopes: str
    title: str | None
    grading: bool
    line_items_url: str | None
    variant: str | None


_ATTEMPT = (
    select(
        attempts.c.id,
        attempts.c.module,
        attempts.c.role,
        attempts.c.graded,
        attempts.c.position,
        attempts.c.created_at,
        attempts.c.finished_at,
        resource_links.c.line_item_url,
        resource_links.c.scopes,
        contexts.c.title,
        resource_links.c.grading,
        resource_links.c.line_items_url,
        resource_links.c.variant,
    )
    .select_from(attempts)
    .join(learners)
    .join(deployments, deployments.c.id == learners.c.deployment_row)
    .join(resource_links, resource_links.c.id == attempts.c.resource_link_row)
    .outerjoin(contexts, contexts.c.id == resource_links.c.context_row)
    .where(deployments.c.approved)
)


def find(
    connection: Connection, attempt_row: int, deployment_row: int, *, to_write: bool = False
) -> Attempt | None:
    """An attempt of an approved deployment; with `to_write`, nobody else changes or erases it meanwhile."""
    query = _ATTEMPT.where(attempts.c.id == attempt_row, deployments.c.id == deployment_row)
    if to_write:
        query = query.with_for_update(of=attempts)
    row: Any = connection.execute(query).one_or_none()
    return Attempt(*row) if row else None


def is_there(connection: Connection, attempt_row: int) -> bool:
    """Whether an attempt was not erased."""
    return connection.scalar(select(attempts.c.id).where(attempts.c.id == attempt_row)) is not None


def answers_of(connection: Connection, attempt_row: int) -> dict[str, Answer]:
    """All answers of an attempt, by activity."""
    table = answers.c
    query = select(table.activity, table.value, table.how, table.audience, table.revision)
    rows = connection.execute(query.where(table.attempt_row == attempt_row))
    return {row.activity: _answer(row) for row in rows}


def save_answer(
    connection: Connection, attempt_row: int, activity: str, answer: Answer, now: int
) -> int | Answer:
    """Keep an answer if nobody changed it since the revision it is based on.

    Returns:
        The new revision, or the answer that stands there instead.
    """
    values = {
        "value": json.dumps(answer.value),
        "how": answer.how,
        "audience": answer.audience,
        "changed_at": now,
    }
    revision = (
        _change(connection, attempt_row, activity, answer.revision, values)
        if answer.revision
        else _insert(connection, attempt_row, activity, values)
    )
    return _standing(connection, attempt_row, activity) if revision is None else revision


def keep_position(connection: Connection, attempt_row: int, position: str) -> None:
    """Keep where the learner is."""
    connection.execute(update(attempts).where(attempts.c.id == attempt_row).values(position=position))


def keep_finished(connection: Connection, attempt_row: int, now: int) -> None:
    """Note that the learner finished; a later time takes the place of an earlier one."""
    connection.execute(update(attempts).where(attempts.c.id == attempt_row).values(finished_at=now))


def lock(connection: Connection, attempt_row: int) -> None:
    """Let nobody else change this attempt until the transaction ends."""
    connection.execute(select(attempts.c.id).where(attempts.c.id == attempt_row).with_for_update())


def _insert(connection: Connection, attempt_row: int, activity: str, values: Mapping[str, Any]) -> int | None:
    query = (
        upsert(connection, answers)
        .values(attempt_row=attempt_row, activity=activity, revision=1, **values)
        .on_conflict_do_nothing()
        .returning(answers.c.revision)
    )
    found: int | None = connection.scalar(query)
    return found


def _change(
    connection: Connection, attempt_row: int, activity: str, based_on: int, values: Mapping[str, Any]
) -> int | None:
    table = answers.c
    query = (
        update(answers)
        .where(table.attempt_row == attempt_row, table.activity == activity, table.revision == based_on)
        .values(revision=based_on + 1, **values)
        .returning(table.revision)
    )
    found: int | None = connection.scalar(query)
    return found


def _standing(connection: Connection, attempt_row: int, activity: str) -> Answer:
    table = answers.c
    query = select(table.value, table.how, table.audience, table.revision).where(
        table.attempt_row == attempt_row, table.activity == activity
    )
    row = connection.execute(query).one_or_none()
    return _answer(row) if row else Answer(None)


def _answer(row: Any) -> Answer:
    return Answer(json.loads(row.value), row.how, row.audience, row.revision)
