"""The days that the facilitators of one link chose for what its module names."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select, update

from lti_tool.store.db import upsert
from lti_tool.store.tables import attempts, link_dates


def of_attempt(connection: Connection, attempt_row: int) -> dict[str, str]:
    """The days at the link of an attempt, by item."""
    query = (
        select(link_dates.c.item, link_dates.c.day)
        .join(attempts, attempts.c.resource_link_row == link_dates.c.resource_link_row)
        .where(attempts.c.id == attempt_row)
        .order_by(link_dates.c.item)
    )
    return {row.item: row.day for row in connection.execute(query)}


def change(connection: Connection, link_row: int, item: str, *, was: str | None, day: str | None) -> bool:
    """Set a day, or take it away, if nobody changed it since it was as its facilitator saw it.

    Returns:
        Whether it now is as wanted; False leaves what somebody else chose.
    """
    table = link_dates.c
    here = (table.resource_link_row == link_row, table.item == item)
    if was is None:
        new = upsert(connection, link_dates).values(resource_link_row=link_row, item=item, day=day)
        changed = new.on_conflict_do_nothing().returning(table.item)
    elif day is None:
        changed = delete(link_dates).where(*here, table.day == was).returning(table.item)
    else:
        changed = update(link_dates).where(*here, table.day == was).values(day=day).returning(table.item)
    if connection.scalar(changed) is not None:
        return True
    return connection.scalar(select(table.day).where(*here)) == day
