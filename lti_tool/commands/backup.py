"""`wegwijs backup` and `wegwijs restore`."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lti_tool.commands.environment import settings

if TYPE_CHECKING:
    from lti_tool.store.backup import Manifest

_ENDING = ".wegwijs-backup"


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Put it in the place of a file that is there.")
@click.option("--keep", type=click.IntRange(1, 1000), help="In a folder: remove all but the newest so many.")
def backup(file: Path, keep: int | None, *, force: bool) -> None:
    """Copy everything to FILE while the tool runs, and check the copy.

    FILE may be a folder: the backup is then called after the moment.
    """
    from lti_tool.errors import BackupError  # noqa: PLC0415
    from lti_tool.services.file_store import FileStore  # noqa: PLC0415
    from lti_tool.store import backup as backups  # noqa: PLC0415
    from lti_tool.store.db import Database  # noqa: PLC0415

    is_folder = file.is_dir()
    if keep and not is_folder:
        raise BackupError("--keep is for a folder of backups")
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = file / f"wegwijs-{moment}{_ENDING}" if is_folder else file
    known = settings()
    store, database = FileStore(known), Database(known.database_url)
    began = time.monotonic()
    try:
        manifest = backups.make(database, target, store.every() if store.place.folder else (), force=force)
    finally:
        database.close()
    click.echo(f"{target}: {_said(manifest)}, made and checked in {time.monotonic() - began:.1f} s.")
    click.echo("It holds learners' answers and our private key: keep it as you keep those.", err=True)
    if not store.place.folder:
        click.echo(f"Recordings are in {store.place}, which needs a backup of its own.", err=True)
    if keep:
        for old in sorted(file.glob(f"wegwijs-*{_ENDING}"))[:-keep]:
            old.unlink()
            click.echo(f"{old}: removed.")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Put it in the place of what is in the database.")
@click.option("--check", is_flag=True, help="Only read the backup through, and say what it is.")
def restore(file: Path, *, force: bool, check: bool) -> None:
    """Put the backup FILE into the database of the settings. Stop server and worker first."""
    from lti_tool.services.file_store import FileStore  # noqa: PLC0415
    from lti_tool.store import backup as backups  # noqa: PLC0415
    from lti_tool.store.db import Database  # noqa: PLC0415

    if check:
        click.echo(f"{file}: {_said(backups.read(file))}.")
        return
    known = settings()
    database = Database(known.database_url)
    try:
        manifest = backups.restore(file, database, FileStore(known).put, force=force)
        is_older = manifest.schema != database.newest_revision()
    finally:
        database.close()
    click.echo(f"Restored: {_said(manifest)}.")
    if is_older:
        click.echo("It is from an older Wegwijs: run `wegwijs db upgrade` now.")
    click.echo("Learners may have erased their work since then: see docs/operations/backup.md.", err=True)


def _said(manifest: Manifest) -> str:
    rows = sum(manifest.rows.values())
    attempts = manifest.rows.get("attempts", 0)
    return (
        f"{manifest.kind} at version {manifest.schema}, {manifest.made_at}, {rows} rows of which "
        f"{attempts} attempts, {manifest.size / 1e6:.1f} MB"
    )
