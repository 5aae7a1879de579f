"""`wegwijs keys …`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from lti_tool.commands.environment import database

if TYPE_CHECKING:
    from lti_tool.store.keys import KeptKey


@click.group("keys")
def command() -> None:
    """Our own keys, with which platforms check what Wegwijs signs."""


@command.command("list")
def list_keys() -> None:
    """Show our keys: which one signs, and how long each is published."""
    from lti_tool.store import keys  # noqa: PLC0415

    now = int(time.time())
    with database().read() as connection:
        every = keys.every_own_key(connection)
        signing = keys.signing_key(connection, now).kid if every else None
    for key in every:
        click.echo(f"{key.kid}  {_state(key, signing, now)}")
    if not every:
        click.echo("No key yet: the first is made when Wegwijs starts.")


@command.command("rotate")
@click.option("--now", "at_once", is_flag=True, help="Sign with the new key at once.")
def rotate(*, at_once: bool) -> None:
    """Put a new key in the place of the present one, without a launch or a grade failing.

    The new key is published now and signs after 24 hours, when platforms have fetched it. The old one
    stays published for 7 days after that. With --now some platforms refuse what we sign until they
    fetch our keys again; use it if others may know the present key, and then `withdraw` that one.
    """
    from lti_tool.store import keys  # noqa: PLC0415

    now = int(time.time())
    with database().write(durable=True) as connection:
        new = keys.rotate_own_key(connection, now, at_once=at_once)
        every = keys.every_own_key(connection)
        signing = keys.signing_key(connection, now).kid
    click.echo(f"Made key {new}.")
    for key in every:
        click.echo(f"{key.kid}  {_state(key, signing, now)}")


@command.command("withdraw")
@click.argument("kid")
def withdraw(kid: str) -> None:
    """Remove an old key before its time, because others may know it."""
    from lti_tool.store import keys  # noqa: PLC0415

    with database().write(durable=True) as connection:
        keys.withdraw_own_key(connection, kid, int(time.time()))
    click.echo(f"Key {kid} is gone. Platforms forget it when they next fetch our keys.")


def _state(key: KeptKey, signing: str | None, now: int) -> str:
    from lti_tool.protocol.scores import iso  # noqa: PLC0415

    if key.kid == signing:
        said = "signs"
    elif key.signs_from > now:
        said = f"published, signs from {iso(key.signs_from)}"
    else:
        said = "published"
    if key.retires_at is None:
        return said
    return f"{said}, until {iso(key.retires_at)}" if key.retires_at > now else "retired"
