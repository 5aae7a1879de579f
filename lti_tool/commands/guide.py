"""`wegwijs guide`."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from lti_tool.commands import environment
from lti_tool.commands.guide_files import guide_pdf, write_file
from lti_tool.errors import PaperError
from modules.kit.guide_booklet import render_guide_booklet
from modules.kit.module import Module

FORMATS = ("html", "pdf")


@click.command("guide")
@click.argument("modules", nargs=-1)
@click.option("--lang", "languages", default="", help="With commas; all that the guide speaks if left out.")
@click.option("--format", "formats", default="html,pdf", show_default=True, help="One or both, with a comma.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder.")
def command(modules: tuple[str, ...], languages: str, formats: str, out: Path) -> None:
    """Write the facilitator's booklet of modules, to print. Without names: of all modules that have a guide.

    The PDF needs Typst, which comes with the extra `lti`; the HTML needs a browser to print it.
    """
    wanted, kinds = _parts(languages), _parts(formats)
    if unknown := [kind for kind in kinds if kind not in FORMATS]:
        raise click.ClickException(f"there is no format '{unknown[0]}'; there are: {', '.join(FORMATS)}")
    made = [
        (name, content)
        for module in _chosen(modules)
        for language in wanted or module.guides
        for name, content in _booklets(module, language, kinds)
    ]
    for name, content in made:
        write_file(out / name, content)
        click.echo(f"{name:<40} {len(content) / 1000:>7.1f} kB")


def _chosen(names: tuple[str, ...]) -> list[Module]:
    known: Mapping[str, Module] = environment.registry().modules
    for name in names:
        if name not in known:
            raise click.ClickException(f"there is no module '{name}'; there are: {', '.join(known)}")
        if not known[name].guides:
            raise click.ClickException(f"module '{name}' has no guide for facilitators")
    return [known[name] for name in dict.fromkeys(names or known) if known[name].guides]


def _booklets(module: Module, language: str, kinds: list[str]) -> Iterator[tuple[str, bytes]]:
    if language not in module.guides:
        spoken = ", ".join(module.guides)
        raise click.ClickException(
            f"the guide of '{module.id}' does not speak '{language}'; it speaks: {spoken}"
        )
    for kind in kinds:
        yield f"guide-{module.id}-{language}.{kind}", _content(module, language, kind)


def _content(module: Module, language: str, kind: str) -> bytes:
    if kind == "html":
        return (render_guide_booklet(module, language) or "").encode()
    try:
        return guide_pdf(module, language, int(time.time()))
    except PaperError as problem:
        hint = "; or leave the PDF out: --format html" if problem.code == "no-typst" else ""
        raise click.ClickException(f"{module.id}: {problem}{hint}") from problem


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
