"""`wegwijs modules`."""

from __future__ import annotations

import sys

import click

from lti_tool.commands import environment
from modules.kit.civic import find_civic
from modules.kit.errors import RegistryError


@click.command("modules")
def command() -> None:
    """List the modules, and what is wrong with those that can't be used."""
    try:
        registry = environment.registry()
    except RegistryError as error:
        raise click.ClickException(str(error)) from error
    for module in registry.modules.values():
        languages = ",".join(module.languages)
        title = module.words[module.default_language].module.title
        click.echo(f"{module.id:<20} {module.version:<8} {languages:<8} {module.minutes:>3} min  {title}")
    for leaflet in registry.leaflets.values():
        title = leaflet.words[leaflet.languages[0]].title
        click.echo(f"{leaflet.id:<20} {leaflet.version:<8} {','.join(leaflet.languages)}  one page  {title}")
    click.echo(f"institution pack: {registry.pack.id}  {registry.pack.name}")
    if find_civic(registry.pack).is_proposal:
        click.echo("civic attest: criteria, rule and words are a proposal (docs/institutions.md)")
    for broken in registry.broken:
        click.echo(f"broken: {broken.folder}", err=True)
        for problem in broken.problems:
            click.echo(f"  {problem}", err=True)
    if registry.broken:
        sys.exit(1)
