"""`wegwijs civic …`."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from lti_tool.commands.environment import database, settings
from lti_tool.errors import RegistrationError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from lti_tool.store.civic_links import CivicLink

_DAY = 24 * 3600


@click.group("civic")
def command() -> None:
    """The page on which a university's civic team approves course units, and sees totals."""


@command.command("invite")
@click.option(
    "--issuer", required=True, help="The platform's name for itself, as `wegwijs platform list` has it."
)
@click.option("--client-id", help="Our name at the platform, where it is registered more than once.")
@click.option("--deployment", help="Show only this place: where one platform serves many schools.")
@click.option("--for", "note", help="Whom it is for. Only `wegwijs civic list` shows it.")
@click.option(
    "--days", default=90, show_default=True, type=click.IntRange(1, 400), help="Until when it gives access."
)
def invite(issuer: str, client_id: str | None, deployment: str | None, note: str | None, days: int) -> None:
    """Make a link for a civic team. It opens the page once; what it opens works until the same day."""
    from lti_tool.store import civic_links  # noqa: PLC0415
    from lti_tool.store.inspection import Scope  # noqa: PLC0415

    now = int(time.time())
    with database().write(durable=True) as connection:
        scope = Scope(_platform(connection, issuer, client_id, deployment), deployment)
        secret = civic_links.add(connection, scope, note, now, now + days * _DAY)
    click.echo(f"{settings().public_url}/civic#{secret}")
    click.echo(f"Works once, and gives access until {_date(now + days * _DAY)}.", err=True)
    click.echo("Whoever has it can approve course units: send it to the civic team only.", err=True)


@command.command("list")
def show() -> None:
    """List the links to the page: for whom, of which platform, and whether they were used."""
    from lti_tool.store import civic_links, platforms  # noqa: PLC0415

    now = int(time.time())
    with database().read() as connection:
        links = civic_links.every(connection)
        issuers = {one.id: one.issuer for one in platforms.every(connection)}
    for one in links:
        place = f"  deployment {one.scope.deployment_id}" if one.scope.deployment_id else ""
        whom = one.invitation.note or "nobody in particular"
        click.echo(
            f"{one.invitation.id}  {issuers[one.scope.registration_id]}{place}"
            f"  {_state(one, now)}  for {whom}"
        )
    if not links:
        click.echo("There is no link: see `wegwijs civic invite --help`.")


@command.command("withdraw")
@click.argument("number", type=int)
def withdraw(number: int) -> None:
    """Make a link worthless with all made from it, and close their pages. NUMBER is that of `civic list`."""
    from lti_tool.store import civic_links  # noqa: PLC0415

    with database().write(durable=True) as connection:
        if not (count := civic_links.withdraw(connection, number)):
            raise RegistrationError(f"there is no link {number}; see `wegwijs civic list`")
    more = f", with {count - 1} that were made from it" if count > 1 else ""
    click.echo(f"Link {number} is withdrawn{more}.")


def _platform(connection: Connection, issuer: str, client_id: str | None, deployment: str | None) -> int:
    from lti_tool.store import platforms  # noqa: PLC0415

    known = [one for one in platforms.every(connection) if one.issuer == issuer]
    if client_id is not None:
        known = [one for one in known if one.client_id == client_id]
    if not known:
        raise RegistrationError(
            f"there is no platform {issuer!r} with that client id; see `wegwijs platform list`"
        )
    if len(known) > 1:
        ids = ", ".join(one.client_id for one in known)
        raise RegistrationError(f"{issuer} is registered more than once: name one with --client-id ({ids})")
    places = {one.deployment_id for one in platforms.deployments_of(connection, known[0].id)}
    if deployment is not None and deployment not in places:
        raise RegistrationError(f"{issuer} has no deployment {deployment!r}; see `wegwijs platform list`")
    return known[0].id


def _state(link: CivicLink, now: int) -> str:
    one = link.invitation
    if one.expires_at <= now:
        return f"over since {_date(one.expires_at)}"
    used = f"used {_date(one.used_at)}, open" if one.used_at else "not used yet, good"
    return f"{used} until {_date(one.expires_at)}"


def _date(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%d %b %Y")
