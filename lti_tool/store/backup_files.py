"""The files of learners in a backup: after the database, each as it is, and last a list with their sums.

A file may go while the backup is made: its learner shared it no more, and then it is not in it. One that came
after the database was copied has no row there, and is cleared away some time after it comes back.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import tarfile
from collections.abc import Iterable, Iterator

from lti_tool.errors import BackupError

_LIST = "files.json"
_FOLDER = "files/"
NAME = re.compile(r"[0-9a-f]{16}/[0-9a-f]{32}")
"""What our files are called. Whatever somebody put into a backup, it is written nowhere else."""


def add(tar: tarfile.TarFile, files: Iterable[tuple[str, bytes]]) -> None:
    """Put files into a backup, by name."""
    sums = {}
    for name, content in files:
        sums[name] = hashlib.sha256(content).hexdigest()
        _add(tar, f"{_FOLDER}{name}", content)
    _add(tar, _LIST, json.dumps(sums).encode())


def each(tar: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    """The files in a backup, each checked. One that was made before there were any has none.

    Raises:
        BackupError: One is missing, was changed or damaged, or is none of ours.
    """
    if _LIST not in tar.getnames():
        return
    for name, wanted in json.loads(_read(tar, _LIST)).items():
        if not NAME.fullmatch(name):
            raise BackupError(f"a file in it is none of ours: {name!r}")
        content = _read(tar, f"{_FOLDER}{name}")
        if hashlib.sha256(content).hexdigest() != wanted:
            raise BackupError(f"a file in it was changed or damaged: {name!r}")
        yield name, content


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, io.BytesIO(content))


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    found = tar.extractfile(name)
    if found is None:
        raise BackupError(f"{name!r} is no file")
    return found.read()
