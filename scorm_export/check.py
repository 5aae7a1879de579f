"""What no schema says of a package: every file named is there, every file there is named, and no more."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from scorm_export.errors import PackageError
from scorm_export.manifest import MANIFEST


def check(files: Mapping[str, bytes]) -> None:
    """Check a package of ours before it is written.

    Args:
        files: Every file of the package by path, the manifest included.

    Raises:
        PackageError: With every problem found.
    """
    problems = list(_problems(files))
    if problems:
        raise PackageError(problems)


def check_paths(files: Mapping[str, bytes]) -> None:
    """Check a package that has no manifest.

    Raises:
        PackageError: With every problem found.
    """
    problems = [problem for path in files for problem in _path_problems(path)]
    if problems:
        raise PackageError(problems)


def _problems(files: Mapping[str, bytes]) -> Iterator[str]:
    for path in files:
        yield from _path_problems(path)
    if MANIFEST not in files:
        yield f"{MANIFEST} is missing"
        return
    # Our own bytes, so the parser's known weaknesses (entity bombs) have no way in.
    root = ET.fromstring(files[MANIFEST])  # noqa: S314
    listed = {href for element in root.iter() for href in _hrefs(element)}
    for href in sorted(listed - set(files)):
        yield f"the manifest names {href}, which is not in the package"
    for path in sorted(set(files) - listed - {MANIFEST}):
        yield f"{path} is in the package but the manifest does not name it"
    yield from _reference_problems(root)


def _path_problems(path: str) -> Iterator[str]:
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\\" in path or str(pure) != path:
        yield f"{path!r} is not a plain path inside the package"
    if not path.isascii() or " " in path:
        yield f"{path!r} has spaces or accents, which some platforms refuse"


def _hrefs(element: ET.Element) -> Iterator[str]:
    if element.tag.endswith(("}file", "}resource")) and "href" in element.attrib:
        yield element.attrib["href"]


def _reference_problems(root: ET.Element) -> Iterator[str]:
    ids = [element.attrib["identifier"] for element in root.iter() if "identifier" in element.attrib]
    for repeated in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"the manifest uses the identifier {repeated} twice"
    for element in root.iter():
        target = element.attrib.get("identifierref")
        if target is not None and target not in ids:
            yield f"the manifest refers to {target}, which it does not define"
