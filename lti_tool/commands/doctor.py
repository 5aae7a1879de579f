"""`wegwijs doctor`."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from lti_tool.commands.environment import settings
from lti_tool.errors import SettingsError

if TYPE_CHECKING:
    from lti_tool.rules.examination import Finding

_SIGNS = {"good": "ok   ", "look": "look ", "wrong": "WRONG"}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="For a machine: a list of findings.")
@click.option("--quiet", is_flag=True, help="Only what is not well.")
def command(*, as_json: bool, quiet: bool) -> None:
    """Look at this installation, and say what is wrong and what to do. Changes nothing.

    The exit status is 1 where something is wrong; what only wants a look does not count.
    """
    findings = [one for one in _findings() if not quiet or one.level != "good"]
    if as_json:
        click.echo(json.dumps([asdict(one) for one in findings], indent=2))
    else:
        for one in findings:
            click.echo(f"{_SIGNS[one.level]} {one.about}: {one.said}")
            if one.do:
                click.echo(f"      → {one.do}")
    if any(one.level == "wrong" for one in findings):
        sys.exit(1)
    if not as_json:
        click.echo("Nothing is wrong.")


def _findings() -> list[Finding]:
    from lti_tool.rules.examination import Finding, examine  # noqa: PLC0415
    from lti_tool.services.examination import look  # noqa: PLC0415
    from modules.kit.errors import WegwijsError  # noqa: PLC0415

    try:
        return examine(look(settings(), time.time()))
    except SettingsError as problem:
        return [Finding("wrong", "settings", str(problem), "See `wegwijs settings --defaults`.")]
    except WegwijsError as problem:
        return [Finding("wrong", "modules", str(problem), "See to WEGWIJS_MODULE_PATH.")]
