"""`wegwijs survey …`."""

from __future__ import annotations

from pathlib import Path

import click

from lti_tool.commands.environment import database, registry
from lti_tool.errors import SurveyError
from modules.kit.module import Module


@click.group("survey")
def command() -> None:
    """What learners answered to surveys, for research. Nobody stands in it."""


@command.command("export")
@click.option(
    "--module", "module_id", default="intake", show_default=True, help="The module with the survey."
)
@click.option("--platform", type=int, help="Only this platform; its number is in `platform list`.")
@click.option("--deployment", help="Only this deployment of it.")
@click.option("--with-texts", is_flag=True, help="Also what was typed, in a file of its own beside FILE.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="FILE, a CSV table."
)
def export(
    module_id: str, platform: int | None, deployment: str | None, out: Path, *, with_texts: bool
) -> None:
    """Write one row for each learner who answered: no name, no id, no school, no text, in no order.

    Groups of fewer than five are left out. Typed texts may name somebody: read them before you pass them on.
    """
    from lti_tool.rules.survey_export import as_csv  # noqa: PLC0415
    from lti_tool.services import survey_export  # noqa: PLC0415

    if deployment is not None and platform is None:
        raise SurveyError("--deployment needs --platform: the same name may stand at several")
    module = _module(module_id)
    with database().read() as connection:
        found = survey_export.export(connection, module, registration_id=platform, deployment_id=deployment)
    written = {out: found.rows} | ({_beside(out): found.texts} if with_texts else {})
    for file, rows in written.items():
        _write(file, as_csv(rows))
        click.echo(f"{file}: {len(rows) - 1} {'row' if len(rows) == 2 else 'rows'}")
    if found.left_out:
        click.echo(f"Left out: {found.left_out}, in groups of fewer than five.", err=True)


def _module(module_id: str) -> Module:
    counted = {name: one for name, one in registry().modules.items() if one.totals}
    if module_id not in counted:
        there = ", ".join(counted) or "none"
        raise SurveyError(f"no answers may be counted of a module '{module_id}'; they may of: {there}")
    return counted[module_id]


def _beside(out: Path) -> Path:
    return out.with_name(f"{out.stem}-texts{out.suffix}")


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8", newline="")
    except OSError as problem:
        raise SurveyError(f"{file} can't be written: {problem.strerror}") from problem
