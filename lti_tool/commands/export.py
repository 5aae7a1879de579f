"""`wegwijs export`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from lti_tool.commands import environment
from lti_tool.commands.export_site import chosen_modules, write_site
from lti_tool.commands.guide_files import guide_files, write_file
from modules.kit.errors import WegwijsError

if TYPE_CHECKING:
    from scorm_export.export import Package

MOST_BYTES = 250_000
"""What a session's package may weigh; some schools are behind a slow line."""


@click.command("export")
@click.argument("modules", nargs=-1)
@click.option("--format", "formats", default="scorm12", show_default=True, help="One or more, with commas.")
@click.option("--lang", "languages", default="", help="With commas; all of the module's if left out.")
@click.option("--edition", type=click.Choice(["self", "class"]), default="self", show_default=True)
@click.option(
    "--answers",
    type=click.Choice(["lms", "device"]),
    default="lms",
    show_default=True,
    help="Where a learner's words are kept: by the LMS too, or on the device only (SCORM).",
)
@click.option("--variant", help="Which steps, of modules that offer a choice; their usual ones if left out.")
@click.option(
    "--choice",
    "choices",
    multiple=True,
    metavar="NAME=OPTION",
    help="What is chosen for learners, of modules that leave it open; their usual option if left out.",
)
@click.option(
    "--together/--apart",
    default=None,
    help="One course of several parts, or a package each. Together where several modules are named.",
)
@click.option(
    "--tool-url",
    envvar="WEGWIJS_PUBLIC_URL",
    help="Where the LTI tool is, for a cartridge of links (cc13); WEGWIJS_PUBLIC_URL if left out.",
)
@click.option(
    "--guide/--no-guide",
    default=None,
    help="Write the facilitator's guide beside the package; done for a class if left out.",
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder to write to.")
@click.option(
    "--site",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a web site instead, which shows the modules and offers every package.",
)
@click.option(
    "--check",
    "to_check",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Write nothing; say what is wrong with a package, also one made elsewhere.",
)
def command(  # noqa: PLR0913, PLR0917 (each is an option)
    modules: tuple[str, ...],
    formats: str,
    languages: str,
    edition: Literal["self", "class"],
    answers: Literal["lms", "device"],
    variant: str | None,
    choices: tuple[str, ...],
    together: bool | None,
    tool_url: str | None,
    guide: bool | None,
    out: Path | None,
    site: Path | None,
    to_check: tuple[Path, ...],
) -> None:
    """Write modules as packages for an LMS without LTI. Without names: all modules, each its own package.

    `parents`, the page for parents, is written when it is named.
    """
    from scorm_export.export import prepare  # noqa: PLC0415
    from scorm_export.formats import FORMATS, find_format  # noqa: PLC0415
    from scorm_export.leaflet import prepare_leaflet  # noqa: PLC0415

    if to_check:
        _check(to_check)
        return
    if site is not None:
        if out is not None:
            raise click.UsageError("--site and --out are two folders: give one of them")
        write_site(site, modules)
        return
    if out is None:
        raise click.UsageError("--out is missing: the folder to write to")
    if not _parts(formats):
        raise click.UsageError(f"--format names nothing; there are: {', '.join(FORMATS)}")
    wanted = _choices(choices)
    try:
        registry = environment.registry()
        leaflets = [registry.leaflets[name] for name in dict.fromkeys(modules) if name in registry.leaflets]
        named = [name for name in modules if name not in registry.leaflets]
        chosen = [] if leaflets and not named else chosen_modules(registry, named)
        kinds = [find_format(name) for name in dict.fromkeys(_parts(formats))]
        # All of them are made before the first is written: a mistake in one leaves none.
        prepared = [
            package
            for kind in kinds
            for package in prepare(
                chosen,
                format=kind.name,
                languages=_parts(languages),
                edition=edition,
                answers=answers,
                variant=variant,
                choices=wanted,
                tool_url=tool_url.rstrip("/") if tool_url else None,
                together=len(named) > 1 if together is None else together,
                made_one=_progress(kind.name),
            )
        ]
        prepared += [
            prepare_leaflet(leaflet, format=kind.name, languages=_parts(languages))
            for kind in kinds
            for leaflet in leaflets
        ]
        is_guided = edition == "class" if guide is None else guide
        guided = [one.in_variant(variant) for one in chosen] if is_guided else []
        guides = guide_files(guided, _parts(languages))
        packages = [package.write(out) for package in prepared]
        for name, content in guides.items():
            write_file(out / name, content)
    except WegwijsError as problem:
        raise click.ClickException(str(problem)) from problem
    for line in _table(packages):
        click.echo(line)
    for name, content in guides.items():
        click.echo(f"{name}  {len(content) / 1000:.1f} kB, for the facilitator")


def _check(paths: Sequence[Path]) -> None:
    from scorm_export.verify import verify  # noqa: PLC0415

    verdicts = {path: verify(path) for path in paths}
    for path, verdict in verdicts.items():
        for problem in verdict.problems:
            click.echo(f"{path}: {problem}")
        if not verdict.problems:
            click.echo(f"{path}: good ({verdict.kind}: {', '.join(verdict.parts)})")
    if any(verdict.problems for verdict in verdicts.values()):
        sys.exit(1)


def _progress(kind: str) -> Callable[[str], None]:
    """Say what was made, to a person who waits."""

    def made_one(name: str) -> None:
        if sys.stderr.isatty():
            click.echo(f"{kind}  {name}", err=True)

    return made_one


def _choices(given: Sequence[str]) -> dict[str, str]:
    """What was chosen, by choice.

    Raises:
        click.UsageError: One is no choice, or the same is chosen twice.
    """
    found: dict[str, str] = {}
    for text in given:
        name, _, option = (part.strip() for part in text.partition("="))
        if not name or not option:
            raise click.UsageError(f"--choice '{text}' chooses nothing; write it as scaffold=deal")
        if found.setdefault(name, option) != option:
            raise click.UsageError(f"--choice {name} is given twice: {found[name]} and {option}")
    return found


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _table(packages: Sequence[Package]) -> Iterator[str]:
    width = max((len(package.path.name) for package in packages), default=0)
    for package in packages:
        of_limit = 100 * package.size / (MOST_BYTES * len(package.modules))
        room = "a folder" if package.path.is_dir() else f"{of_limit:>3.0f} % of the room for a session"
        yield (
            f"{package.path.name:<{width}}  {package.size / 1000:>7.1f} kB  {package.files:>4} files  {room}"
        )
    if packages:
        yield f"{len(packages)} package{'s' * (len(packages) > 1)} in {packages[0].path.parent}"
