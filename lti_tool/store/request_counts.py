"""How often something was asked in a minute, counted by all processes together.

By tenants that ask for much; and how often a learner typed a wrong code.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, select

from lti_tool.store.db import upsert
from lti_tool.store.tables import request_counts

KEPT_MINUTES = 10


def add(connection: Connection, kind: str, whose: int, minute: int, more: int) -> int:
    """Add to what was counted in a minute; return the sum of all processes."""
    row = {"kind": kind, "whose": whose, "minute": minute}
    query = upsert(connection, request_counts).values(**row, count=more)
    query = query.on_conflict_do_update(
        index_elements=list(row), set_={"count": request_counts.c.count + more}
    ).returning(request_counts.c.count)
    return int(connection.scalar(query) or 0)


def since(connection: Connection, kind: str, whose: int, minute: int) -> int:
    """How often it was asked since a minute, that one included."""
    table = request_counts.c
    here = (table.kind == kind, table.whose == whose, table.minute >= minute)
    return int(connection.scalar(select(func.sum(table.count)).where(*here)) or 0)


def forget_old(connection: Connection, now: int) -> None:
    """Remove what was counted more than `KEPT_MINUTES` ago."""
    connection.execute(delete(request_counts).where(request_counts.c.minute < now // 60 - KEPT_MINUTES))
