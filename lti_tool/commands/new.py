"""`wegwijs new`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from lti_tool.new_module.write import SCHEMAS, examples, files, schema_files, write
from modules.kit.registry import Registry, load_registry

FIRST = "short-text,pick,next-steps"
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_LONGEST = 40
_ENOUGH = 10


@click.command("new")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option(
    "--id", "name", help="The module's id; its folder is then made in PATH. PATH's own name if left out."
)
@click.option(
    "--languages", default="nl,en", show_default=True, help="With commas; the first is the default."
)
@click.option(
    "--type", "types", multiple=True, help=f"Activity types to show, with commas.  [default: {FIRST}]"
)
@click.option("--types", "list_types", is_flag=True, help="Write nothing; list the activity types.")
@click.option("--schemas", is_flag=True, help="Write only the schemas anew, in a module that is there.")
def command(  # noqa: PLR0913, PLR0917 (each is an option)
    path: Path | None,
    name: str | None,
    languages: str,
    types: tuple[str, ...],
    list_types: bool,
    schemas: bool,
) -> None:
    """Write a new module into the folder PATH: one that works at once, with comments that explain it.

    What an author wrote is never touched.
    """
    registry = load_registry()
    if list_types:
        _list(registry)
        return
    if path is None:
        raise click.UsageError("PATH is missing: the folder to make, such as mine/my-module")
    folder = path / name if name else path
    if schemas:
        _write_schemas(folder, registry)
        return
    chosen = _types(types or (FIRST,), registry)
    spoken = _languages(languages)
    _check_id(folder.absolute().name, registry)
    _check_free(folder)
    made = files(str(folder), folder.absolute().name, spoken, chosen, registry.types.values())
    try:
        write(folder.absolute(), made)
    except OSError as problem:
        raise click.ClickException(f"cannot write {folder}: {problem.strerror or problem}") from problem
    for file in sorted(made):
        if not file.startswith(".schema/"):
            click.echo(folder / file)
    click.echo(f"{folder / '.schema'}/  for your editor ({', '.join(SCHEMAS)})")
    click.echo(f"Look at it:  wegwijs preview {folder}")
    click.echo(f"Check it:    wegwijs check {folder}")


def _write_schemas(folder: Path, registry: Registry) -> None:
    """After an update of Wegwijs, or in a module that came without them."""
    if not (folder / "module.yaml").is_file():
        raise click.ClickException(f"{folder} has no module.yaml; leave out --schemas to make a module there")
    try:
        for name, text in schema_files(registry.types.values()).items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as problem:
        raise click.ClickException(f"cannot write {folder}: {problem.strerror or problem}") from problem
    click.echo(f"{folder / '.schema'}/  for your editor ({', '.join(SCHEMAS)})")


def _list(registry: Registry) -> None:
    for name, kind in sorted(registry.types.items()):
        if name == "questions":  # in every module by itself
            continue
        options = ", ".join(field.alias or key for key, field in kind.Options.model_fields.items())
        shown = "--type" if name in examples() else ""
        click.echo(f"{name:<18} {shown:<7} {options}")
    click.echo(
        "Those with --type can be shown in a new module; the others build on something, or are in the docs."
    )


def _types(given: tuple[str, ...], registry: Registry) -> list[str]:
    wanted = list(dict.fromkeys(_parts(",".join(given))))
    if not wanted:
        raise click.UsageError("--type names nothing; leave it out, or name a type (wegwijs new --types)")
    for name in wanted:
        if name in examples():
            continue
        there = ", ".join(examples())
        if name in registry.types:
            raise click.ClickException(
                f"'{name}' can't be shown in a new module; add it afterwards, as docs/modules.md says. "
                f"These can: {there}"
            )
        raise click.ClickException(f"there is no activity type '{name}'; a new module can show: {there}")
    if len(wanted) > _ENOUGH:
        raise click.ClickException(
            f"{len(wanted)} types are too many to learn from; choose {_ENOUGH} at most"
        )
    return wanted


def _languages(given: str) -> list[str]:
    found = list(dict.fromkeys(_parts(given)))
    if not found:
        raise click.UsageError("--languages names nothing; write it as nl,en")
    for one in found:
        if not _LANGUAGE.fullmatch(one):
            raise click.ClickException(
                f"'{one}' is no language; expected two or three lower-case letters, as nl"
            )
    return found


def _check_id(name: str, registry: Registry) -> None:
    if not _ID.fullmatch(name) or len(name) > _LONGEST:
        raise click.ClickException(
            f"'{name}' can't be a module's id; expected lower-case letters, digits and single hyphens, "
            f"a letter first, at most {_LONGEST} characters. Choose another folder name, or give --id"
        )
    if name in registry.modules:
        raise click.ClickException(
            f"there is a module '{name}' already, in {registry.modules[name].folder}; "
            "two of one name stop the start"
        )


def _check_free(folder: Path) -> None:
    if folder.is_dir():
        if any(folder.iterdir()):
            raise click.ClickException(
                f"{folder} is not empty; nothing was written. Choose a folder that is not there yet"
            )
    elif folder.exists() or folder.is_symlink():
        raise click.ClickException(
            f"{folder} is a file; nothing was written. Choose a folder that is not there yet"
        )


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
