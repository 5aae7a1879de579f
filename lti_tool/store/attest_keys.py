"""The keys that sign attests, apart from those for platforms: for attests are checked long after.

So a public half is published for ever. A key that signs no more loses its private half at once.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from lti_tool.protocol.keys import new_private_key, public_jwk
from lti_tool.protocol.service import OwnKey
from lti_tool.store.civic_tables import attest_keys


@dataclass(frozen=True)
class AttestKey:
    """A key that signs attests, or did. Times in seconds since 1970."""

    kid: str
    jwk: dict[str, Any]
    created_at: int
    retired_at: int | None


def every(connection: Connection) -> list[AttestKey]:
    """All keys that ever signed, newest first, without their private halves."""
    table = attest_keys.c
    query = select(table.kid, table.public_jwk, table.created_at, table.retired_at)
    newest = (table.retired_at.is_not(None), table.created_at.desc(), table.kid)
    rows = connection.execute(query.order_by(*newest))
    return [AttestKey(row.kid, json.loads(row.public_jwk), row.created_at, row.retired_at) for row in rows]


def signing(connection: Connection, now: int) -> OwnKey:
    """The key with which we sign; the first time, it is made."""
    table = attest_keys.c
    query = select(table.kid, table.private_pem).where(
        table.retired_at.is_(None), table.private_pem.is_not(None)
    )
    row = connection.execute(query.order_by(table.created_at.desc(), table.kid).limit(1)).one_or_none()
    return OwnKey(*row) if row else _add(connection, now)


def rotate(connection: Connection, now: int) -> str:
    """Sign with a new key from now on, and return its id. What older keys signed stays good."""
    new = _add(connection, now)
    table = attest_keys.c
    old = update(attest_keys).where(table.kid != new.kid, table.retired_at.is_(None))
    connection.execute(old.values(retired_at=now, private_pem=None))
    return new.kid


def _add(connection: Connection, now: int) -> OwnKey:
    kid, pem = new_private_key()
    public = json.dumps(public_jwk(kid, pem))
    connection.execute(
        attest_keys.insert().values(kid=kid, private_pem=pem, public_jwk=public, created_at=now)
    )
    return OwnKey(kid, pem)
