"""The answers of a group to be counted, and the picture of them that was last shown.

An answer is read here to be counted and for nothing else; it leaves as a number.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, delete, select

from lti_tool.store.db import upsert
from lti_tool.store.tables import (
    answers,
    attempts,
    deployments,
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


def _rows(module: str, surveys: Collection[str]) -> Select[Any]:
    table = answers.c
    return (
        select(
            attempts.c.resource_link_row,
            attempts.c.id,
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
            revision=sum(row.revision for row in rows),
            changed_at=max(row.changed_at for row in rows),
            values={row.activity: json.loads(row.value) for row in rows},
        )


def find(connection: Connection, link_row: int, module: str) -> KeptPicture | None:
    """The picture that was last shown."""
    table = group_pictures.c
    query = select(table.tally, table.revisions, table.taken_at).where(
        table.resource_link_row == link_row, table.module == module
    )
    row = connection.execute(query).one_or_none()
    return KeptPicture(json.loads(row.tally), json.loads(row.revisions), row.taken_at) if row else None


def keep(connection: Connection, link_row: int, module: str, picture: KeptPicture) -> None:
    """Remember what is shown from now on."""
    values = {
        "tally": json.dumps(picture.tally),
        "revisions": json.dumps(picture.revisions),
        "taken_at": picture.taken_at,
    }
    key = {"resource_link_row": link_row, "module": module}
    query = upsert(connection, group_pictures).values(**key, **values)
    connection.execute(query.on_conflict_do_update(index_elements=list(key), set_=values))


def forget(connection: Connection, link_row: int, module: str) -> None:
    """Remove what was shown."""
    table = group_pictures.c
    connection.execute(
        delete(group_pictures).where(table.resource_link_row == link_row, table.module == module)
    )


def lock(connection: Connection, link_row: int) -> None:
    """Let nobody else take a picture of this link until the transaction ends."""
    query = select(resource_links.c.id).where(resource_links.c.id == link_row)
    connection.execute(query.with_for_update())
