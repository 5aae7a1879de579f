"""What all processes counted together, and how things stand in the database: figures for whoever watches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, case, func, select

from lti_tool.store.db import upsert
from lti_tool.store.tables import asks, attempts, counters, deployments, score_outbox

Key = tuple[str, str]
"""A counter's name and its labels, written as Prometheus writes them."""


def add(connection: Connection, counted: Mapping[Key, float]) -> None:
    """Add what one process counted to what all did."""
    # In one order for everybody, so that two processes never wait for each other.
    for (name, labels), value in sorted(counted.items()):
        query = upsert(connection, counters).values(name=name, labels=labels, value=value)
        more = {"value": counters.c.value + value}
        connection.execute(query.on_conflict_do_update(index_elements=["name", "labels"], set_=more))


def every(connection: Connection) -> Mapping[Key, float]:
    """All counters."""
    rows = connection.execute(select(counters.c.name, counters.c.labels, counters.c.value))
    return {(name, labels): value for name, labels, value in rows}


@dataclass(frozen=True)
class OutboxState:
    """The scores in one state.

    Attributes:
        oldest: Since when the longest waiting could have gone out; None unless they wait.
    """

    state: str
    scores: int
    oldest: int | None


def outbox(connection: Connection) -> Sequence[OutboxState]:
    """How many scores wait, were delivered or were refused."""
    table = score_outbox.c
    # A score waits from its hand-in on, however often it was tried.
    since: Any = func.min(case((table.state == "waiting", table.submitted_at)))
    rows = connection.execute(select(table.state, func.count(), since).group_by(table.state))
    return [OutboxState(*row) for row in rows]


def sizes(connection: Connection) -> Mapping[str, int]:
    """How many there are of what grows."""
    queries: Mapping[str, Any] = {
        "attempts": select(func.count()).select_from(attempts),
        "deployments_waiting": select(func.count())
        .select_from(deployments)
        .where(~deployments.c.approved, ~deployments.c.refused),
        "asks_open": select(func.count()).select_from(asks).where(asks.c.answered_at.is_(None)),
    }
    return {name: connection.scalar(query) or 0 for name, query in queries.items()}
