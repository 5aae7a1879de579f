"""Somebody's zip, read without trusting it."""

import stat
import zipfile
from pathlib import Path, PurePosixPath

from scorm_export.errors import PackageError

MOST_FILES = 20_000
MOST_BYTES = 2 * 2**30
"""Of all files together, unpacked."""
MOST_MANIFEST = 5 * 2**20


def read_names(archive: zipfile.ZipFile) -> list[str]:
    """Return the names of a zip's files, folders left out.

    Raises:
        PackageError: With every entry that could do harm or that a platform would refuse.
    """
    entries = archive.infolist()
    problems = [f"{entry.orig_filename!r} {what}" for entry in entries if (what := _harm(entry))]
    names = [entry.filename for entry in entries if not entry.is_dir()]
    problems += [f"{name!r} is in the zip twice" for name in sorted({n for n in names if names.count(n) > 1})]
    if len(entries) > MOST_FILES:
        problems.append(f"{len(entries)} files; a package has at most {MOST_FILES}")
    if (size := sum(entry.file_size for entry in entries)) > MOST_BYTES:
        problems.append(f"{size // 10**6} MB when unpacked; a package has at most {MOST_BYTES // 10**6} MB")
    if problems:
        raise PackageError(problems)
    return names


def read_manifest(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the manifest's bytes.

    Raises:
        PackageError: It is far too large to be one, or names entities: those can be made to fill a memory.
    """
    if archive.getinfo(name).file_size > MOST_MANIFEST:
        raise PackageError([f"{name} is larger than {MOST_MANIFEST // 2**20} MB: that is no manifest"])
    raw = archive.read(name)
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw or "<!DOCTYPE".encode("utf-16-le") in raw:
        raise PackageError([f"{name} has a document type, which no manifest needs and which can do harm"])
    return raw


def open_package(path: Path) -> zipfile.ZipFile:
    """Open a zip.

    Raises:
        PackageError: There is no such file, or it is no zip.
    """
    try:
        return zipfile.ZipFile(path)
    except OSError as error:
        raise PackageError([f"can't be read: {error.strerror or error}"]) from error
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise PackageError([f"is no zip that can be read: {error}"]) from error


def _harm(entry: zipfile.ZipInfo) -> str:
    # orig_filename: zipfile itself cuts names at NUL and turns the system's separators.
    name = entry.orig_filename
    pure = PurePosixPath(name)
    if not name or "\0" in name or "\\" in name or pure.is_absolute() or ".." in pure.parts or ":" in name:
        return "would be written outside the package"
    if entry.flag_bits & 0x1:
        return "is encrypted"
    if stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return "is no plain file"
    return ""
