"""What the inspector asks of the database beside the launch log, and the links that open it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, or_, select

from lti_tool.rules.inspector import Deliveries
from lti_tool.store import invitations
from lti_tool.store.tables import (
    attempts,
    deployments,
    inspector_links,
    learners,
    platform_keys,
    score_outbox,
)

LINK_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class Scope:
    """What somebody may see: one platform and, where it serves many schools, one place of it."""

    registration_id: int
    deployment_id: str | None = None


def add_link(connection: Connection, scope: Scope, now: int) -> str:
    """Make a link that opens the inspector once; return its secret, which is told once and then forgotten."""
    secret = invitations.add(connection, "inspector", None, now, LINK_SECONDS)
    made = invitations.find_open(connection, "inspector", secret, now)
    values = {"invitation_row": made.id if made else None, "registration_id": scope.registration_id}
    connection.execute(insert(inspector_links).values(**values, deployment_id=scope.deployment_id))
    return secret


def scope_of(connection: Connection, invitation_id: int, now: int) -> Scope | None:
    """What a link shows that was used; None when its week is over, or its platform is gone."""
    link = invitations.get(connection, invitation_id)
    if link is None or link.kind != "inspector" or link.expires_at <= now:
        return None
    table = inspector_links.c
    query = select(table.registration_id, table.deployment_id).where(table.invitation_row == invitation_id)
    row = connection.execute(query).one_or_none()
    return Scope(*row) if row else None


def keys_fetched_at(connection: Connection, jwks_url: str) -> int | None:
    """When a platform's key set was last fetched."""
    return connection.scalar(select(platform_keys.c.fetched_at).where(platform_keys.c.jwks_url == jwks_url))


def troubled_deliveries(connection: Connection, scope: Scope, since: int) -> Sequence[Deliveries]:
    """Scores that were refused since a moment, or still wait after a try; by reason, and of nobody."""
    table = score_outbox.c
    when = func.max(func.coalesce(table.settled_at, table.submitted_at))
    query = (
        select(table.reason, func.count(), when)
        .select_from(score_outbox)
        .join(attempts)
        .join(learners)
        .join(deployments, deployments.c.id == learners.c.deployment_row)
        .where(deployments.c.registration_id == scope.registration_id)
        .where(table.state != "delivered", table.reason.is_not(None))
        .where(or_(table.state == "waiting", table.settled_at > since))
    )
    if scope.deployment_id is not None:
        query = query.where(deployments.c.deployment_id == scope.deployment_id)
    rows = connection.execute(query.group_by(table.reason).order_by(table.reason))
    return [Deliveries(reason, count, at) for reason, count, at in rows]
