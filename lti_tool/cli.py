"""The `wegwijs` command."""

from __future__ import annotations

import sys

import click

from lti_tool import logs
from lti_tool.commands import (
    attest,
    backup,
    check,
    civic,
    db,
    demo,
    doctor,
    export,
    feedback,
    grades,
    guide,
    inspector,
    keys,
    modules,
    new,
    operator,
    platform,
    preview,
    retention,
    serve,
    settings,
    survey,
    worker,
)
from lti_tool.errors import LtiToolError

# What only the extra `lti` brings. Commands import these when they run, not before.
_EXTRA = {
    "alembic",
    "cryptography",
    "flask",
    "granian",
    "huey",
    "jwt",
    "requests",
    "sqlalchemy",
    "typst",
    "werkzeug",
}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wegwijs")
def wegwijs() -> None:
    """Learning modules inside the course page: LTI tool, SCORM packages, checks."""
    logs.set_up(logs.LINES)


for command in (
    attest, check, civic, db, demo, doctor, export, feedback, grades, guide, inspector, keys, modules,
    new, operator, platform, preview, retention, serve, settings, survey, worker,
):  # fmt: skip
    wegwijs.add_command(command.command)
wegwijs.add_command(backup.backup)
wegwijs.add_command(backup.restore)


def main() -> None:
    """Run the command; what people can mend ends in one sentence, not in a traceback."""
    try:
        wegwijs()
    except LtiToolError as problem:
        _end(str(problem))
    except ModuleNotFoundError as problem:
        if (problem.name or "").split(".", maxsplit=1)[0] not in _EXTRA:
            raise
        _end(
            f"this command needs {problem.name}: install Wegwijs with its extra, `pip install 'wegwijs[lti]'`"
        )


def _end(message: str) -> None:
    click.echo(f"Error: {message}", err=True)
    sys.exit(1)
