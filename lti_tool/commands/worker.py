"""`wegwijs worker`."""

from __future__ import annotations

import click

from lti_tool import logs
from lti_tool.commands.environment import settings


@click.command("worker")
def command() -> None:
    """Deliver scores to platforms, until stopped: then the jobs at hand are ended first."""
    from lti_tool.tool import make_tool  # noqa: PLC0415

    known = settings()
    logs.set_up(known.log)
    tool = make_tool(known)
    click.echo("Wegwijs delivers scores.")
    stop_counting = tool.counters.flush_now_and_then(tool.database)
    try:
        tool.jobs.consumer().run()
    finally:
        stop_counting()
