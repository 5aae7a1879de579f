"""A zip or a tarball of the same bytes for the same files, there whole or not at all."""

import contextlib
import gzip
import io
import os
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from scorm_export.errors import ExportError

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment a zip can name; a real time of making would give other bytes every time."""
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3


def write(path: Path, packed: bytes) -> int:
    """Write an archive and return its size in bytes.

    Args:
        path: The file to make; one that is there already is replaced.
        packed: What `zipped` or `tarred` made.

    Raises:
        ExportError: When the folder can't be made or written.
    """
    try:
        with _whole_or_nothing(path) as unfinished:
            unfinished.write_bytes(packed)
        return len(packed)
    except OSError as error:
        raise ExportError(f"cannot write {path}: {error.strerror or error}") from error


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of files, given by path in the zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in sorted(files):
            archive.writestr(_entry(name), files[name], zipfile.ZIP_DEFLATED, compresslevel=9)
    return made.getvalue()


def tarred(files: Mapping[str, bytes]) -> bytes:
    """Return a compressed tarball of files, given by path in it."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name in sorted(files):
            entry = tarfile.TarInfo(name)
            entry.size = len(files[name])
            entry.mode = 0o644
            archive.addfile(entry, io.BytesIO(files[name]))
    return gzip.compress(made.getvalue(), 9, mtime=0)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system = _UNIX
    entry.external_attr = _PLAIN_FILE
    return entry


@contextlib.contextmanager
def _whole_or_nothing(path: Path) -> Iterator[Path]:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    unfinished = Path(name)
    try:
        yield unfinished
        unfinished.chmod(0o644)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
