"""Where files are kept: a folder of this machine, or a bucket of any S3, behind the same four calls.

A name here is one that we made; nothing that somebody sent is ever part of it.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lti_tool.errors import FileStoreError
from lti_tool.settings import Settings
from lti_tool.store.backup_files import NAME
from lti_tool.store.db import sqlite_file

log = logging.getLogger(__name__)
_HALF = re.compile(r"[0-9a-f]+#[0-9]+")
"""The name that the library gives to a file of ours for as long as it writes it."""
_SECONDS = 15
_TRIES = 2


@dataclass(frozen=True)
class Place:
    """Where the files of an installation are: a folder, or a bucket and a folder in it."""

    folder: Path | None
    bucket: str = ""
    prefix: str = ""

    def __str__(self) -> str:
        return str(self.folder) if self.folder else f"s3://{self.bucket}/{self.prefix}"


def place_of(settings: Settings) -> Place:
    """The place that the settings name; where they name none, beside SQLite's file or below `var`."""
    if settings.files and settings.files.startswith("s3://"):
        parts = urlsplit(settings.files)
        return Place(None, parts.netloc, parts.path.strip("/"))
    if settings.files:
        return Place(Path(settings.files))
    file = sqlite_file(settings.database_url)
    return Place(file.with_name(f"{file.name}-files") if file else Path("var/wegwijs-files"))


class FileStore:
    """The files of one installation. Nothing is opened, and no library loaded, before it is needed.

    Args:
        settings: As read by `read_settings`.
    """

    def __init__(self, settings: Settings) -> None:
        self.place = place_of(settings)
        self._settings = settings

    def put(self, name: str, content: bytes) -> None:
        """Keep a file; whole or not at all. An earlier one of that name goes.

        Raises:
            FileStoreError: It can't be kept now.
        """
        with _trouble("keep"):
            # In one piece: a learner's recording is small, and half of one is of no use.
            self._library.put(self._store, name, content, use_multipart=False)
            if self.place.folder:
                _survive_power_cut(self.place.folder / name)

    def get(self, name: str) -> bytes | None:
        """A file; None where there is none of that name.

        Raises:
            FileStoreError: It can't be asked now.
        """
        with _trouble("give"):
            try:
                return bytes(self._library.get(self._store, name).bytes())
            except FileNotFoundError:
                return None

    def delete(self, name: str) -> None:
        """Remove a file; one that is not there is well removed.

        Raises:
            FileStoreError: It can't be removed now.
        """
        with _trouble("remove"):
            try:
                self._library.delete(self._store, name)
            except FileNotFoundError:
                return

    def below(self, folder: str) -> Iterator[tuple[str, float]]:
        """Every file in a folder, with when it came, in seconds since 1970.

        Raises:
            FileStoreError: They can't be listed now.
        """
        with _trouble("list"):
            for some in self._library.list(self._store, prefix=folder or None):
                for one in some:
                    yield one["path"], one["last_modified"].timestamp()

    def clear_unfinished(self, folder: str, before: float) -> None:
        """Remove what a process that was killed left half-written in a folder of ours, and nothing of others.

        A bucket never has halves.

        Raises:
            FileStoreError: It can't be removed now.
        """
        with _trouble("remove"):
            for one in (self.place.folder / folder).glob("*#*") if self.place.folder else ():
                if _HALF.fullmatch(one.name) and one.stat().st_mtime < before:
                    one.unlink(missing_ok=True)

    def every(self) -> Iterator[tuple[str, bytes]]:
        """Every file of ours, by name; one that goes meanwhile is left out.

        Raises:
            FileStoreError: They can't be read now.
        """
        for name, _ in self.below(""):
            content = self.get(name) if NAME.fullmatch(name) else None
            if content is not None:
                yield name, content

    def check(self) -> None:
        """Write a file, read it and remove it.

        Raises:
            FileStoreError: One of these can't be done.
        """
        name, content = f"doctor/{secrets.token_hex(8)}", secrets.token_bytes(64)
        self.put(name, content)
        found = self.get(name)
        self.delete(name)
        if found != content or self.get(name) is not None:
            raise FileStoreError("what was written is not what is there")

    @cached_property
    def _library(self) -> Any:
        import obstore  # noqa: PLC0415 (starts threads of its own: never before a server makes its processes)

        return obstore

    @cached_property
    def _store(self) -> Any:
        from obstore.store import LocalStore, S3Store  # noqa: PLC0415

        if self.place.folder:
            self.place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return LocalStore(self.place.folder)
        given = self._settings
        wanted: dict[str, Any] = {
            "endpoint": given.s3_endpoint,
            "region": given.s3_region or "us-east-1",
            "access_key_id": given.s3_access_key,
            "secret_access_key": given.s3_secret_key,
        }
        return S3Store(
            self.place.bucket,
            prefix=self.place.prefix or None,
            client_options={
                "timeout": timedelta(seconds=_SECONDS),
                "connect_timeout": timedelta(seconds=5),
                "allow_http": (given.s3_endpoint or "").startswith("http:"),
            },
            retry_config={"max_retries": _TRIES, "retry_timeout": timedelta(seconds=_SECONDS)},
            **{name: value for name, value in wanted.items() if value},
        )


@contextmanager
def _trouble(what: str) -> Iterator[None]:
    try:
        yield
    except FileStoreError:
        raise
    except Exception as problem:
        # Its message may hold names of files, addresses and what a server said: only its kind is told.
        log.warning("the store of files can't %s: %s", what, type(problem).__name__)
        raise FileStoreError(f"can't {what}: {type(problem).__name__}") from None


def _survive_power_cut(file: Path) -> None:
    """So that what a learner was told is kept is there after the power went."""
    for path in (file, file.parent):
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
