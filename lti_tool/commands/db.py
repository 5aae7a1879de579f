"""`wegwijs db upgrade`."""

from __future__ import annotations

import click

from lti_tool.commands.environment import settings


@click.group("db")
def command() -> None:
    """The database."""


@command.command("upgrade")
def upgrade() -> None:
    """Bring the database to the shape this version needs. Make a backup first."""
    from lti_tool.store.db import Database  # noqa: PLC0415

    database = Database(settings().database_url)
    before = database.revision()
    database.upgrade()
    click.echo(f"The database was at {before or 'nothing'} and is now at {database.revision()}.")
