"""Whether an OLX course is good, also one that somebody else made; nothing is unpacked."""

import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

from scorm_export.errors import PackageError
from scorm_export.olx import BLOCK
from scorm_export.package_file import MOST_BYTES, MOST_FILES, MOST_MANIFEST

KIND = "OLX"
_HOLDERS = {"course", "chapter", "sequential", "vertical"}
"""What may stand in a file of its own, to which an element with nothing but a `url_name` points."""


def is_tarball(path: Path) -> bool:
    """Whether a package is of the kind that Open edX's Studio imports, by its name."""
    return path.name.endswith((".tar.gz", ".tgz"))


def verify_course(path: Path) -> tuple[list[str], list[str]]:
    """Return the titles of what a learner can start, and what is wrong.

    Raises:
        PackageError: It can't be read, or could do harm.
    """
    files = _read(path)
    top = [name for name in files if PurePosixPath(name).name == "course.xml" and name.count("/") <= 1]
    if not top:
        raise PackageError(["there is no course.xml in the folder at its root, which Studio looks for"])
    root = PurePosixPath(top[0]).parent
    problems: list[str] = []
    blocks = list(_blocks(_tree(files, top[0]), root, files, problems))
    if not blocks:
        problems.append("there is nothing in it that a learner can start")
    for block in blocks:
        if block.tag == BLOCK and not block.get("module"):
            problems.append(f"block {block.get('url_name')}: '{BLOCK}' needs a module")
    return [block.get("display_name", block.tag) for block in blocks], problems


def _blocks(
    element: ET.Element, root: PurePosixPath, files: Mapping[str, bytes], problems: list[str], deep: int = 0
) -> Iterator[ET.Element]:
    """Everything that is no holder, in the course's order."""
    if element.tag not in _HOLDERS:
        yield element
        return
    name = element.get("url_name")
    path = str(root / element.tag / f"{name}.xml")
    is_pointer = not len(element) and name and set(element.attrib) <= {"url_name", "org", "course"}
    if is_pointer and (path not in files or deep > len(_HOLDERS) * 2):
        problems.append(f"points to {path}, which is not in the package")
        return
    for child in _tree(files, path) if is_pointer else element:
        yield from _blocks(child, root, files, problems, deep + 1)


def _tree(files: Mapping[str, bytes], path: str) -> ET.Element:
    raw = files[path]
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise PackageError([f"{path} has a document type, which no course needs and which can do harm"])
    try:
        return ET.fromstring(raw)  # noqa: S314 (it has no document type, so no entities)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise PackageError([f"{path} is no XML that can be read: {error}"]) from error


def _read(path: Path) -> dict[str, bytes]:
    """Every XML file; the others only count."""
    files: dict[str, bytes] = {}
    size = 0
    try:
        with tarfile.open(path, "r:gz") as archive:
            for number, entry in enumerate(archive):
                size += entry.size
                if number >= MOST_FILES or size > MOST_BYTES:
                    raise PackageError([f"more than {MOST_FILES} files or {MOST_BYTES // 10**6} MB"])
                pure = PurePosixPath(entry.name)
                if pure.is_absolute() or ".." in pure.parts or not (entry.isfile() or entry.isdir()):
                    raise PackageError([f"{entry.name!r} would be written outside the package"])
                is_read = entry.isfile() and pure.suffix == ".xml" and entry.size <= MOST_MANIFEST
                if is_read and (found := archive.extractfile(entry)):
                    files[str(pure)] = found.read()
    except (OSError, EOFError, tarfile.TarError) as error:
        raise PackageError([f"is no tarball that can be read: {error}"]) from error
    return files
