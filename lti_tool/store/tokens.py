"""Access tokens of platforms, shared by all processes.

One token serves one token address, client id and set of scopes: Canvas has one token address for many
schools, and none may act with another's token.
"""

from __future__ import annotations

from sqlalchemy import Connection, and_, delete, select

from lti_tool.protocol.registration import Registration
from lti_tool.protocol.service import AccessToken
from lti_tool.store.db import upsert
from lti_tool.store.tables import access_tokens

MARGIN = 60
"""Seconds before its end that a token is no longer used."""


def find(connection: Connection, registration: Registration, scopes: str, now: int) -> AccessToken | None:
    """A token that is valid for another minute."""
    table = access_tokens.c
    query = select(table.token, table.expires_at).where(
        _is_for(registration, scopes), table.expires_at > now + MARGIN
    )
    row = connection.execute(query).one_or_none()
    return AccessToken(row.token, row.expires_at) if row else None


def keep(connection: Connection, registration: Registration, scopes: str, token: AccessToken) -> None:
    """Keep a token in place of the one before."""
    values = {
        "token_url": registration.token_url,
        "client_id": registration.client_id,
        "scopes": scopes,
        "token": token.token,
        "expires_at": token.expires_at,
    }
    unique = ["token_url", "client_id", "scopes"]
    query = upsert(connection, access_tokens).values(**values)
    changes = {name: values[name] for name in ("token", "expires_at")}
    connection.execute(query.on_conflict_do_update(index_elements=unique, set_=changes))


def drop(connection: Connection, registration: Registration, scopes: str, token: AccessToken) -> None:
    """Forget a token that the platform no longer takes, unless another took its place."""
    connection.execute(
        delete(access_tokens).where(_is_for(registration, scopes), access_tokens.c.token == token.token)
    )


def _is_for(registration: Registration, scopes: str):  # type: ignore[no-untyped-def]
    table = access_tokens.c
    return and_(
        table.token_url == registration.token_url,
        table.client_id == registration.client_id,
        table.scopes == scopes,
    )
