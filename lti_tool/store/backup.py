"""A copy of everything in one file, made while the tool runs, and put back somewhere else.

The file is a tar: `manifest.json` first (what it is, sums, how many rows each table has), then the database:
a SQLite file, or what `pg_dump` writes, and the files of learners where they are in a folder. Module folders
and settings are yours.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, cast

from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.engine import make_url

from lti_tool.errors import BackupError
from lti_tool.store import backup_files
from lti_tool.store.db import Database, sqlite_file
from lti_tool.store.tables import metadata

FORMAT = 1
_CONTENT = "database"
_MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 1_000_000


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        kind: "sqlite" or "postgresql".
        schema: The version of the database's shape.
        made_at: ISO time, UTC.
        sha256: Of the database in it.
        rows: How many each table has.
    """

    format: int
    wegwijs: str
    kind: str
    schema: str
    made_at: str
    sha256: str
    size: int
    rows: Mapping[str, int]


def make(
    database: Database, target: Path, files: Iterable[tuple[str, bytes]] = (), *, force: bool = False
) -> Manifest:
    """Write a backup, for its owner alone; there whole and checked, or not at all.

    Args:
        database: What is kept.
        target: The file to write.
        files: Those of learners, by name; asked for after the database was copied.
        force: Put it in the place of a file that is there.

    Raises:
        BackupError: The target is there, `pg_dump` is not, or what was written is not what was read.
    """
    if target.exists() and not force:
        raise BackupError(f"{target} is there already; give another name, or --force")
    if not target.parent.is_dir():
        raise BackupError(f"there is no folder {target.parent}")
    unfinished = target.with_name(f".{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".wegwijs-backup-") as folder:
            content = Path(folder) / _CONTENT
            rows = _copy_sqlite(database, content) if database.is_sqlite else _dump(database, content)
            manifest = Manifest(
                format=FORMAT,
                wegwijs=version("wegwijs"),
                kind="sqlite" if database.is_sqlite else "postgresql",
                schema=database.revision() or "",
                made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                sha256=_sha256(content),
                size=content.stat().st_size,
                rows=rows,
            )
            _pack(unfinished, manifest, content, files)
        read(unfinished)
        unfinished.replace(target)
    except OSError as problem:
        raise BackupError(f"{target} can't be written: {problem.strerror or problem}") from problem
    finally:
        unfinished.unlink(missing_ok=True)
    _keep_name(target.parent)
    return manifest


def read(source: Path) -> Manifest:
    """Check a backup from its first byte to its last, and say what it is.

    Raises:
        BackupError: It is no backup, is not whole, or was changed.
    """
    with tempfile.TemporaryDirectory(prefix="wegwijs-backup-") as folder:
        return _unpack(source, Path(folder) / _CONTENT, keep=False)


def restore(
    source: Path,
    database: Database,
    put: Callable[[str, bytes], None] = lambda *_: None,
    *,
    force: bool = False,
) -> Manifest:
    """Put a backup in the place of a database. Nothing may use that one meanwhile.

    Args:
        source: The backup.
        database: Where it goes.
        put: Keeps a file of a learner, after the database is back.
        force: Also in the place of something.

    Raises:
        BackupError: The backup can't be read or is of another kind, or something is in the database.
    """
    here = "sqlite" if database.is_sqlite else "postgresql"
    file = sqlite_file(database.url)
    beside = file.parent if file else None
    with tempfile.TemporaryDirectory(prefix=".wegwijs-restore-", dir=beside) as folder:
        content = Path(folder) / _CONTENT
        manifest = _unpack(source, content, keep=True)
        if manifest.kind != here:
            raise BackupError(f"it is a backup of {manifest.kind}, and WEGWIJS_DATABASE_URL names {here}")
        if not database.knows(manifest.schema):
            raise BackupError(
                f"it was made by Wegwijs {manifest.wegwijs} (version {manifest.schema} of the database), "
                f"which is newer than this one ({version('wegwijs')}): install that first"
            )
        if not force and not database.is_empty():
            raise BackupError("something is in this database already; --force puts the backup in its place")
        if file is None:
            _load(database, content)
            _drop_others(database, manifest)
            _compare(manifest, _rows_now(database))
        else:
            _compare(manifest, _rows_of_file(content))
            _take_place(database, content, file)
    with tarfile.open(source, mode="r:") as tar:
        for name, kept in backup_files.each(tar):
            put(name, kept)
    return manifest


def _copy_sqlite(database: Database, target: Path) -> Mapping[str, int]:
    """A copy of one moment; writers go on meanwhile."""
    source = sqlite_file(database.url)
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as reading,
        closing(sqlite3.connect(target)) as copy,
    ):
        reading.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    return _rows_of_file(target)


def _rows_of_file(file: Path) -> Mapping[str, int]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
        said = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if said != "ok" or copy.execute("PRAGMA foreign_key_check").fetchone():
            raise BackupError(f"the database is damaged: {said}")
        names = [row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: copy.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0]  # noqa: S608 (our own names)
            for name in sorted(set(names) & set(metadata.tables))
        }


def _dump(database: Database, target: Path) -> Mapping[str, int]:
    """What `pg_dump` writes of the very moment in which the rows are counted."""
    with database.read() as connection:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        _run("pg_dump", database, f"--snapshot={snapshot}", "--format=custom", f"--file={target}")
        return _rows(connection)


def _load(database: Database, content: Path) -> None:
    clean = ("--clean", "--if-exists", "--single-transaction", "--exit-on-error")
    _run("pg_restore", database, *clean, "--no-owner", "--no-privileges", str(content), target="--dbname")


def _drop_others(database: Database, manifest: Manifest) -> None:
    """Remove tables of ours that a newer version made, where an older backup takes their place."""
    with database.write() as connection:
        for table in reversed(metadata.sorted_tables):
            if table.name not in manifest.rows:
                table.drop(connection, checkfirst=True)


def _run(program: str, database: Database, *options: str, target: str = "--dbname") -> None:
    found = shutil.which(program)
    if found is None:
        raise BackupError(
            f"{program} is not on this machine: apt-get install postgresql-client, "
            "of the server's version or newer"
        )
    url = make_url(database.url).set(drivername="postgresql")
    # The password goes by the environment: whoever lists processes sees their arguments.
    secret = {"PGPASSWORD": url.password} if url.password else {}
    place = url.set(password=None).render_as_string(hide_password=False)
    done = subprocess.run(  # noqa: S603 (a program of PostgreSQL's, and options of ours)
        [found, target, place, *options],
        env={**os.environ, **secret},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = next(iter(done.stderr.strip().splitlines()), "no reason given")
        raise BackupError(f"{program} failed: {said}")


def _rows_now(database: Database) -> Mapping[str, int]:
    with database.read() as connection:
        return _rows(connection)


def _rows(connection: Connection) -> Mapping[str, int]:
    there = set(inspect(connection).get_table_names())
    counts: dict[str, Any] = {
        table.name: connection.scalar(select(func.count()).select_from(table))
        for table in metadata.sorted_tables
        if table.name in there
    }
    return dict(sorted(counts.items()))


def _compare(manifest: Manifest, rows: Mapping[str, int]) -> None:
    other = [name for name, count in manifest.rows.items() if rows.get(name, 0) != count]
    if other:
        raise BackupError(f"what came back is not what was kept: {', '.join(other)}")


def _take_place(database: Database, content: Path, file: Path) -> None:
    database.close()
    content.chmod(0o600)
    # A log that is left of the old file would be read into the new one.
    for name in (f"{file.name}-wal", f"{file.name}-shm"):
        file.with_name(name).unlink(missing_ok=True)
    content.replace(file)
    _keep_name(file.parent)


def _pack(target: Path, manifest: Manifest, content: Path, files: Iterable[tuple[str, bytes]]) -> None:
    said = json.dumps(asdict(manifest), indent=2).encode()
    target.unlink(missing_ok=True)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with tarfile.open(fileobj=cast("IO[bytes]", file), mode="w") as tar:
            first = tarfile.TarInfo(_MANIFEST)
            first.size, first.mode = len(said), 0o600
            with tempfile.SpooledTemporaryFile() as text_file:
                text_file.write(said)
                text_file.seek(0)
                tar.addfile(first, cast("IO[bytes]", text_file))
            tar.add(content, _CONTENT, filter=_nobodys)
            backup_files.add(tar, files)
        file.flush()
        os.fsync(file.fileno())


def _nobodys(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mode = 0o600
    return info


def _unpack(source: Path, content: Path, *, keep: bool) -> Manifest:
    try:
        with tarfile.open(source, mode="r:") as tar:
            manifest = _manifest(tar)
            inside = tar.extractfile(_CONTENT)
            assert inside is not None  # noqa: S101 (a file, as `getmember` found it)
            sha256 = hashlib.sha256()
            with content.open("wb") as written:
                while part := inside.read(1 << 20):
                    sha256.update(part)
                    if keep:
                        written.write(part)
            for _ in backup_files.each(tar):
                pass  # each is checked as it is read
    except (OSError, tarfile.TarError, KeyError, ValueError, TypeError, AssertionError) as problem:
        raise BackupError(f"{source} is no backup of Wegwijs, or not whole") from problem
    if sha256.hexdigest() != manifest.sha256:
        raise BackupError(f"{source} was changed or damaged: its sum is another")
    return manifest


def _manifest(tar: tarfile.TarFile) -> Manifest:
    info = tar.getmember(_MANIFEST)
    said = tar.extractfile(info) if info.size <= _LARGEST_MANIFEST else None
    if said is None:
        raise ValueError(_MANIFEST)
    manifest = Manifest(**json.loads(said.read()))
    if manifest.format != FORMAT or not tar.getmember(_CONTENT).isfile():
        raise ValueError(_MANIFEST)
    return manifest


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _keep_name(folder: Path) -> None:
    # So that a power cut does not take the name of the file back.
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
