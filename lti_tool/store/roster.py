"""Who is in a course as its platform last said.

Names stand in a table of their own and live for a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from lti_tool.protocol.registration import Registration
from lti_tool.protocol.roster import Member, Roster
from lti_tool.store.db import upsert
from lti_tool.store.platforms import REGISTRATION_COLUMNS, registration_of
from lti_tool.store.tables import (
    attempts,
    contexts,
    deployments,
    registrations,
    resource_links,
    roster_members,
    roster_names,
    rosters,
)

NAME_SECONDS = 24 * 3600
MEMBER_SECONDS = 30 * 24 * 3600
"""After a month without a look at it, a roster is forgotten."""
BETWEEN_TRIES = 60


@dataclass(frozen=True)
class Place:
    """The link that a facilitator has open, and where its course's roster is."""

    context_row: int | None
    memberships_url: str | None
    link_row: int
    resource_link_id: str


@dataclass(frozen=True)
class Fetch:
    """What is needed to ask a platform who is in a course."""

    registration: Registration
    memberships_url: str


@dataclass(frozen=True)
class KeptRoster:
    """What is known of a roster. `fetched_at` is None before the first time."""

    id: int
    fetched_at: int | None
    complete: bool
    reason: str | None
    next_try_at: int


def place_of(connection: Connection, attempt_row: int) -> Place:
    """Where an attempt is made."""
    query = (
        select(
            contexts.c.id, contexts.c.memberships_url, resource_links.c.id, resource_links.c.resource_link_id
        )
        .select_from(attempts)
        .join(resource_links, resource_links.c.id == attempts.c.resource_link_row)
        .outerjoin(contexts, contexts.c.id == resource_links.c.context_row)
        .where(attempts.c.id == attempt_row)
    )
    return Place(*connection.execute(query).one())


def find(connection: Connection, context_row: int, rlid: str) -> KeptRoster | None:
    """A roster, if it was ever asked for."""
    table = rosters.c
    query = select(table.id, table.fetched_at, table.complete, table.reason, table.next_try_at)
    row = connection.execute(query.where(table.context_row == context_row, table.rlid == rlid)).one_or_none()
    return KeptRoster(*row) if row else None


def claim(connection: Connection, context_row: int, rlid: str, now: int) -> Fetch | None:
    """The right to ask for a roster now; None if somebody just did, or its place is gone."""
    table = rosters.c
    claimed = connection.scalar(
        upsert(connection, rosters)
        .values(context_row=context_row, rlid=rlid, next_try_at=now + BETWEEN_TRIES)
        .on_conflict_do_update(
            index_elements=["context_row", "rlid"],
            set_={"next_try_at": now + BETWEEN_TRIES},
            where=table.next_try_at <= now,
        )
        .returning(table.id)
    )
    if claimed is None:
        return None
    query = (
        select(*REGISTRATION_COLUMNS, contexts.c.memberships_url)
        .select_from(contexts)
        .join(deployments)
        .join(registrations)
        .where(contexts.c.id == context_row, contexts.c.memberships_url.is_not(None), deployments.c.approved)
    )
    row = connection.execute(query).one_or_none()
    return Fetch(registration_of(row), row.memberships_url) if row else None


def keep(connection: Connection, context_row: int, rlid: str, roster: Roster, now: int) -> None:
    """Put what a platform said in the place of what it said before."""
    table = rosters.c
    number = connection.scalar(
        update(rosters)
        .where(table.context_row == context_row, table.rlid == rlid)
        .values(fetched_at=now, complete=roster.complete, reason=None)
        .returning(table.id)
    )
    if number is None:
        return  # erased or removed in the meantime
    before = dict(_members(connection, number))
    there = {member.user_id for member in roster.members}
    _each(connection, delete(roster_members), [before[name] for name in before.keys() - there])
    for member in roster.members:
        values = {"role": member.role, "active": member.active}
        if member.user_id in before:
            number_of = roster_members.c.id == before[member.user_id]
            connection.execute(update(roster_members).where(number_of).values(**values))
        else:
            new = insert(roster_members).values(roster_row=number, user_id=member.user_id, **values)
            connection.execute(new)
    _keep_names(connection, number, roster.members, now + NAME_SECONDS)


def keep_failure(connection: Connection, context_row: int, rlid: str, reason: str, next_try_at: int) -> None:
    """Note why a platform did not say who is in a course; what it said before stays."""
    table = rosters.c
    place = and_(table.context_row == context_row, table.rlid == rlid)
    connection.execute(update(rosters).where(place).values(reason=reason, next_try_at=next_try_at))


def members_of(connection: Connection, roster_row: int, now: int) -> Sequence[Member]:
    """Everybody on a roster, in the order in which they came on it; names only while they may be kept."""
    table = roster_members.c
    valid = and_(roster_names.c.roster_member_row == table.id, roster_names.c.expires_at > now)
    query = (
        select(table.user_id, table.role, table.active, roster_names.c.name)
        .select_from(roster_members)
        .outerjoin(roster_names, valid)
        .where(table.roster_row == roster_row)
        .order_by(table.id)
    )
    return [Member(*row) for row in connection.execute(query)]


def forget_old(connection: Connection, now: int) -> None:
    """Remove names after a day, and rosters that nobody asked for in a month."""
    connection.execute(delete(roster_names).where(roster_names.c.expires_at <= now))
    before = now - MEMBER_SECONDS
    never = and_(rosters.c.fetched_at.is_(None), rosters.c.next_try_at <= before)
    connection.execute(delete(rosters).where(or_(rosters.c.fetched_at <= before, never)))


def _members(connection: Connection, roster_row: int) -> Iterable[tuple[str, int]]:
    table = roster_members.c
    rows = connection.execute(select(table.user_id, table.id).where(table.roster_row == roster_row))
    return [(row.user_id, row.id) for row in rows]


def _keep_names(connection: Connection, roster_row: int, members: Sequence[Member], expires_at: int) -> None:
    numbers = dict(_members(connection, roster_row))
    _each(connection, delete(roster_names), list(numbers.values()))
    names = [
        {"roster_member_row": numbers[member.user_id], "name": member.name, "expires_at": expires_at}
        for member in members
        # A facilitator's name serves nobody here.
        if member.name and member.role == "learner"
    ]
    if names:
        connection.execute(insert(roster_names), names)


def _each(connection: Connection, statement: Any, numbers: Sequence[int]) -> None:
    """Delete rows by their number, some at a time: databases limit what one statement may name."""
    key = statement.table.primary_key.columns[0]
    for start in range(0, len(numbers), 500):
        connection.execute(statement.where(key.in_(numbers[start : start + 500])))
