"""What `wegwijs export --site` does, and which modules an export is of."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from lti_tool.commands import environment
from lti_tool.commands.guide_files import guide_pdf_if_any
from modules.kit.errors import WegwijsError
from modules.kit.module import Module
from modules.kit.registry import Registry


def write_site(folder: Path, names: Sequence[str]) -> None:
    """Write the catalogue of the named modules and leaflets, or of all; say what was made.

    Raises:
        click.ClickException: One is unknown or broken, or the folder can't be written.
    """
    from scorm_export.site.build import export_site  # noqa: PLC0415

    registry = environment.registry()
    leaflets = [one for name, one in registry.leaflets.items() if not names or name in names]
    named = [name for name in names if name not in registry.leaflets]
    modules = [] if leaflets and names and not named else chosen_modules(registry, named)
    for broken in registry.broken:
        click.echo(f"left out: {broken.folder.name}, which has mistakes (wegwijs modules)", err=True)
    try:
        site = export_site(modules, leaflets, folder, pdf=guide_pdf_if_any, made_one=_made_one)
    except WegwijsError as problem:
        raise click.ClickException(str(problem)) from problem
    made = f"{site.files} files, {site.size / 1e6:.1f} MB, with {site.packages} packages"
    click.echo(f"{made}: {folder / 'index.html'}")


def chosen_modules(registry: Registry, names: Sequence[str]) -> list[Module]:
    """Return the modules of these names, or all.

    Raises:
        click.ClickException: One is unknown or broken.
    """
    for name in names:
        if name in registry.modules:
            continue
        if any(broken.folder.name == name for broken in registry.broken):
            raise click.ClickException(f"module '{name}' has mistakes: see `wegwijs modules`")
        there = ", ".join([*registry.modules, *registry.leaflets]) or "none"
        raise click.ClickException(f"there is no module '{name}'; there are: {there}")
    return [registry.modules[name] for name in dict.fromkeys(names or registry.modules)]


def _made_one(name: str) -> None:
    """Say what was made, to a person who waits."""
    if sys.stderr.isatty():
        click.echo(name, err=True)
