"""Where platforms offer notices, whether we asked for them, and what they told of copied courses."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, select, update

from lti_tool.protocol.notices import NONCE_SECONDS, Copy
from lti_tool.protocol.registration import Registration
from lti_tool.store.db import upsert
from lti_tool.store.platforms import REGISTRATION_COLUMNS, registration_of
from lti_tool.store.tables import contexts, deployments, notice_nonces, notice_services, registrations

_CLAIM_SECONDS = 300
_KEPT_URL = select(notice_services.c.url).where(notice_services.c.deployment_row == bindparam("row"))


@dataclass(frozen=True)
class Subscription:
    """What is needed to ask a platform for notices. `tries` counts this one too."""

    registration: Registration
    url: str
    tries: int


def keep_service(connection: Connection, deployment_row: int, url: str, now: int) -> None:
    """Remember where a platform offers notices; a new address is asked anew."""
    if connection.scalar(_KEPT_URL, {"row": deployment_row}) == url:
        return
    values = {"url": url, "state": "wanted", "reason": None, "tries": 0, "next_try_at": now}
    query = upsert(connection, notice_services).values(deployment_row=deployment_row, **values)
    connection.execute(query.on_conflict_do_update(index_elements=["deployment_row"], set_=values))


def due(connection: Connection, now: int, limit: int = 50) -> Sequence[int]:
    """The deployments whose platform is to be asked for notices now."""
    table = notice_services.c
    query = select(table.deployment_row).where(table.state == "wanted", table.next_try_at <= now)
    return connection.scalars(query.order_by(table.next_try_at).limit(limit)).all()


def claim(connection: Connection, deployment_row: int, now: int) -> Subscription | None:
    """The right to ask a platform now; None if it is not to be asked, or somebody else is at it."""
    table = notice_services.c
    claimed = connection.execute(
        update(notice_services)
        .where(table.deployment_row == deployment_row, table.state == "wanted", table.next_try_at <= now)
        .values(next_try_at=now + _CLAIM_SECONDS, tries=table.tries + 1)
        .returning(table.url, table.tries)
    ).one_or_none()
    query = (
        select(*REGISTRATION_COLUMNS)
        .select_from(deployments)
        .join(registrations)
        .where(deployments.c.id == deployment_row, deployments.c.approved)
    )
    row = connection.execute(query).one_or_none()
    return Subscription(registration_of(row), *claimed) if claimed and row else None


def settle(
    connection: Connection, deployment_row: int, state: str, reason: str | None, next_try_at: int
) -> None:
    """Note what a platform answered: "subscribed", "refused", or "wanted" to ask again."""
    values = {"state": state, "reason": reason, "next_try_at": next_try_at}
    query = update(notice_services).where(notice_services.c.deployment_row == deployment_row)
    connection.execute(query.values(**values))


def use_nonce(connection: Connection, registration_id: int, nonce: str, now: int) -> bool:
    """Use the nonce of a notice up. Of several that try at once, exactly one hears True."""
    values = {
        "registration_id": registration_id,
        "nonce_hash": hashlib.sha256(nonce.encode(errors="surrogatepass")).hexdigest(),
        "expires_at": now + NONCE_SECONDS,
    }
    query = upsert(connection, notice_nonces).values(**values).on_conflict_do_nothing()
    return connection.scalar(query.returning(notice_nonces.c.nonce_hash)) is not None


def keep_copy(connection: Connection, deployment_row: int, copy: Copy) -> None:
    """Note where a course was copied from. Nothing else of the origin is touched or read."""
    origins = ",".join(copy.origins) or None
    key = {"deployment_row": deployment_row, "context_id": copy.context_id}
    query = upsert(connection, contexts).values(**key, title=copy.title, copied_from=origins)
    connection.execute(query.on_conflict_do_update(index_elements=list(key), set_={"copied_from": origins}))


def forget_old(connection: Connection, now: int) -> None:
    """Remove nonces of notices that would be refused as old by now."""
    connection.execute(delete(notice_nonces).where(notice_nonces.c.expires_at <= now))
