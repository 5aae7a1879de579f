"""Finding one learner's work at one link, inside one tenant."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, or_, select

from lti_tool.protocol.submission_review import ReviewOf
from lti_tool.store.tables import attempts, contexts, deployments, learners, resource_links


def find_link(
    connection: Connection, deployment_row: int, of: ReviewOf, context_id: str | None
) -> int | None:
    """Our number of the link that a review is about; None if nobody opened it yet, or it is elsewhere."""
    table = resource_links.c
    query = (
        select(table.id)
        .select_from(resource_links)
        .outerjoin(contexts, contexts.c.id == table.context_row)
        .where(table.deployment_row == deployment_row)
    )
    if of.resource_link_id is not None:
        query = query.where(table.resource_link_id == of.resource_link_id)
    else:
        query = query.where(table.line_item_url == of.line_item_url)
    if context_id is not None:
        query = query.where(or_(contexts.c.context_id == context_id, table.context_row.is_(None)))
    found = connection.scalars(query.limit(2)).all()
    # One line item of two links does not say which one is meant.
    return found[0] if len(found) == 1 else None


def find_learner(connection: Connection, deployment_row: int, user_id: str) -> int | None:
    """Our number of somebody; None for somebody who never came."""
    query = select(learners.c.id).where(
        learners.c.deployment_row == deployment_row, learners.c.sub == user_id
    )
    return connection.scalar(query)


def attempts_of(
    connection: Connection, deployment_row: int, link_row: int, learner_row: int
) -> Sequence[int]:
    """Our numbers of what somebody did as a learner at one link, both of one approved deployment."""
    query = (
        select(attempts.c.id)
        .select_from(attempts)
        .join(learners)
        .join(resource_links, resource_links.c.id == attempts.c.resource_link_row)
        .join(deployments, deployments.c.id == learners.c.deployment_row)
        .where(attempts.c.learner_row == learner_row, attempts.c.resource_link_row == link_row)
        .where(learners.c.deployment_row == deployment_row, resource_links.c.deployment_row == deployment_row)
        .where(attempts.c.role == "learner", deployments.c.approved)
    )
    return connection.scalars(query.order_by(attempts.c.id)).all()
