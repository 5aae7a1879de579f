"""`wegwijs feedback`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from lti_tool.commands.environment import database, registry
from lti_tool.errors import FeedbackError

if TYPE_CHECKING:
    from lti_tool.rules.material_feedback import KeptTap, VersionFeedback
    from modules.kit.module import Module


@click.command("feedback")
@click.argument("module_id", metavar="[MODULE]", required=False)
@click.option("--csv", "as_table", is_flag=True, help="A table with a row for each tap, to a file or a pipe.")
@click.option("--lang", "language", type=click.Choice(["nl", "en"]), default="en", show_default=True)
def command(module_id: str | None, language: str, *, as_table: bool) -> None:
    """How exercises went, as those who guided them tapped: for the authors of modules.

    By version of each module; nobody stands in it. A note may name somebody all the same: read before you
    pass it on.
    """
    from lti_tool.rules.material_feedback import summed  # noqa: PLC0415
    from lti_tool.rules.spreadsheet import for_statistics  # noqa: PLC0415
    from lti_tool.store import material_feedback  # noqa: PLC0415
    from lti_tool.words import words  # noqa: PLC0415

    modules = registry().modules
    with database().read() as connection:
        taps = material_feedback.every(connection, module_id)
    if module_id is not None and module_id not in modules and not taps:
        raise FeedbackError(f"there is no module '{module_id}'; there are: {', '.join(modules)}")
    texts = words(language, "feedback")
    if as_table:
        rows = [_row(tap, modules.get(tap.module), language) for tap in taps]
        click.echo(for_statistics([texts["made"]["heads"], *rows]), nl=False)
        return
    for version in summed(taps, modules):
        for line in _lines(version, modules.get(version.module), language, texts):
            click.echo(line)
    if not taps:
        click.echo(texts["made"]["none"])


def _row(tap: KeptTap, module: Module | None, language: str) -> list[str]:
    title = _title(tap.activity, module, language)
    return [tap.module, tap.version, tap.activity, title, tap.day, tap.verdict, tap.note or ""]


def _lines(
    version: VersionFeedback, module: Module | None, language: str, texts: dict[str, Any]
) -> Iterator[str]:
    made = texts["made"]
    taps = made["taps-one"] if version.taps == 1 else made["taps"].format(count=version.taps)
    yield f"{version.module} {version.version}: {taps}"
    for one in version.exercises:
        counts = ", ".join(f"{texts['verdicts'][name].lower()} {count}" for name, count in one.counts.items())
        yield f"  {one.activity}  {_title(one.activity, module, language)}: {counts}"
        for tap in one.notes:
            yield f"    {tap.day} {texts['verdicts'][tap.verdict].lower()}: {tap.note}"


def _title(activity: str, module: Module | None, language: str) -> str:
    from modules.kit.rich_text import plain  # noqa: PLC0415

    if module is None or activity not in module.activities:
        return ""
    return plain(module.words[module.language(language)].activities[activity].title)
