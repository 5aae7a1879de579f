"""`wegwijs survey …`."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import click

from lti_tool.commands.environment import database, registry
from lti_tool.errors import SurveyError
from lti_tool.words import LANGUAGES, words
from modules.kit.module import Module


@click.group("survey")
def command() -> None:
    """What learners answered to surveys: for research, or as a picture. Nobody stands in it."""


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
    from lti_tool.rules.spreadsheet import for_statistics  # noqa: PLC0415
    from lti_tool.services import survey_export  # noqa: PLC0415

    _check_place(platform, deployment)
    module = _module(module_id)
    with database().read() as connection:
        found = survey_export.export(connection, module, registration_id=platform, deployment_id=deployment)
    written = {out: found.rows} | ({_beside(out): found.texts} if with_texts else {})
    for file, rows in written.items():
        _write(file, for_statistics(rows).encode())
        click.echo(f"{file}: {len(rows) - 1} {'row' if len(rows) == 2 else 'rows'}")
    if found.left_out:
        click.echo(f"Left out: {found.left_out}, in groups of fewer than five.", err=True)


@command.command("picture")
@click.option(
    "--module", "module_id", default="intake", show_default=True, help="The module with the survey."
)
@click.option("--platform", type=int, help="Only this platform; its number is in `platform list`.")
@click.option("--deployment", help="Only this deployment of it.")
@click.option("--lang", "language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="FILE; its ending says which: .pdf, .xlsx or .csv.",
)
def picture(module_id: str, platform: int | None, deployment: str | None, language: str, out: Path) -> None:
    """Write the pictures of all groups as one. No group of fewer than five is in it, and no text.

    It adds up what the facilitators of each group may see, and tells nothing that they could not.
    """
    from lti_tool.services import outcome, picture_files, picture_sheet  # noqa: PLC0415
    from lti_tool.services.group_picture import picture_of_all  # noqa: PLC0415
    from lti_tool.store import group_pictures  # noqa: PLC0415
    from lti_tool.views.dates import day  # noqa: PLC0415

    kind = picture_files.KINDS.get(out.suffix.removeprefix(".").lower())
    if kind is None:
        raise SurveyError(f"{out} must end in {', '.join('.' + name for name in picture_files.KINDS)}")
    _check_place(platform, deployment)
    module, modules, store, now = _module(module_id), registry().modules, database(), int(time.time())
    with store.read() as connection:
        links = group_pictures.links_of(
            connection, module_id, registration_id=platform, deployment_id=deployment
        )
    found = picture_of_all(store, [link_row for link_row, _ in links], module, now)
    contexts = sorted({context_row for _, context_row in links if context_row is not None})
    found = outcome.with_outcome(store, found, outcome.Courses(module, modules, contexts), now)
    if found.taken_at is None:
        raise SurveyError(f"there is no picture of '{module_id}' yet: no group has five answers")
    scene = picture_sheet.Scene(module, language, "", partial(day, language=language), everywhere=True)
    sheet = picture_sheet.sheet_of(found, scene, words(language, "class/picture"))
    draft = picture_files.Draft(sheet, language, module.accent.light, found.taken_at)
    _write(out, kind.make(draft))
    click.echo(
        f"{out}: {found.people} answers of {found.groups} {'group' if found.groups == 1 else 'groups'}"
    )
    if found.small:
        click.echo(f"Left out: {found.small}, in groups of fewer than five.", err=True)


def _check_place(platform: int | None, deployment: str | None) -> None:
    if deployment is not None and platform is None:
        raise SurveyError("--deployment needs --platform: the same name may stand at several")


def _module(module_id: str) -> Module:
    counted = {name: one for name, one in registry().modules.items() if one.totals}
    if module_id not in counted:
        there = ", ".join(counted) or "none"
        raise SurveyError(f"no answers may be counted of a module '{module_id}'; they may of: {there}")
    return counted[module_id]


def _beside(out: Path) -> Path:
    return out.with_name(f"{out.stem}-texts{out.suffix}")


def _write(file: Path, body: bytes) -> None:
    try:
        file.write_bytes(body)
    except OSError as problem:
        raise SurveyError(f"{file} can't be written: {problem.strerror}") from problem
