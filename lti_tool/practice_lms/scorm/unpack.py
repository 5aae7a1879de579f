"""Unpacks an uploaded zip without trusting it."""

import shutil
import stat
import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import IO

from lti_tool.practice_lms.errors import PackageError
from lti_tool.practice_lms.scorm.manifest import Manifest, read_manifest

MAXIMUM_ZIP = 100 * 2**20
"""Bytes of a zip."""
MAXIMUM_FILES = 5_000
MAXIMUM_UNPACKED = 300 * 2**20
"""Bytes of all files together; counted while unpacking, because a zip may lie about it."""
MAXIMUM_MANIFEST = 2 * 2**20
_BLOCK = 2**16


def unpack(zipped: IO[bytes], folder: Path) -> Manifest:
    """Unpack a SCORM package into a new folder; on any refusal nothing is left behind.

    Args:
        zipped: The zip, seekable.
        folder: Where to; replaced when it exists.

    Raises:
        PackageError: `not-a-zip`, `unsafe-path`, `too-big`, `no-manifest`, `manifest` or `no-sco`.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=folder.parent, prefix="unpacking-"))
    try:
        with zipfile.ZipFile(zipped) as archive:
            manifest = _read(archive)
            _write(archive, work)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, UnicodeDecodeError) as error:
        # RuntimeError: an encrypted zip; NotImplementedError: a compression of another age.
        shutil.rmtree(work)
        raise PackageError("not-a-zip", str(error)) from error
    except BaseException:
        shutil.rmtree(work)
        raise
    shutil.rmtree(folder, ignore_errors=True)
    work.rename(folder)
    return manifest


def _read(archive: zipfile.ZipFile) -> Manifest:
    entries = archive.infolist()
    if len(entries) > MAXIMUM_FILES or sum(entry.file_size for entry in entries) > MAXIMUM_UNPACKED:
        raise PackageError("too-big")
    for entry in entries:
        if not _safe(entry):
            raise PackageError("unsafe-path")
    if "imsmanifest.xml" not in archive.namelist():
        raise PackageError("no-manifest")
    if archive.getinfo("imsmanifest.xml").file_size > MAXIMUM_MANIFEST:
        raise PackageError("too-big")
    return read_manifest(archive.read("imsmanifest.xml"))


def _safe(entry: zipfile.ZipInfo) -> bool:
    # orig_filename: zipfile itself cuts names at NUL and turns the system's separators.
    name = entry.orig_filename
    if not name or any(sign in name for sign in "\\:\0") or name.startswith("/"):
        return False
    if any(part in {"..", "."} for part in PurePosixPath(name).parts):
        return False
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return kind in {0, stat.S_IFREG, stat.S_IFDIR}


def _write(archive: zipfile.ZipFile, folder: Path) -> None:
    left = MAXIMUM_UNPACKED
    for entry in archive.infolist():
        target = folder / entry.filename
        try:
            if entry.is_dir():
                target.mkdir(parents=True, exist_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as source, target.open("xb") as sink:
                while block := source.read(_BLOCK):
                    left -= len(block)
                    if left < 0:
                        raise PackageError("too-big")
                    sink.write(block)
        except OSError as error:
            # The same name twice, a file where a folder must be, a name this disk can't hold.
            raise PackageError("unsafe-path", type(error).__name__) from error
