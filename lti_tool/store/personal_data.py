"""Everything that is kept of one person in one tenant: to count, to hand over, to erase."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, case, delete, func, select, update

from lti_tool.protocol.scores import iso
from lti_tool.store.tables import (
    answers,
    asks,
    attempts,
    contexts,
    deployments,
    learners,
    left_behind,
    resource_links,
    roster_members,
    roster_names,
    rosters,
    score_outbox,
)

_ERASED = "erased"


@dataclass(frozen=True)
class Figures:
    """How much is kept; of one person, or of a whole tenant."""

    people: int
    works: int
    answers: int
    shared: int


def is_approved(connection: Connection, deployment_row: int) -> bool:
    """Whether a deployment still may launch."""
    query = select(deployments.c.id).where(deployments.c.id == deployment_row, deployments.c.approved)
    return connection.scalar(query) is not None


def figures(connection: Connection, deployment_row: int, user_id: str | None = None) -> Figures:
    """How much is kept of a person, or of everybody in a tenant."""
    shared = func.count(case((answers.c.audience.in_(("facilitator", "class")), 1)))
    people, works = func.count(learners.c.id.distinct()), func.count(attempts.c.id.distinct())
    query = (
        select(people, works, func.count(answers.c.activity), shared)
        .select_from(attempts)
        .join(learners)
        .outerjoin(answers)
        .where(learners.c.deployment_row == deployment_row, attempts.c.role != _ERASED)
    )
    if user_id is not None:
        query = query.where(learners.c.sub == user_id)
    row = connection.execute(query).one()
    return Figures(*row)


def everything(
    connection: Connection, deployment_row: int, user_id: str, *, unshared: bool
) -> dict[str, Any]:
    """All that is kept of a person, as JSON.

    Args:
        connection: A transaction.
        deployment_row: The tenant.
        user_id: The platform's id of the person.
        unshared: Whether the values of answers that the person shared with nobody are in it: only for
            the person.
    """
    table = attempts.c
    query = (
        select(
            table.id,
            table.module,
            table.role,
            table.position,
            table.created_at,
            table.finished_at,
            contexts.c.title.label("course"),
            resource_links.c.title.label("link"),
        )
        .select_from(attempts)
        .join(learners)
        .join(resource_links, resource_links.c.id == table.resource_link_row)
        .outerjoin(contexts, contexts.c.id == resource_links.c.context_row)
        .where(learners.c.deployment_row == deployment_row, learners.c.sub == user_id)
    )
    works = [
        {
            "module": row.module,
            "course": row.course,
            "link": row.link,
            "as": row.role,
            "position": row.position,
            "begun": iso(row.created_at),
            "finished": iso(row.finished_at) if row.finished_at is not None else None,
            "answers": _answers(connection, row.id, unshared=unshared),
            "asked by a link": _asked(connection, row.id, unshared=unshared),
            "grade": _grade(connection, row.id),
        }
        for row in connection.execute(query.order_by(table.id)).all()
    ]
    return {
        "person": user_id,
        "works": works,
        # What is left behind was answered: nobody else hears that an answer exists which was not shared.
        **({"left behind": _left_behind(connection, deployment_row, user_id)} if unshared else {}),
        "rosters": _rosters(connection, deployment_row, user_id),
    }


def erase(connection: Connection, deployment_row: int, user_id: str) -> None:
    """Remove all that is kept of a person.

    One empty row stays, of nobody: else its number, which a page that is still open may show, would be
    given to somebody else.
    """
    of_tenant = select(contexts.c.id).where(contexts.c.deployment_row == deployment_row)
    here = select(rosters.c.id).where(rosters.c.context_row.in_(of_tenant))
    connection.execute(
        delete(roster_members).where(
            roster_members.c.roster_row.in_(here), roster_members.c.user_id == user_id
        )
    )
    learner_row = connection.scalar(
        update(learners)
        .where(learners.c.deployment_row == deployment_row, learners.c.sub == user_id)
        .values(sub=f"{_ERASED}-{secrets.token_hex(16)}")
        .returning(learners.c.id)
    )
    if learner_row is None:
        return
    connection.execute(delete(left_behind).where(left_behind.c.learner_row == learner_row))
    table = attempts.c
    newest = connection.scalar(select(func.max(table.id)).where(table.learner_row == learner_row))
    connection.execute(delete(attempts).where(table.learner_row == learner_row, table.id != newest))
    for kept in (answers, asks, score_outbox):
        connection.execute(delete(kept).where(kept.c.attempt_row == newest))
    empty = {"role": _ERASED, "graded": False, "position": None, "created_at": 0, "finished_at": None}
    connection.execute(update(attempts).where(table.id == newest).values(**empty))


def _answers(connection: Connection, attempt_row: int, *, unshared: bool) -> Sequence[dict[str, Any]]:
    table = answers.c
    query = select(table.activity, table.value, table.how, table.audience, table.changed_at)
    rows = connection.execute(query.where(table.attempt_row == attempt_row).order_by(table.activity))
    return [
        {
            "activity": row.activity,
            **({"value": json.loads(row.value)} if unshared or row.audience != "learner" else {}),
            "how": row.how,
            "audience": row.audience,
            "changed": iso(row.changed_at),
        }
        for row in rows
    ]


def _asked(connection: Connection, attempt_row: int, *, unshared: bool) -> Sequence[dict[str, Any]]:
    """Whom the learner asked by a link; an answer only until it stands among the learner's own."""
    if not unshared:
        return []
    table = asks.c
    query = select(table.activity, table.person, table.expires_at, table.answered_at, table.answer)
    rows = connection.execute(query.where(table.attempt_row == attempt_row).order_by(*asks.primary_key))
    return [
        {
            "activity": row.activity,
            "person": row.person + 1,
            "until": iso(row.expires_at),
            "answered": iso(row.answered_at) if row.answered_at is not None else None,
            "answer": json.loads(row.answer) if row.answer else None,
        }
        for row in rows
    ]


def _grade(connection: Connection, attempt_row: int) -> dict[str, Any] | None:
    table = score_outbox.c
    query = select(table.score, table.state, table.reason, table.submitted_at)
    row = connection.execute(query.where(table.attempt_row == attempt_row)).one_or_none()
    if row is None:
        return None
    return {
        "score": row.score,
        "state": row.state,
        "reason": row.reason,
        "handed in": iso(row.submitted_at),
    }


def _left_behind(connection: Connection, deployment_row: int, user_id: str) -> Sequence[str]:
    query = select(left_behind.c.name).join(learners)
    whose = (learners.c.deployment_row == deployment_row, learners.c.sub == user_id)
    return connection.scalars(query.where(*whose).order_by(left_behind.c.name)).all()


def _rosters(connection: Connection, deployment_row: int, user_id: str) -> Sequence[dict[str, Any]]:
    query = (
        select(contexts.c.title, roster_members.c.role, roster_members.c.active, roster_names.c.name)
        .select_from(roster_members)
        .join(rosters)
        .join(contexts)
        .outerjoin(roster_names)
        .where(contexts.c.deployment_row == deployment_row, roster_members.c.user_id == user_id)
    )
    rows = connection.execute(query.order_by(roster_members.c.id))
    return [{"course": row.title, "as": row.role, "active": row.active, "name": row.name} for row in rows]
