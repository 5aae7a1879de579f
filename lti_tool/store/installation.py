"""A few notes about the whole installation: when its worker was last heard of, and the like."""

from __future__ import annotations

from sqlalchemy import Connection, select

from lti_tool.store.db import upsert
from lti_tool.store.tables import installation

_SWEPT = "swept-at"


def note(connection: Connection, name: str, value: str) -> None:
    """Keep a note; an earlier one of the same name goes."""
    query = upsert(connection, installation).values(name=name, value=value)
    connection.execute(query.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def noted(connection: Connection, name: str) -> str | None:
    """A note, if there is one."""
    found: str | None = connection.scalar(select(installation.c.value).where(installation.c.name == name))
    return found


def note_sweep(connection: Connection, now: int) -> None:
    """The worker's sweep came to its end: queue, worker and database work together."""
    note(connection, _SWEPT, str(now))


def last_sweep(connection: Connection) -> int | None:
    """When the worker's sweep last came to its end, in seconds since 1970; None: never yet."""
    found = noted(connection, _SWEPT)
    return int(found) if found is not None else None
