"""`wegwijs platform …`."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from lti_tool.commands.environment import database, settings
from lti_tool.errors import RegistrationError

if TYPE_CHECKING:
    from lti_tool.store.platforms import Deployment


@click.group("platform")
def command() -> None:
    """The learning platforms that may launch modules."""


@command.command("add")
@click.option("--issuer", required=True, help="The platform's name for itself (iss).")
@click.option("--client-id", required=True, help="Our name at the platform.")
@click.option("--auth-url", required=True, help="Where logins go (OIDC authentication request).")
@click.option("--token-url", required=True, help="Where access tokens come from.")
@click.option("--jwks-url", required=True, help="Where the platform's public keys are.")
@click.option("--token-audience", help="The aud of token requests, where it is not the token URL.")
@click.option("--deployment", "deployments", multiple=True, help="A deployment id that is approved at once.")
def add(  # noqa: PLR0913, PLR0917 (one for each option)
    issuer: str,
    client_id: str,
    auth_url: str,
    token_url: str,
    jwks_url: str,
    token_audience: str | None,
    deployments: tuple[str, ...],
) -> None:
    """Add a platform. Deployments that are not named here wait for `platform approve`."""
    from lti_tool.protocol.registration import Registration  # noqa: PLC0415
    from lti_tool.store import platforms  # noqa: PLC0415

    for name, url in {"--auth-url": auth_url, "--token-url": token_url, "--jwks-url": jwks_url}.items():
        _check_url(name, url)
    registration = Registration(0, issuer, client_id, auth_url, token_url, jwks_url, token_audience)
    with database().write() as connection:
        added = platforms.add(connection, registration, deployments, int(time.time()))
    here = settings().public_url
    click.echo(f"Added as number {added.id}. The platform needs these addresses:")
    click.echo(f"  login initiation  {here}/lti/login")
    click.echo(f"  redirect and launch (target link)  {here}/lti/launch")
    click.echo(f"  public keys  {here}/lti/jwks.json")
    if not deployments:
        click.echo("Its first launch will wait for approval: see `wegwijs platform list`.")


@command.command("invite")
@click.option("--for", "note", help="Whom it is for, e.g. the school's name. Shown to who uses the link.")
@click.option(
    "--hours", default=72, show_default=True, type=click.IntRange(1, 24 * 90), help="How long it works."
)
def invite(note: str | None, hours: int) -> None:
    """Make a link with which the administrator of one platform adds Wegwijs there, once."""
    from lti_tool.store import invitations  # noqa: PLC0415

    now = int(time.time())
    with database().write() as connection:
        secret = invitations.add(connection, "platform", note, now, hours * 3600)
    click.echo(f"{settings().public_url}/lti/register?invitation={secret}")
    click.echo(f"Works once, until {_date(now + hours * 3600)}. Whoever has this link can use it:", err=True)
    click.echo(
        "send it to the administrator only. It is not kept here; make a new one if it is lost.", err=True
    )


@command.command("list")
def show() -> None:
    """List the platforms with their deployments, and the invitations that nobody used yet."""
    from lti_tool.store import invitations, platforms  # noqa: PLC0415

    now = int(time.time())
    with database().read() as connection:
        every = platforms.every(connection)
        for registration in every:
            click.echo(f"{registration.id}  {registration.issuer}  client id {registration.client_id}")
            for deployment in platforms.deployments_of(connection, registration.id):
                click.echo(f"     deployment {deployment.deployment_id}  {_state(deployment)}")
        invited = [one for one in invitations.every(connection, "platform") if one.is_open(now)]
    if not every:
        click.echo("No platform yet: see `wegwijs platform invite --help` and `wegwijs platform add --help`.")
    for one in invited:
        click.echo(f"Invitation for {one.note or 'nobody in particular'}, open until {_date(one.expires_at)}")


@command.command("approve")
@click.argument("number", type=int)
@click.argument("deployment_id")
def approve(number: int, deployment_id: str) -> None:
    """Let launches of a deployment in. NUMBER is that of `platform list`."""
    from lti_tool.store import platforms  # noqa: PLC0415

    with database().write() as connection:
        if platforms.get(connection, number) is None:
            raise RegistrationError(f"there is no platform with number {number}")
        platforms.approve(connection, number, deployment_id, int(time.time()))
    click.echo(f"Deployment {deployment_id} is approved.")


@command.command("refuse")
@click.argument("number", type=int)
@click.argument("deployment_id")
def refuse(number: int, deployment_id: str) -> None:
    """Let no launches of a deployment in any more; its answers stay. NUMBER is that of `platform list`."""
    from lti_tool.store import platforms  # noqa: PLC0415

    with database().write() as connection:
        if not platforms.refuse(connection, number, deployment_id):
            raise RegistrationError(f"platform {number} has no deployment {deployment_id}")
    click.echo(f"Deployment {deployment_id} is refused. `wegwijs platform approve` lets it in again.")


@command.command("remove")
@click.argument("number", type=int)
@click.confirmation_option(prompt="This removes the platform with all answers of its learners. Go on?")
def remove(number: int) -> None:
    """Remove a platform with everything of its learners. NUMBER is that of `platform list`."""
    from lti_tool.store import platforms  # noqa: PLC0415

    with database().write(durable=True) as connection:
        if not platforms.remove(connection, number):
            raise RegistrationError(f"there is no platform with number {number}")
    click.echo(f"Platform {number} is removed.")


def _check_url(name: str, url: str) -> None:
    from lti_tool.protocol.registration import is_allowed_url  # noqa: PLC0415

    if is_allowed_url(url, allow_private=settings().allow_private_hosts):
        return
    raise RegistrationError(
        f"{name}: expected an https address; got {url!r}. For development, http on loopback or private "
        "addresses is possible with WEGWIJS_ALLOW_PRIVATE_HOSTS=1"
    )


def _state(deployment: Deployment) -> str:
    if deployment.approved:
        return "approved"
    return "refused" if deployment.refused else "WAITS for `wegwijs platform approve`"


def _date(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%d %b %Y, %H:%M UTC")
