"""Platforms' key sets as last fetched, our own key pairs, and our secret."""

from __future__ import annotations

import secrets as random_secrets
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, case, delete, func, or_, select, update

from lti_tool.errors import KeyRotationError
from lti_tool.protocol.keys import new_private_key
from lti_tool.protocol.scores import iso
from lti_tool.protocol.service import OwnKey
from lti_tool.store.db import upsert
from lti_tool.store.tables import platform_keys, secrets, tool_keys

FETCHES_PER_MINUTE = 6
PUBLISHED_BEFORE = 24 * 3600
"""Seconds that a new key is published before it signs: longer than platforms remember a key set."""
PUBLISHED_AFTER = 7 * 24 * 3600
"""Seconds that an old key stays published after the new one signs."""


@dataclass(frozen=True)
class KeySet:
    """A platform's keys as last fetched; `jwks` is None before the first time."""

    jwks: str | None
    fetched_at: int


def key_set(connection: Connection, jwks_url: str) -> KeySet:
    """The keys at an address as last fetched."""
    query = select(platform_keys.c.jwks, platform_keys.c.fetched_at)
    row = connection.execute(query.where(platform_keys.c.jwks_url == jwks_url)).one_or_none()
    return KeySet(row.jwks, row.fetched_at or 0) if row else KeySet(None, 0)


def claim_fetch(connection: Connection, jwks_url: str, now: int) -> bool:
    """Whether the keys may be fetched now; counts, so that no platform is asked too often."""
    table = platform_keys.c
    new_minute = table.minute_began_at <= now - 60
    query = (
        upsert(connection, platform_keys)
        .values(jwks_url=jwks_url, minute_began_at=now, fetches=1)
        .on_conflict_do_update(
            index_elements=["jwks_url"],
            set_={
                "minute_began_at": case((new_minute, now), else_=table.minute_began_at),
                "fetches": case((new_minute, 1), else_=table.fetches + 1),
            },
            where=or_(new_minute, table.fetches < FETCHES_PER_MINUTE),
        )
        .returning(table.jwks_url)
    )
    return connection.scalar(query) is not None


def keep_key_set(connection: Connection, jwks_url: str, jwks: str, now: int) -> None:
    """Keep a platform's keys."""
    connection.execute(
        platform_keys.update().where(platform_keys.c.jwks_url == jwks_url).values(jwks=jwks, fetched_at=now)
    )


@dataclass(frozen=True)
class KeptKey:
    """A key pair of ours and its times, in seconds since 1970.

    Attributes:
        retires_at: When it is no longer published; None while no newer key takes its place.
    """

    kid: str
    created_at: int
    signs_from: int
    retires_at: int | None


_OWN = select(tool_keys.c.kid, tool_keys.c.private_pem).where(
    or_(tool_keys.c.retires_at.is_(None), tool_keys.c.retires_at > bindparam("now"))
)
# Of two keys of one second, the one that takes the other's place has no end yet.
_NEWEST = (
    tool_keys.c.created_at.desc(),
    func.coalesce(tool_keys.c.retires_at, 2**62).desc(),
    tool_keys.c.kid,
)
_PUBLISHED = _OWN.order_by(*_NEWEST)
_SIGNING = (
    _OWN.where(tool_keys.c.signs_from <= bindparam("now"))
    .order_by(tool_keys.c.signs_from.desc(), *_NEWEST)
    .limit(1)
)


def published_keys(connection: Connection, now: int) -> list[OwnKey]:
    """Our key pairs that platforms may meet, newest first."""
    return [OwnKey(*row) for row in connection.execute(_PUBLISHED, {"now": now})]


def signing_key(connection: Connection, now: int) -> OwnKey:
    """The key pair with which we sign."""
    return OwnKey(*connection.execute(_SIGNING, {"now": now}).one())


def every_own_key(connection: Connection) -> list[KeptKey]:
    """All our key pairs, newest first, without their private parts."""
    table = tool_keys.c
    query = select(table.kid, table.created_at, table.signs_from, table.retires_at)
    rows = connection.execute(query.order_by(*_NEWEST))
    return [KeptKey(*row) for row in rows]


def add_own_key(connection: Connection, now: int, *, signs_from: int | None = None) -> str:
    """Make a key pair of our own and return its id. It is published now."""
    kid, pem = new_private_key()
    times = {"created_at": now, "signs_from": now if signs_from is None else signs_from}
    connection.execute(tool_keys.insert().values(kid=kid, private_pem=pem, **times))
    return kid


def rotate_own_key(connection: Connection, now: int, *, at_once: bool = False) -> str:
    """Put a new key pair in the place of the present one, and return its id.

    It is published now and signs a day later, when platforms that remember our keys have seen it. The
    present one stays published for a week after that, for what it signed.

    Args:
        connection: A transaction that writes.
        now: Seconds since 1970.
        at_once: Sign with the new key now, or with the one that waits: for a key that others may know.

    Raises:
        KeyRotationError: A new key is on its way already.
    """
    waiting = next((key for key in every_own_key(connection) if key.signs_from > now), None)
    if waiting and not at_once:
        raise KeyRotationError(
            f"key {waiting.kid} is published already and signs from {iso(waiting.signs_from)}; "
            "to change now, use --now"
        )
    signs_from = now if at_once else now + PUBLISHED_BEFORE
    kid = waiting.kid if waiting else add_own_key(connection, now, signs_from=signs_from)
    table = tool_keys.c
    connection.execute(update(tool_keys).where(table.kid == kid).values(signs_from=signs_from))
    old = update(tool_keys).where(table.kid != kid)
    until = signs_from + PUBLISHED_AFTER
    not_sooner = or_(table.retires_at.is_(None), table.retires_at > until)
    connection.execute(old.where(not_sooner).values(retires_at=until))
    forget_retired(connection, now)
    return kid


def withdraw_own_key(connection: Connection, kid: str, now: int) -> None:
    """Remove a key pair before its time: nothing that it signed is believed any more.

    Raises:
        KeyRotationError: There is none with this id, or it is the one with which we sign.
    """
    if signing_key(connection, now).kid == kid:
        raise KeyRotationError(f"key {kid} signs now: make another first, with `wegwijs keys rotate --now`")
    if not connection.execute(delete(tool_keys).where(tool_keys.c.kid == kid)).rowcount:
        raise KeyRotationError(f"there is no key {kid}; see `wegwijs keys list`")


def forget_retired(connection: Connection, now: int) -> None:
    """Remove key pairs that had their time, private parts and all."""
    connection.execute(delete(tool_keys).where(tool_keys.c.retires_at <= now))


def own_secret(connection: Connection, name: str) -> str:
    """A secret that is made the first time and then stays."""
    new = {"name": name, "value": random_secrets.token_hex(32)}
    connection.execute(upsert(connection, secrets).values(**new).on_conflict_do_nothing())
    return str(connection.scalar(select(secrets.c.value).where(secrets.c.name == name)))
