"""Counts of a course for the civic team. No row of a person leaves this file."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, func, select

from lti_tool.store.civic_tables import attests
from lti_tool.store.tables import attempts, resource_links


def attests_of(connection: Connection, contexts: Collection[int]) -> dict[int, tuple[int, int]]:
    """How many attests were granted and still count, and how many were revoked, by course."""
    table = attests.c
    query = (
        select(table.context_row, func.count(), func.count(table.revoked_at))
        .where(table.context_row.in_(contexts))
        .group_by(table.context_row)
    )
    return {row: (every - revoked, revoked) for row, every, revoked in connection.execute(query)}


def an_attempt(connection: Connection, context_row: int, module: str) -> int | None:
    """Any attempt of a module in a course: what there is of the course is found by way of it."""
    query = (
        select(func.min(attempts.c.id))
        .join(resource_links)
        .where(resource_links.c.context_row == context_row, attempts.c.module == module)
    )
    return connection.execute(query).scalar()
