"""The answers of a group to be counted, and the picture of them that was last shown.

An answer is read here to be counted and for nothing else; it leaves as a number.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, select

from lti_tool.store.db import upsert
from lti_tool.store.tables import (
    answers,
    attempts,
    contexts,
    deployments,
    group_moves,
    group_pictures,
    learners,
    registrations,
    resource_links,
)


@dataclass(frozen=True)
class AnswerSet:
    """One learner's answers to the surveys of a module at one link.

    Attributes:
        revision: Changes with each answer that is changed.
        changed_at: When the last one was.
    """

    link_row: int
    attempt_row: int
    learner_row: int
    revision: int
    changed_at: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class KeptPicture:
    """What was last shown: counts, and the revision of each attempt's answers by its number."""

    tally: Mapping[str, Any]
    revisions: Mapping[str, int]
    taken_at: int


def of_link(connection: Connection, link_row: int, module: str, surveys: Collection[str]) -> list[AnswerSet]:
    """The answers of the learners of one link."""
    return list(_sets(connection, _rows(module, surveys).where(attempts.c.resource_link_row == link_row)))


def of_all(
    connection: Connection,
    module: str,
    surveys: Collection[str],
    *,
    registration_id: int | None = None,
    deployment_id: str | None = None,
) -> list[AnswerSet]:
    """The answers at every link of approved deployments; of one platform, or of one place of it, if named."""
    query = _rows(module, surveys)
    if registration_id is not None:
        query = query.where(registrations.c.id == registration_id)
    if deployment_id is not None:
        query = query.where(deployments.c.deployment_id == deployment_id)
    return list(_sets(connection, query))


def links_of(
    connection: Connection,
    module: str,
    *,
    context_row: int | None = None,
    registration_id: int | None = None,
    deployment_id: str | None = None,
) -> list[tuple[int, int | None]]:
    """The links at which learners opened a module, each with its course: of one course, platform or place."""
    query = (
        select(resource_links.c.id, resource_links.c.context_row)
        .select_from(attempts)
        .join(resource_links)
        .join(deployments)
        .where(attempts.c.module == module, attempts.c.role == "learner", deployments.c.approved)
        .distinct()
        .order_by(resource_links.c.id)
    )
    if context_row is not None:
        query = query.where(resource_links.c.context_row == context_row)
    if registration_id is not None:
        query = query.where(deployments.c.registration_id == registration_id)
    if deployment_id is not None:
        query = query.where(deployments.c.deployment_id == deployment_id)
    return [(row.id, row.context_row) for row in connection.execute(query)]


def _rows(module: str, surveys: Collection[str]) -> Select[Any]:
    table = answers.c
    return (
        select(
            attempts.c.resource_link_row,
            attempts.c.id,
            attempts.c.learner_row,
            table.activity,
            table.value,
            table.revision,
            table.changed_at,
        )
        .select_from(answers)
        .join(attempts)
        .join(learners)
        .join(deployments, deployments.c.id == learners.c.deployment_row)
        .join(registrations)
        .where(attempts.c.module == module, table.activity.in_(surveys), table.how == "screen")
        # A try-out of a facilitator, a test user and a mentor are nobody of the group.
        .where(attempts.c.role == "learner", attempts.c.graded, deployments.c.approved)
        .order_by(attempts.c.id)
    )


def _sets(connection: Connection, query: Select[Any]) -> Iterator[AnswerSet]:
    by_attempt: dict[int, list[Any]] = {}
    for row in connection.execute(query):
        by_attempt.setdefault(row.id, []).append(row)
    for attempt_row, rows in by_attempt.items():
        yield AnswerSet(
            link_row=rows[0].resource_link_row,
            attempt_row=attempt_row,
            learner_row=rows[0].learner_row,
            revision=sum(row.revision for row in rows),
            changed_at=max(row.changed_at for row in rows),
            values={row.activity: json.loads(row.value) for row in rows},
        )


def find(connection: Connection, link_row: int, module: str) -> KeptPicture | None:
    """The picture of a link that was last shown."""
    return _find(connection, group_pictures, _of_link(link_row, module))


def keep(connection: Connection, link_row: int, module: str, picture: KeptPicture) -> None:
    """Remember what is shown of a link from now on."""
    _keep(connection, group_pictures, _of_link(link_row, module), picture)


def forget(connection: Connection, link_row: int, module: str) -> None:
    """Remove what was shown of a link."""
    connection.execute(delete(group_pictures).where(*_is(group_pictures, _of_link(link_row, module))))


def find_moves(connection: Connection, context_row: int, module: str) -> KeptPicture | None:
    """How a course moved, as it was last shown."""
    return _find(connection, group_moves, _of_course(context_row, module))


def keep_moves(connection: Connection, context_row: int, module: str, picture: KeptPicture) -> None:
    """Remember what is shown of a course's moves from now on."""
    _keep(connection, group_moves, _of_course(context_row, module), picture)


def forget_moves(connection: Connection, context_row: int, module: str) -> None:
    """Remove what was shown of a course's moves."""
    connection.execute(delete(group_moves).where(*_is(group_moves, _of_course(context_row, module))))


def lock(connection: Connection, link_row: int) -> None:
    """Let nobody else take a picture of this link until the transaction ends."""
    query = select(resource_links.c.id).where(resource_links.c.id == link_row)
    connection.execute(query.with_for_update())


def lock_course(connection: Connection, context_row: int) -> None:
    """Let nobody else count the moves of this course until the transaction ends."""
    connection.execute(select(contexts.c.id).where(contexts.c.id == context_row).with_for_update())


def _of_link(link_row: int, module: str) -> Mapping[str, int | str]:
    return {"resource_link_row": link_row, "module": module}


def _of_course(context_row: int, module: str) -> Mapping[str, int | str]:
    return {"context_row": context_row, "module": module}


def _is(table: Table, key: Mapping[str, int | str]) -> list[ColumnElement[bool]]:
    return [table.c[name] == value for name, value in key.items()]


def _find(connection: Connection, table: Table, key: Mapping[str, int | str]) -> KeptPicture | None:
    query = select(table.c.tally, table.c.revisions, table.c.taken_at).where(*_is(table, key))
    row = connection.execute(query).one_or_none()
    return KeptPicture(json.loads(row.tally), json.loads(row.revisions), row.taken_at) if row else None


def _keep(connection: Connection, table: Table, key: Mapping[str, int | str], picture: KeptPicture) -> None:
    values = {
        "tally": json.dumps(picture.tally),
        "revisions": json.dumps(picture.revisions),
        "taken_at": picture.taken_at,
    }
    query = upsert(connection, table).values(**key, **values)
    connection.execute(query.on_conflict_do_update(index_elements=list(key), set_=values))
