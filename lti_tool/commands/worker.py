"""`wegwijs worker`."""

from __future__ import annotations

import click

from lti_tool.commands.environment import settings


@click.command("worker")
def command() -> None:
    """Deliver scores to platforms, until stopped."""
    from lti_tool.tool import make_tool  # noqa: PLC0415

    click.echo("Wegwijs delivers scores.")
    make_tool(settings()).jobs.consumer().run()
