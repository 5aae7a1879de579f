"""Everything that one person did at one platform, found from any of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from lti_tool.store.carried import same_person
from lti_tool.store.tables import attempts, contexts, resource_links


@dataclass(frozen=True)
class OwnAttempt:
    """One module at one place. `created_at` in seconds since 1970."""

    id: int
    module: str
    course: str | None
    created_at: int


def of_same_person(connection: Connection, attempt_row: int) -> Sequence[OwnAttempt]:
    """What whoever made an attempt did in the same role, at all links of the platform, oldest first."""
    table = attempts.c
    role = select(table.role).where(table.id == attempt_row).scalar_subquery()
    query = (
        select(table.id, table.module, contexts.c.title, table.created_at)
        .select_from(attempts)
        .join(resource_links, resource_links.c.id == table.resource_link_row)
        .outerjoin(contexts, contexts.c.id == resource_links.c.context_row)
        .where(table.learner_row.in_(same_person(attempt_row)), table.role == role)
        .order_by(table.created_at, table.id)
    )
    return [OwnAttempt(*row) for row in connection.execute(query)]
