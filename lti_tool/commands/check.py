"""`wegwijs check`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from modules.kit.carried import carry_problems
from modules.kit.civic import STRUCTURE as CIVIC
from modules.kit.errors import ModuleError, Problem
from modules.kit.institution import Pack
from modules.kit.institution_check import pack_findings, unanswered
from modules.kit.institution_loader import STRUCTURE, load_pack
from modules.kit.institution_registry import default_pack
from modules.kit.leaflet.loader import STRUCTURE as LEAFLET
from modules.kit.leaflet.loader import load_leaflet
from modules.kit.leaflet.needs import leaflet_findings
from modules.kit.loader import load_module
from modules.kit.registry import load_registry
from modules.kit.totals import compare_problems
from modules.kit.yaml_source import read_yaml


@click.command("check")
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
def command(path: Path) -> None:
    """Check the module or institution pack in a folder; name every mistake with its file and line."""
    try:
        said = list(_said(path))
    except ModuleError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        sys.exit(1)
    for line in said:
        click.echo(line)


def _said(path: Path) -> Iterator[str]:
    if (path / STRUCTURE).is_file():
        yield from _pack(path)
    elif (path / LEAFLET).is_file():
        leaflet = load_leaflet(path, default_pack())
        yield f"{leaflet.id} {leaflet.version} is a good leaflet ({', '.join(leaflet.languages)})."
    else:
        yield _module(path)


def _module(path: Path) -> str:
    registry = load_registry()
    module = load_module(path, registry.types.values())
    if problems := [*carry_problems(module, registry.modules), *compare_problems(module, registry.modules)]:
        raise ModuleError(problems)
    return f"{module.id} {module.version} is a good module ({', '.join(module.languages)})."


def _pack(path: Path) -> Iterator[str]:
    pack = load_pack(path)
    to_do = [str(problem) for problem in _to_do(pack, path)]
    yield from to_do
    yield f"{pack.id} is a good institution pack ({', '.join(pack.words)})."
    if to_do:
        yield f"To fill in or look at again: {len(to_do)}."


def _to_do(pack: Pack, path: Path) -> Iterator[Problem]:
    """What the pack lacks, each with the line where it belongs."""
    source = read_yaml(path / STRUCTURE)
    civic = read_yaml(path / CIVIC) if pack.civic else source
    registry = load_registry(institution=str(path.resolve()))
    findings = [*pack_findings(pack, date.today()), *unanswered(registry.modules.values(), pack)]
    for leaflet in registry.leaflets.values():
        findings += leaflet_findings(leaflet)
    for found in findings:
        if found.section == "civic":
            yield civic.problem(("checked-on",), f"civic: {found.message}")
            continue
        place: tuple[str | int, ...] = (found.section,)
        if found.entry and found.section != "contact":
            names = [entry.id for entry in pack.entries(found.section)]
            place = (found.section, names.index(found.entry))
        what = f"{found.section}/{found.entry}" if found.entry else found.section
        yield source.problem(place, f"{what}: {found.message}")
