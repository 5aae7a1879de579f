"""`wegwijs operator …`."""

from __future__ import annotations

import time

import click

from lti_tool.commands.environment import database, settings


@click.group("operator")
def command() -> None:
    """The page on which you decide who may launch modules."""


@command.command("link")
@click.option(
    "--minutes", default=60, show_default=True, type=click.IntRange(1, 24 * 60), help="How long it works."
)
def link(minutes: int) -> None:
    """Make a link that opens the operator's page, once."""
    from lti_tool.store import invitations  # noqa: PLC0415

    with database().write() as connection:
        secret = invitations.add(connection, "operator", None, int(time.time()), minutes * 60)
    click.echo(f"{settings().public_url}/operator#{secret}")
    click.echo(f"Works once, in the next {minutes} minutes. Keep it to yourself.", err=True)


@command.command("close")
def close() -> None:
    """Close the operator's page wherever it is open, and make all its links worthless."""
    from lti_tool.store import invitations  # noqa: PLC0415

    with database().write() as connection:
        invitations.forget(connection, "operator")
    click.echo("Every operator's page is closed.")
