"""Backup and restore: a drill, and everything that must stop it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tarfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from lti_tool.app import create_app
from lti_tool.commands.backup import backup as backup_command
from lti_tool.commands.backup import restore as restore_command
from lti_tool.errors import BackupError
from lti_tool.store import backup
from lti_tool.store.db import Database
from lti_tool.tool import Tool, make_tool
from modules.kit.registry import Registry
from tests import needs
from tests.lti_browser import Browser, Page
from tests.lti_fixtures import ON_BOTH, Clock
from tests.lti_platform_double import PlatformDouble


@pytest.fixture
def elsewhere(tmp_path: Path, database_url: str) -> Iterator[Callable[[], Database]]:
    """Another machine's database, empty, of the same kind."""
    made: list[Database] = []

    def make() -> Database:
        sqlite = database_url.startswith("sqlite")
        database = Database(f"sqlite:///{tmp_path}/elsewhere/w.sqlite" if sqlite else needs.postgresql())
        made.append(database)
        return database

    yield make
    for one in made:
        one.close()


def rows(database: Database, query: str) -> list[Any]:
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


@ON_BOTH
def test_the_drill(
    tool: Tool,
    browser: Browser,
    platform: PlatformDouble,
    clock: Clock,
    registry: Registry,
    tmp_path: Path,
    elsewhere: Callable[[], Database],
) -> None:
    """Back up under load, restore elsewhere: the same keys, open pages go on, each grade arrives once."""
    delivered, waiting = browser.open(sub="sami"), browser.open(sub="noor")
    for page in (delivered, waiting):
        page.save("meaning", f"van {page.token[:3]}")
        page.finish()
    first = tool.delivery.due()[:1]
    tool.delivery.deliver(first[0])
    if not rows(tool.database, "SELECT 1 FROM score_outbox WHERE state = 'waiting'"):
        waiting = browser.open(sub="late")  # the first delivery took the second along
        waiting.save("meaning", "laat")
        waiting.finish()
    sent = len(platform.scores)
    busy = Writers(browser, 3)
    with busy:
        manifest = backup.make(tool.database, tmp_path / "file")
    assert busy.saved > 3
    assert manifest.rows["score_outbox"] >= 2

    there = elsewhere()
    backup.restore(tmp_path / "file", there)
    settings = replace(tool.settings, database_url=there.url)
    moved = make_tool(settings, clock, registry)
    try:
        client = create_app(settings, moved).test_client()
        assert client.get("/lti/jwks.json").json == browser.client.get("/lti/jwks.json").json
        open_page = Page(client, delivered.token, delivered.path)
        assert open_page.load()["answers"]["meaning"]["value"].startswith("van")
        assert open_page.save("past-words", ["a", "", "", "", ""])["saved"]
        assert Browser(client, platform).open(sub="new").load()["role"] == "learner"
        for attempt_row in moved.delivery.due():
            moved.delivery.deliver(attempt_row)
        assert moved.delivery.due() == []
    finally:
        moved.close()
    after = [call.json["userId"] for call in platform.scores[sent:]]
    assert sorted(after) == sorted(set(after))
    assert len(after) >= 1


class Writers:
    """Learners who go on saving."""

    def __init__(self, browser: Browser, count: int) -> None:
        self._ended = threading.Event()
        self.saved = 0
        pages = [browser.open(sub=f"busy-{number}") for number in range(count)]
        self._threads = [threading.Thread(target=self._write, args=(page,)) for page in pages]

    def _write(self, page: Page) -> None:
        own = Page(page.client.application.test_client(), page.token, page.path)
        revision = 0
        while not self._ended.is_set() or revision < 3:
            revision = own.save("meaning", f"keer {revision}", revision)["saved"]["meaning"]
            self.saved += 1

    def __enter__(self) -> None:
        for thread in self._threads:
            thread.start()

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()


@ON_BOTH
def test_nothing_is_overwritten_without_being_asked(tool: Tool, tmp_path: Path) -> None:
    backup.make(tool.database, tmp_path / "file")
    with pytest.raises(BackupError, match="is there already"):
        backup.make(tool.database, tmp_path / "file")
    with pytest.raises(BackupError, match="something is in this database already"):
        backup.restore(tmp_path / "file", tool.database)
    assert backup.make(tool.database, tmp_path / "file", force=True).rows["registrations"] == 1


@ON_BOTH
def test_force_puts_the_backup_in_the_place_of_what_is_there(
    tool: Tool, browser: Browser, tmp_path: Path
) -> None:
    browser.open(sub="sami")
    backup.make(tool.database, tmp_path / "file")
    browser.open(sub="noor")
    tool.database.close()
    backup.restore(tmp_path / "file", tool.database, force=True)
    assert rows(tool.database, "SELECT sub FROM learners") == [("sami",)]


def test_a_backup_is_for_its_owner_alone(tool: Tool, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        backup.make(tool.database, tmp_path / "file")
    finally:
        os.umask(before)
    assert (tmp_path / "file").stat().st_mode & 0o077 == 0
    assert {path.name for path in tmp_path.iterdir() if "backup" in path.name or path.name[0] == "."} == set()


@pytest.mark.parametrize("place", [10, 600, 20_000, -700])
def test_one_changed_byte_is_noticed(tool: Tool, tmp_path: Path, place: int) -> None:
    file = tmp_path / "file"
    backup.make(tool.database, file)
    content = bytearray(file.read_bytes())
    if place < 0:  # in the padding at the end of a tar there is nothing to change
        place = len(content) // 2
    content[place] ^= 0x41
    file.write_bytes(content)
    with pytest.raises(BackupError, match=r"changed or damaged|no backup"):
        backup.read(file)


@pytest.mark.parametrize("kept", [0, 100, 5_000, 0.5])
def test_half_a_backup_is_none(tool: Tool, tmp_path: Path, kept: float) -> None:
    file = tmp_path / "file"
    backup.make(tool.database, file)
    content = file.read_bytes()
    file.write_bytes(content[: int(kept * len(content)) if kept < 1 else int(kept)])
    with pytest.raises(BackupError, match=r"no backup|changed or damaged"):
        backup.restore(file, Database(f"sqlite:///{tmp_path}/new.sqlite"))


def change_manifest(file: Path, **changes: Any) -> None:
    with tarfile.open(file) as tar:
        manifest = json.loads(tar.extractfile("manifest.json").read()) | changes  # type: ignore[union-attr]
        tar.extract("database", file.parent, filter="data")
    said = file.parent / "manifest.json"
    said.write_text(json.dumps(manifest))
    with tarfile.open(file, "w") as tar:
        tar.add(said, "manifest.json")
        tar.add(file.parent / "database", "database")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"schema": "9999"}, "newer than this one"),
        ({"kind": "postgresql"}, "a backup of postgresql"),
        ({"rows": {"learners": 7}}, "not what was kept: learners"),
        ({"format": 2}, "no backup"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    tool: Tool, tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    file = tmp_path / "file"
    backup.make(tool.database, file)
    change_manifest(file, **changes)
    before = rows(tool.database, "SELECT issuer FROM registrations")
    with pytest.raises(BackupError, match=said):
        backup.restore(file, tool.database, force=True)
    assert rows(tool.database, "SELECT issuer FROM registrations") == before


def test_a_damaged_database_is_not_kept_as_a_backup(tool: Tool, tmp_path: Path) -> None:
    tool.database.close()
    damaged = tmp_path / "damaged.sqlite"
    shutil.copy(tmp_path / "wegwijs.sqlite", damaged)
    with sqlite3.connect(damaged) as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("INSERT INTO left_behind VALUES (999, 'x/y')")
    with pytest.raises(BackupError, match="damaged"):
        backup.make(Database(f"sqlite:///{damaged}"), tmp_path / "file")
    assert not (tmp_path / "file").exists()


def test_what_is_left_of_the_old_file_is_not_read_into_the_new_one(tool: Tool, tmp_path: Path) -> None:
    backup.make(tool.database, tmp_path / "file")
    tool.database.close()
    (tmp_path / "wegwijs.sqlite-wal").write_bytes(b"old" * 1000)
    backup.restore(tmp_path / "file", tool.database, force=True)
    assert rows(tool.database, "SELECT COUNT(*) FROM registrations") == [(1,)]


def test_a_missing_program_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(backup.shutil, "which", lambda _: None)
    with pytest.raises(BackupError, match="apt-get install postgresql-client"):
        backup._run("pg_dump", Database(f"sqlite:///{tmp_path}/x.sqlite"))


@pytest.fixture
def run(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    monkeypatch.setenv("WEGWIJS_DATABASE_URL", tool.database.url)
    return lambda command, *arguments: CliRunner().invoke(command, [str(one) for one in arguments])


def test_a_folder_keeps_the_newest(run: Callable[..., Any], tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in ("20200101T000000Z", "20200102T000000Z", "20200103T000000Z"):
        (folder / f"wegwijs-{name}.wegwijs-backup").write_text("old")
    (folder / "mine.txt").write_text("not a backup")
    done = run(backup_command, folder, "--keep", 2)
    assert done.exit_code == 0, done.output
    left = sorted(path.name for path in folder.iterdir())
    assert len(left) == 3
    assert left[0] == "mine.txt"
    assert left[1].startswith("wegwijs-20200103")
    assert "keep it as you keep those" in done.output


def test_the_command_says_what_it_kept_and_checks_it(run: Callable[..., Any], tmp_path: Path) -> None:
    assert run(backup_command, tmp_path / "file").exit_code == 0
    checked = run(restore_command, tmp_path / "file", "--check")
    assert checked.exit_code == 0
    assert "sqlite at version" in checked.output
    assert isinstance(run(restore_command, tmp_path / "file").exception, BackupError)
