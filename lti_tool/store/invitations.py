"""One-use links: for the operator, a civic team, and who administers a platform (to register it, or to look).

The secret in a link is never kept, only its hash.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update

from lti_tool.store.tables import invitations

Kind = Literal["platform", "operator", "inspector", "civic"]


@dataclass(frozen=True)
class Invitation:
    """One link.

    Attributes:
        note: Whom it is for, in the words of who made it.
        registration_id: The platform that came of it.
    """

    id: int
    kind: Kind
    note: str | None
    created_at: int
    expires_at: int
    used_at: int | None
    registration_id: int | None

    def is_open(self, now: int) -> bool:
        """Whether it can still be used."""
        return self.used_at is None and now < self.expires_at


_COLUMNS = (
    invitations.c.id,
    invitations.c.kind,
    invitations.c.note,
    invitations.c.created_at,
    invitations.c.expires_at,
    invitations.c.used_at,
    invitations.c.registration_id,
)


def add(connection: Connection, kind: Kind, note: str | None, now: int, seconds: int) -> str:
    """Make a link, and return its secret: it is told once and then forgotten."""
    secret = secrets.token_urlsafe(32)
    values = {"kind": kind, "note": note, "created_at": now, "expires_at": now + seconds}
    connection.execute(insert(invitations).values(**values, secret_hash=_hash(secret)))
    return secret


def find_open(connection: Connection, kind: Kind, secret: str, now: int) -> Invitation | None:
    """The link with this secret, if it can still be used."""
    query = select(*_COLUMNS).where(invitations.c.kind == kind, invitations.c.secret_hash == _hash(secret))
    row = connection.execute(query).one_or_none()
    found = Invitation(*row) if row else None
    return found if found and found.is_open(now) else None


def get(connection: Connection, invitation_id: int) -> Invitation | None:
    """The link with our number."""
    row = connection.execute(select(*_COLUMNS).where(invitations.c.id == invitation_id)).one_or_none()
    return Invitation(*row) if row else None


def claim(connection: Connection, invitation_id: int, now: int) -> bool:
    """Use a link. Says whether it was still free: of two at once, one wins."""
    query = (
        update(invitations)
        .where(invitations.c.id == invitation_id)
        .where(invitations.c.used_at.is_(None), invitations.c.expires_at > now)
        .values(used_at=now)
    )
    return connection.execute(query).rowcount > 0


def release(connection: Connection, invitation_id: int) -> None:
    """Give a link back whose use came to nothing."""
    query = update(invitations).where(invitations.c.id == invitation_id).values(used_at=None)
    connection.execute(query.where(invitations.c.registration_id.is_(None)))


def settle(connection: Connection, invitation_id: int, registration_id: int) -> None:
    """Note which platform came of a link."""
    query = update(invitations).where(invitations.c.id == invitation_id)
    connection.execute(query.values(registration_id=registration_id))


def every(connection: Connection, kind: Kind) -> Sequence[Invitation]:
    """All links of a kind, newest first."""
    query = select(*_COLUMNS).where(invitations.c.kind == kind).order_by(invitations.c.id.desc())
    return [Invitation(*row) for row in connection.execute(query)]


def withdraw(connection: Connection, invitation_id: int) -> bool:
    """Make a link that nobody used worthless. Says whether there was one."""
    query = delete(invitations).where(invitations.c.id == invitation_id, invitations.c.used_at.is_(None))
    return connection.execute(query).rowcount > 0


def forget(connection: Connection, kind: Kind) -> int:
    """Forget all links of a kind, with what they opened. Says how many there were."""
    return connection.execute(delete(invitations).where(invitations.c.kind == kind)).rowcount


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
