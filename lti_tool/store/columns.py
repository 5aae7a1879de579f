"""The column of a resource link whose launches name none: found or made once, then remembered."""

from __future__ import annotations

from sqlalchemy import Connection, update

from lti_tool.store.tables import resource_links

CLAIM_SECONDS = 120
"""Longer than looking for a column and making one takes."""


def claim(connection: Connection, link_row: int, now: int) -> bool:
    """The right to look for the column and to make one. Of several that try, one gets it."""
    table = resource_links.c
    query = (
        update(resource_links)
        .where(table.id == link_row, table.line_item_claimed_until <= now)
        .values(line_item_claimed_until=now + CLAIM_SECONDS)
        .returning(table.id)
    )
    return connection.scalar(query) is not None


def release(connection: Connection, link_row: int) -> None:
    """Let others look."""
    change = update(resource_links).where(resource_links.c.id == link_row)
    connection.execute(change.values(line_item_claimed_until=0))


def keep(connection: Connection, link_row: int, url: str | None) -> None:
    """Remember the column, or forget it because it is gone."""
    change = update(resource_links).where(resource_links.c.id == link_row)
    connection.execute(change.values(own_line_item_url=url))
