"""Teachers who are choosing, links that a facilitator gave a module, and what links were copied from."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from lti_tool.protocol.deep_link import DeepLinkSettings
from lti_tool.protocol.login import hash_of
from lti_tool.protocol.registration import Registration
from lti_tool.store.db import upsert
from lti_tool.store.platforms import REGISTRATION_COLUMNS, registration_of
from lti_tool.store.tables import (
    attempts,
    contexts,
    deep_link_requests,
    deployments,
    registrations,
    resource_links,
)

CHOOSING_SECONDS = 3600


@dataclass(frozen=True)
class KeptRequest:
    """A deep linking request that waits for its teacher to choose.

    Attributes:
        secret: Known to the page that answers it, and to nobody else; the database has its hash.
    """

    secret: str
    registration: Registration
    deployment_id: str
    settings: DeepLinkSettings
    locale: str | None


def keep_request(connection: Connection, request: KeptRequest, deployment_row: int, now: int) -> None:
    """Keep a request for as long as choosing may take."""
    connection.execute(
        insert(deep_link_requests).values(
            secret_hash=hash_of(request.secret),
            deployment_row=deployment_row,
            settings=json.dumps(asdict(request.settings)),
            locale=request.locale,
            expires_at=now + CHOOSING_SECONDS,
        )
    )


def find_request(connection: Connection, secret: str, now: int) -> KeptRequest | None:
    """The request of a form, unless it was answered, took too long, or its deployment was turned away."""
    query = (
        select(
            *REGISTRATION_COLUMNS,
            deployments.c.deployment_id,
            deep_link_requests.c.settings,
            deep_link_requests.c.locale,
        )
        .select_from(deep_link_requests)
        .join(deployments)
        .join(registrations)
        .where(deployments.c.approved)
        .where(deep_link_requests.c.secret_hash == hash_of(secret), deep_link_requests.c.expires_at > now)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    said: dict[str, Any] = json.loads(row.settings)
    for name in ("accept_types", "targets"):
        said[name] = tuple(said[name])
    settings = DeepLinkSettings(**said)
    return KeptRequest(secret, registration_of(row), row.deployment_id, settings, row.locale)


def use_request(connection: Connection, secret: str) -> bool:
    """Use a request up. Of several answers that are made at once, exactly one hears True."""
    table = deep_link_requests.c
    query = delete(deep_link_requests).where(table.secret_hash == hash_of(secret))
    return connection.scalar(query.returning(table.secret_hash)) is not None


def forget_old_requests(connection: Connection, now: int) -> None:
    """Remove requests that nobody answered."""
    connection.execute(delete(deep_link_requests).where(deep_link_requests.c.expires_at <= now))


def bound_module(
    connection: Connection, registration_id: int, deployment_id: str, resource_link_id: str
) -> str | None:
    """What a facilitator chose for a link which names no module itself: a module, or `module/part`."""
    query = (
        select(resource_links.c.bound_module)
        .join(deployments)
        .where(deployments.c.registration_id == registration_id)
        .where(deployments.c.deployment_id == deployment_id)
        .where(resource_links.c.resource_link_id == resource_link_id)
    )
    return connection.scalar(query)


def bind_module(connection: Connection, deployment_row: int, resource_link_id: str, module: str) -> None:
    """Remember which module, or `module/part`, a link shows."""
    key = {"deployment_row": deployment_row, "resource_link_id": resource_link_id}
    query = upsert(connection, resource_links).values(**key, scopes="", bound_module=module)
    connection.execute(
        query.on_conflict_do_update(
            index_elements=list(key), set_={"bound_module": query.excluded["bound_module"]}
        )
    )


def deployment_row(connection: Connection, registration_id: int, deployment_id: str) -> int | None:
    """Our number of an approved deployment."""
    query = (
        select(deployments.c.id)
        .where(deployments.c.registration_id == registration_id, deployments.c.deployment_id == deployment_id)
        .where(deployments.c.approved)
    )
    return connection.scalar(query)


@dataclass(frozen=True)
class Origin:
    """Where a link came from, and how it is meant.

    Attributes:
        is_copy: Whether the link, or its course, was copied.
        course: The title of the course it was copied from, where we know it.
        edition: For a learner alone ("self") or for a class, where the link says which.
    """

    is_copy: bool
    course: str | None
    edition: str | None


def origin_of_attempt(connection: Connection, attempt_row: int) -> Origin:
    """Where the link of an attempt came from. Only courses of the same deployment are named."""
    table = resource_links.c
    query = (
        select(
            table.deployment_row,
            table.context_history,
            table.link_history,
            table.edition,
            contexts.c.copied_from,
        )
        .join(attempts, attempts.c.resource_link_row == table.id)
        .outerjoin(contexts, contexts.c.id == table.context_row)
        .where(attempts.c.id == attempt_row)
    )
    row = connection.execute(query).one()
    # What the course says of itself, then what the platform told us of it.
    ids = [*(row.context_history or "").split(","), *(row.copied_from or "").split(",")]
    known = select(contexts.c.context_id, contexts.c.title).where(
        contexts.c.deployment_row == row.deployment_row, contexts.c.context_id.in_(ids)
    )
    titles = {found.context_id: found.title for found in connection.execute(known)}
    course = next((titles[one] for one in ids if titles.get(one)), None)
    is_copy = bool(row.context_history or row.link_history or row.copied_from)
    return Origin(is_copy, course, row.edition)
