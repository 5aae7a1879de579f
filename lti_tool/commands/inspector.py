"""`wegwijs inspector …`."""

from __future__ import annotations

import time

import click

from lti_tool.commands.environment import database, settings


@click.group("inspector")
def command() -> None:
    """How launches came in, and what to change in the learning platform."""


@command.command("link")
@click.option("--platform", "number", required=True, type=int, help="The number in `wegwijs platform list`.")
@click.option("--deployment", help="Show only this place: where one platform serves many schools.")
def link(number: int, deployment: str | None) -> None:
    """Make a link for a platform's administrator. It opens the inspector once, and for seven days."""
    from lti_tool.errors import RegistrationError  # noqa: PLC0415
    from lti_tool.store import inspection, platforms  # noqa: PLC0415

    with database().write() as connection:
        if platforms.get(connection, number) is None:
            raise RegistrationError(f"there is no platform {number}; see `wegwijs platform list`")
        known = {one.deployment_id for one in platforms.deployments_of(connection, number)}
        if deployment is not None and deployment not in known:
            raise RegistrationError(f"platform {number} has no deployment {deployment!r}")
        secret = inspection.add_link(connection, inspection.Scope(number, deployment), int(time.time()))
    click.echo(f"{settings().public_url}/inspector#{secret}")
    click.echo("Works once, in the next 7 days, and shows launches without names.", err=True)
