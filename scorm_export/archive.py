"""A zip of the same bytes for the same files, there whole or not at all."""

import contextlib
import io
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from scorm_export.errors import ExportError

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment a zip can name; a real time of making would give other bytes every time."""
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3


def write(path: Path, files: Mapping[str, bytes]) -> int:
    """Write a zip and return its size in bytes.

    Args:
        path: The zip to make; one that is there already is replaced.
        files: Every file by path in the zip.

    Raises:
        ExportError: When the folder can't be made or written.
    """
    packed = zipped(files)
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
