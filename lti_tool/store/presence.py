"""Meetings of a link's class on campus, and who was there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update

from lti_tool.rules.presence import OPEN_SECONDS
from lti_tool.store.civic_tables import meetings, presences
from lti_tool.store.db import upsert
from lti_tool.store.tables import attempts, learners, resource_links

How = Literal["code", "tick"]
"""By a code, or ticked by a facilitator."""


@dataclass(frozen=True)
class Meeting:
    """A meeting that is open. Moments here and below are in seconds since 1970."""

    id: int
    secret: str
    opened_at: int


@dataclass(frozen=True)
class Present:
    """That somebody was there."""

    how: How
    at: int


@dataclass(frozen=True)
class Place:
    """Whose presence is asked: of which learner, at which link; whether the attempt is one that counts."""

    link_row: int
    learner_row: int
    counts: bool


def place_of(connection: Connection, attempt_row: int) -> Place:
    """Of whom and where an attempt is."""
    table = attempts.c
    query = select(table.resource_link_row, table.learner_row, table.role, table.graded)
    row = connection.execute(query.where(table.id == attempt_row)).one()
    return Place(row.resource_link_row, row.learner_row, row.role == "learner" and row.graded)


def open_at(connection: Connection, link_row: int, now: int) -> Meeting | None:
    """The meeting of a link that is open now."""
    table = meetings.c
    query = (
        select(table.id, table.secret, table.opened_at)
        .where(table.resource_link_row == link_row, table.closed_at.is_(None))
        .where(table.opened_at > now - OPEN_SECONDS)
        .order_by(table.id.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return Meeting(*row) if row else None


def begin(connection: Connection, link_row: int, secret: str, now: int) -> Meeting:
    """The meeting of a link that is open; of those who open one at the same time, all get the same."""
    # One after the other: a link has one meeting at a time.
    link = select(resource_links.c.id).where(resource_links.c.id == link_row)
    connection.execute(link.with_for_update(key_share=True))
    if standing := open_at(connection, link_row, now):
        return standing
    new = insert(meetings).values(resource_link_row=link_row, secret=secret, opened_at=now)
    number: int = connection.execute(new.returning(meetings.c.id)).scalar_one()
    return Meeting(number, secret, now)


def end(connection: Connection, link_row: int, meeting: int, now: int) -> bool:
    """Close a meeting of a link. Says whether it was this call."""
    table = meetings.c
    here = (table.id == meeting, table.resource_link_row == link_row, table.closed_at.is_(None))
    return connection.execute(update(meetings).where(*here).values(closed_at=now)).rowcount > 0


def find(connection: Connection, link_row: int, learner_row: int) -> Present | None:
    """Whether a learner was there."""
    table = presences.c
    here = (table.resource_link_row == link_row, table.learner_row == learner_row)
    row = connection.execute(select(table.how, table.at).where(*here)).one_or_none()
    return Present(*row) if row else None


def of_link(connection: Connection, link_row: int) -> Mapping[int, Present]:
    """Who was there, by our number of the learner."""
    table = presences.c
    query = select(table.learner_row, table.how, table.at).where(table.resource_link_row == link_row)
    return {row.learner_row: Present(row.how, row.at) for row in connection.execute(query)}


def of_link_by_sub(connection: Connection, link_row: int) -> Mapping[str, Present]:
    """Who was there, by the platform's id of the learner."""
    table = presences.c
    query = select(learners.c.sub, table.how, table.at).select_from(presences).join(learners)
    rows = connection.execute(query.where(table.resource_link_row == link_row).order_by(table.learner_row))
    return {row.sub: Present(row.how, row.at) for row in rows}


def keep(connection: Connection, link_row: int, learner_row: int, how: How, now: int) -> Present:
    """Note that somebody is there; who was noted before stays as they were."""
    values = {"resource_link_row": link_row, "learner_row": learner_row, "how": how, "at": now}
    connection.execute(upsert(connection, presences).values(**values).on_conflict_do_nothing())
    return find(connection, link_row, learner_row) or Present(how, now)


def remove(connection: Connection, link_row: int, sub: str, was: int) -> bool:
    """Take back that somebody was there, if that is still what the facilitator saw (`was`, its moment)."""
    table = presences.c
    whose = (
        select(learners.c.id)
        .join(resource_links, resource_links.c.deployment_row == learners.c.deployment_row)
        .where(resource_links.c.id == link_row, learners.c.sub == sub)
    )
    here = (table.resource_link_row == link_row, table.learner_row.in_(whose), table.at == was)
    return connection.execute(delete(presences).where(*here)).rowcount > 0


def learner_at(connection: Connection, deployment_row: int, sub: str) -> int:
    """Our number of somebody by the platform's id; made for who never opened anything here."""
    values = {"deployment_row": deployment_row, "sub": sub}
    connection.execute(upsert(connection, learners).values(**values).on_conflict_do_nothing())
    query = select(learners.c.id).where(learners.c.deployment_row == deployment_row, learners.c.sub == sub)
    # Until the transaction ends nobody erases them.
    number: int = connection.execute(query.with_for_update(read=True, key_share=True)).scalar_one()
    return number
