"""`wegwijs demo`."""

from __future__ import annotations

import click


@click.command("demo", context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Show Wegwijs at work in a small practice LMS on this computer."""
    from lti_tool.practice_lms.demo import command as run  # noqa: PLC0415

    run.main(args=list(arguments), prog_name="wegwijs demo")
