"""`wegwijs attest …`."""

from __future__ import annotations

import time

import click

from lti_tool.commands.environment import database


@click.group("attest")
def command() -> None:
    """The keys that sign attests, apart from those for platforms."""


@command.command("keys")
def list_keys() -> None:
    """Show every key that signs attests, or did."""
    from lti_tool.protocol.scores import iso  # noqa: PLC0415
    from lti_tool.store import attest_keys  # noqa: PLC0415

    with database().read() as connection:
        every = attest_keys.every(connection)
    for key in every:
        until = f"until {iso(key.retired_at)}" if key.retired_at else "signs"
        click.echo(f"{key.kid}  {until}  since {iso(key.created_at)}")
    if not every:
        click.echo("No key yet: the first is made when somebody makes an attest.")


@command.command("rotate-key")
def rotate_key() -> None:
    """Sign attests with a new key from now on.

    What older keys signed stays good: their public halves stay published for ever, and their private
    halves are removed. If others may know the present key, revoke what it signed on the class page too.
    """
    from lti_tool.store import attest_keys  # noqa: PLC0415

    with database().write(durable=True) as connection:
        new = attest_keys.rotate(connection, int(time.time()))
    click.echo(f"Attests are signed with key {new} from now on.")
