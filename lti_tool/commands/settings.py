"""`wegwijs settings`."""

from __future__ import annotations

import os

import click

from lti_tool.settings import read_settings, table


@click.command("settings")
@click.option("--defaults", is_flag=True, help="Only the names and defaults, as in the documentation.")
def command(*, defaults: bool) -> None:
    """Every setting: its name, its default, what it is here, and what it is for. Secrets are not shown."""
    if not defaults:
        read_settings(os.environ)
    click.echo(table(None if defaults else os.environ), nl=False)
