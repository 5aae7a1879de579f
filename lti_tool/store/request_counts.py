"""How much tenants that ask for much ask for, counted by all processes together."""

from __future__ import annotations

from sqlalchemy import Connection, delete

from lti_tool.store.db import upsert
from lti_tool.store.tables import request_counts


def add(connection: Connection, kind: str, whose: int, minute: int, more: int) -> int:
    """Add to what was counted in a minute; return the sum of all processes."""
    row = {"kind": kind, "whose": whose, "minute": minute}
    query = upsert(connection, request_counts).values(**row, count=more)
    query = query.on_conflict_do_update(
        index_elements=list(row), set_={"count": request_counts.c.count + more}
    ).returning(request_counts.c.count)
    return int(connection.scalar(query) or 0)


def forget_old(connection: Connection, now: int) -> None:
    """Remove what was counted before the minute before this one."""
    connection.execute(delete(request_counts).where(request_counts.c.minute < now // 60 - 1))
