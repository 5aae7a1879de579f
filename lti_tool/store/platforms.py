"""Registrations, their deployments (the tenants), and the origins that may frame our pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from lti_tool.errors import RegistrationError
from lti_tool.protocol.registration import Registration, family_origins, origin_of
from lti_tool.store import attests
from lti_tool.store.db import upsert
from lti_tool.store.prepared import Prepared
from lti_tool.store.tables import deployments, frame_origins, registrations

REGISTRATION_COLUMNS = (
    registrations.c.id,
    registrations.c.issuer,
    registrations.c.client_id,
    registrations.c.auth_url,
    registrations.c.token_url,
    registrations.c.jwks_url,
    registrations.c.token_audience,
    registrations.c.product,
)


@dataclass(frozen=True)
class Deployment:
    """One place at a platform where Wegwijs is installed."""

    registration_id: int
    deployment_id: str
    approved: bool
    refused: bool = False
    created_at: int = 0


def registration_of(row: Any) -> Registration:
    """The registration in a row that begins with `REGISTRATION_COLUMNS`."""
    return Registration(*row[: len(REGISTRATION_COLUMNS)])


_ISSUERS = select(*REGISTRATION_COLUMNS).where(registrations.c.issuer == bindparam("issuer"))
_OF_ISSUER = Prepared(_ISSUERS.limit(2))
_OF_CLIENT = Prepared(_ISSUERS.where(registrations.c.client_id == bindparam("client_id")))
_OF_NUMBER = Prepared(select(*REGISTRATION_COLUMNS).where(registrations.c.id == bindparam("number")))
_FRAMERS = Prepared(
    select(registrations.c.issuer, registrations.c.auth_url, frame_origins.c.origin)
    .select_from(registrations)
    .outerjoin(frame_origins)
    .where(registrations.c.id == bindparam("number"))
)


def find(connection: Connection, issuer: str, client_id: str | None) -> Registration | None:
    """The registration of a login. Without a client id, the issuer's only one."""
    if "\0" in issuer + (client_id or ""):
        return None  # PostgreSQL can't even be asked for it
    statement = _OF_ISSUER if client_id is None else _OF_CLIENT
    rows = statement.rows(connection, {"issuer": issuer, "client_id": client_id})
    return registration_of(rows[0]) if len(rows) == 1 else None


def get(connection: Connection, registration_id: int) -> Registration | None:
    """The registration with our number."""
    row = _OF_NUMBER.first(connection, {"number": registration_id})
    return registration_of(row) if row else None


def add(
    connection: Connection, registration: Registration, approved: Iterable[str], now: int
) -> Registration:
    """Keep a new registration with the deployments that are approved from the start.

    Raises:
        RegistrationError: This issuer and client id are known already, or another issuer gets its tokens with
            this client id; nothing is changed.
    """
    if find(connection, registration.issuer, registration.client_id):
        raise RegistrationError(
            f"{registration.issuer} with client id {registration.client_id} is registered already; "
            "see `wegwijs platform list`, and remove it first if it must change"
        )
    _refuse_shared_tokens(connection, registration)
    values = {column.name: getattr(registration, column.name) for column in REGISTRATION_COLUMNS[1:]}
    query = insert(registrations).values(**values, created_at=now).returning(*REGISTRATION_COLUMNS)
    added = registration_of(connection.execute(query).one())
    for deployment_id in approved:
        approve(connection, added.id, deployment_id, now)
    return added


def _refuse_shared_tokens(connection: Connection, registration: Registration) -> None:
    # Our key proves us to every platform. Who names another's token address and client id would have us
    # fetch the other's access token and bring it to a service address of his own.
    table = registrations.c
    same_client = select(table.issuer, table.token_url).where(table.client_id == registration.client_id)
    for issuer, token_url in connection.execute(same_client):
        if issuer != registration.issuer and origin_of(token_url) == origin_of(registration.token_url):
            raise RegistrationError(
                f"client id {registration.client_id} of another issuer gets its tokens at the same host"
            )


def every(connection: Connection) -> Sequence[Registration]:
    """All registrations, oldest first."""
    query = select(*REGISTRATION_COLUMNS).order_by(registrations.c.id)
    return [registration_of(row) for row in connection.execute(query)]


def deployments_of(connection: Connection, registration_id: int) -> Sequence[Deployment]:
    """A registration's deployments, oldest first."""
    columns = ("registration_id", "deployment_id", "approved", "refused", "created_at")
    query = select(*(deployments.c[name] for name in columns)).where(
        deployments.c.registration_id == registration_id
    )
    return [Deployment(*row) for row in connection.execute(query.order_by(deployments.c.id))]


def approve(connection: Connection, registration_id: int, deployment_id: str, now: int) -> None:
    """Let launches of a deployment in, whether it was seen yet or not."""
    values = {"registration_id": registration_id, "deployment_id": deployment_id, "created_at": now}
    query = upsert(connection, deployments).values(**values, approved=True)
    unique = ["registration_id", "deployment_id"]
    connection.execute(
        query.on_conflict_do_update(index_elements=unique, set_={"approved": True, "refused": False})
    )


def refuse(connection: Connection, registration_id: int, deployment_id: str) -> bool:
    """Let no launch of a deployment in any more. Says whether it was there."""
    query = (
        update(deployments)
        .where(deployments.c.registration_id == registration_id)
        .where(deployments.c.deployment_id == deployment_id)
        .values(approved=False, refused=True)
    )
    return connection.execute(query).rowcount > 0


def add_pending(connection: Connection, registration_id: int, deployment_id: str, now: int) -> None:
    """Note a deployment that was never seen before; it waits for `approve`."""
    values = {"registration_id": registration_id, "deployment_id": deployment_id, "created_at": now}
    connection.execute(
        upsert(connection, deployments).values(**values, approved=False).on_conflict_do_nothing()
    )


def remove(connection: Connection, registration_id: int) -> bool:
    """Remove a registration with everything that hangs under it. Says whether it was there.

    Attests can still be checked, and are of nobody.
    """
    attests.let_go_of_platform(connection, registration_id)
    query = delete(registrations).where(registrations.c.id == registration_id)
    return connection.execute(query).rowcount > 0


def keep_product(connection: Connection, registration_id: int, product: str) -> None:
    """Remember which product a platform's launches say it is."""
    change = update(registrations).where(registrations.c.id == registration_id).values(product=product)
    connection.execute(change)


def add_frame_origin(connection: Connection, registration_id: int, origin: str) -> None:
    """Remember an origin that a launch came from."""
    values = {"registration_id": registration_id, "origin": origin}
    connection.execute(upsert(connection, frame_origins).values(**values).on_conflict_do_nothing())


def number_of(connection: Connection, deployment_row: int) -> int | None:
    """Our number of the registration that a deployment is of."""
    query = select(deployments.c.registration_id).where(deployments.c.id == deployment_row)
    return connection.execute(query).scalar()


def framers(connection: Connection, registration_id: int) -> set[str] | None:
    """The origins whose pages may show ours in a frame, as CSP sources; None for an unknown registration.

    They are the registration's own, and those that its launches came from.
    """
    rows = _FRAMERS.rows(connection, {"number": registration_id})
    if not rows:
        return None
    issuer, auth_url, _ = rows[0]
    return family_origins((issuer, auth_url)) | {origin for _, _, origin in rows if origin}
