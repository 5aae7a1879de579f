"""How launches came in, and why others did not. Nobody is in it.

A launch is written down in the transaction that opens it. Of refusals that anybody could cause, only a few
a minute are written down; the rest are counted.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, or_, select

from lti_tool.protocol.launch_facts import ACCEPTED, Arrival, LaunchFacts, LaunchRecord
from lti_tool.store.db import upsert
from lti_tool.store.prepared import Prepared
from lti_tool.store.tables import launch_log, launch_refusals

KEPT_SECONDS = 14 * 24 * 3600
MOST_KEPT = 200
"""Of each platform; and as many refusals without a signed message, so that these drive out no others."""
REFUSALS_PER_MINUTE = 10
_DAY = 24 * 3600
_ADD = Prepared(insert(launch_log), [column.name for column in launch_log.c if column.name != "id"])


def add(
    connection: Connection,
    arrival: Arrival,
    now: int,
    *,
    outcome: str = ACCEPTED,
    reference: str | None = None,
) -> None:
    """Write down how one launch came in.

    Args:
        connection: In a transaction.
        arrival: How it came in.
        now: Seconds since 1970.
        outcome: `ACCEPTED`, or the code of the error page.
        reference: What the error page shows.
    """
    facts = arrival.facts
    skew = now - facts.issued_at if facts and facts.issued_at is not None else None
    row = {
        "registration_id": arrival.registration_id,
        "at": now,
        "deployment_id": facts.deployment_id if facts else None,
        "outcome": outcome,
        "reference": reference,
        "rung": arrival.rung,
        "clock_skew": skew,
        "facts": json.dumps(vars(facts)) if facts else None,
    }
    _ADD.rows(connection, row)


def add_refusal(connection: Connection, arrival: Arrival, now: int, *, outcome: str, reference: str) -> bool:
    """Count a refusal, and write it down unless there were many this minute. Says whether it was."""
    counted = {"registration_id": arrival.registration_id, "day": now // _DAY, "outcome": outcome}
    query = upsert(connection, launch_refusals).values(**counted, count=1)
    more = {"count": launch_refusals.c.count + 1}
    connection.execute(query.on_conflict_do_update(index_elements=list(counted), set_=more))
    table = launch_log.c
    lately = (
        table.registration_id == arrival.registration_id,
        table.at > now - 60,
        table.outcome != ACCEPTED,
    )
    written = connection.scalar(select(func.count()).select_from(launch_log).where(*lately)) or 0
    if written >= REFUSALS_PER_MINUTE:
        return False
    add(connection, arrival, now, outcome=outcome, reference=reference)
    return True


def latest(
    connection: Connection, registration_id: int, deployment_id: str | None, now: int
) -> Sequence[LaunchRecord]:
    """The launches of the last days, newest first.

    Args:
        connection: In a transaction.
        registration_id: Our number for the platform.
        deployment_id: Of this place only; None: of all, and also refusals of which the place is not known.
        now: Seconds since 1970.
    """
    table = launch_log.c
    where = [table.registration_id == registration_id, table.at > now - KEPT_SECONDS]
    if deployment_id is not None:
        where.append(table.deployment_id == deployment_id)
    return _entries(connection, where)


def find(
    connection: Connection, registration_id: int, deployment_id: str | None, reference: str, now: int
) -> LaunchRecord | None:
    """The refusal whose error page showed a reference.

    Who has a reference may see it, also where the place is not known; never that of another place.
    """
    table = launch_log.c
    where = [table.registration_id == registration_id, table.at > now - KEPT_SECONDS]
    where.append(table.reference == reference)
    if deployment_id is not None:
        where.append(or_(table.deployment_id == deployment_id, table.deployment_id.is_(None)))
    return next(iter(_entries(connection, where)), None)


def refusals(connection: Connection, registration_id: int, now: int) -> Sequence[tuple[str, int]]:
    """How often launches were refused in the last days, by code, most often first."""
    table = launch_refusals.c
    count = func.sum(table.count)
    query = select(table.outcome, count).where(table.registration_id == registration_id)
    query = query.where(table.day > (now - KEPT_SECONDS) // _DAY).group_by(table.outcome)
    rows = connection.execute(query.order_by(count.desc(), table.outcome))
    return [(outcome, int(total)) for outcome, total in rows]


_FORGET = (
    delete(launch_log).where(launch_log.c.at <= bindparam("long_ago")),
    delete(launch_refusals).where(launch_refusals.c.day <= bindparam("long_ago_day")),
)
_SIGNED = launch_log.c.facts.is_not(None)
_CROWDS = (
    select(launch_log.c.registration_id, _SIGNED)
    .group_by(launch_log.c.registration_id, _SIGNED)
    .having(func.count() > MOST_KEPT)
)


def forget_old(connection: Connection, now: int) -> None:
    """Remove what is older than fourteen days, and of each platform what is more than the last 200."""
    ends = {"long_ago": now - KEPT_SECONDS, "long_ago_day": (now - KEPT_SECONDS) // _DAY}
    for statement, name in zip(_FORGET, ends, strict=True):
        connection.execute(statement, {name: ends[name]})
    for registration_id, signed in connection.execute(_CROWDS).all():
        crowd = (launch_log.c.registration_id == registration_id, _SIGNED if signed else ~_SIGNED)
        last = select(launch_log.c.id).where(*crowd).order_by(launch_log.c.id.desc())
        oldest_kept = connection.scalar(last.limit(1).offset(MOST_KEPT - 1))
        connection.execute(delete(launch_log).where(*crowd, launch_log.c.id < oldest_kept))


def _entries(connection: Connection, where: Sequence[ColumnElement[bool]]) -> Sequence[LaunchRecord]:
    columns = (launch_log.c[field.name] for field in fields(LaunchRecord))
    query = select(*columns).where(*where).order_by(launch_log.c.id.desc()).limit(MOST_KEPT)
    return [_record(row) for row in connection.execute(query)]


def _record(row: Any) -> LaunchRecord:
    facts = _facts(row.facts) if row.facts is not None else None
    return LaunchRecord(**{**row._mapping, "facts": facts})


def _facts(kept: str) -> LaunchFacts:
    said: Any = json.loads(kept)
    values: Any = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
    return LaunchFacts(**values)
