"""Whether a package is good, also one that somebody else made: `wegwijs export --check`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

from scorm_export import folder
from scorm_export.errors import PackageError
from scorm_export.olx_check import KIND as OLX
from scorm_export.olx_check import is_tarball, verify_course
from scorm_export.package_file import open_package, read_manifest, read_names
from scorm_export.schemas import schema_problems

SCORM, CMI5 = "imsmanifest.xml", "cmi5.xml"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


@dataclass(frozen=True)
class Verdict:
    """What was found in a package."""

    kind: str
    """`SCORM 1.2`, `SCORM 2004`, `Common Cartridge`, `cmi5`, `OLX`, `html`; "" where nobody could tell."""
    parts: tuple[str, ...]
    """The titles of what a learner can start."""
    problems: tuple[str, ...]
    """Empty for a good package. Each says what is wrong, and what was expected."""


def verify(path: Path) -> Verdict:
    """Read a package and say what is wrong with it; nothing is unpacked."""
    if path.is_dir():
        return Verdict("html", (path.name,), tuple(folder.problems(path)))
    try:
        if is_tarball(path):
            parts, wrong = verify_course(path)
            return Verdict(OLX, tuple(parts), tuple(wrong))
        with open_package(path) as archive:
            return _verdict(archive)
    except PackageError as error:
        return Verdict("", (), error.problems)
    except (BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        return Verdict("", (), (f"is a zip that can't be unpacked: {error}",))


def _verdict(archive: ZipFile) -> Verdict:
    names = read_names(archive)
    if damaged := archive.testzip():
        raise PackageError([f"{damaged} is damaged: its bytes are not those that were packed"])
    manifest = next((name for name in (SCORM, CMI5) if name in names), None)
    if manifest is None:
        raise PackageError([_where_is_it(names)])
    raw = read_manifest(archive, manifest)
    try:
        root = ET.fromstring(raw)  # noqa: S314 (it has no document type, so no entities)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise PackageError([f"{manifest} is no XML that can be read: {error}"]) from error
    kind = _kind(root, manifest)
    problems = list(schema_problems(kind, raw))
    find = _cmi5_problems if manifest == CMI5 else _manifest_problems
    problems += find(root, kind, set(names))
    return Verdict(kind, tuple(_parts(root)), tuple(dict.fromkeys(problems)))


def _where_is_it(names: list[str]) -> str:
    deeper = next((name for name in names if name.rsplit("/", 1)[-1] in {SCORM, CMI5}), None)
    if deeper:
        return f"the manifest is at {deeper}: zip what is in that folder, not the folder"
    return f"there is no {SCORM} (SCORM, Common Cartridge) and no {CMI5} (cmi5) at its root"


def _kind(root: ET.Element, manifest: str) -> str:
    if manifest == CMI5:
        return "cmi5"
    namespaces = " ".join({element.tag for element in root.iter()} | {root.tag})
    named = " ".join((element.text or "").strip() for element in root.iter() if _local(element) == "schema")
    version = next((element.text or "" for element in root.iter() if _local(element) == "schemaversion"), "")
    if "Common Cartridge" in named or "imsccv1p" in namespaces:
        return "Common Cartridge"
    return "SCORM 1.2" if "imscp_rootv1p1p2" in namespaces or version.strip() == "1.2" else "SCORM 2004"


def _manifest_problems(root: ET.Element, kind: str, names: set[str]) -> Iterator[str]:
    ids = [element.attrib["identifier"] for element in root.iter() if "identifier" in element.attrib]
    for repeated in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"the identifier {repeated} stands there twice"
    resources = {one.get("identifier", ""): one for one in root.iter() if _local(one) == "resource"}
    for element in root.iter():
        wanted = element.get("identifierref")
        if wanted is not None and wanted not in ids:
            yield f"refers to {wanted}, which is not there"
    organizations = next((one for one in root.iter() if _local(one) == "organizations"), None)
    default = organizations.get("default") if organizations is not None else None
    if default and default not in ids:
        yield f"the default organization {default} is not there"
    for href in sorted(set(_hrefs(root)) - names):
        yield f"names {href}, which is not in the package"
    if kind.startswith("SCORM"):
        yield from _sco_problems(root, kind, resources)


def _sco_problems(root: ET.Element, kind: str, resources: Mapping[str, ET.Element]) -> Iterator[str]:
    wanted, other = ("scormtype", "scormType") if kind == "SCORM 1.2" else ("scormType", "scormtype")
    started = [item.get("identifierref", "") for item in root.iter() if _local(item) == "item"]
    startable = [resources[name] for name in started if name in resources]
    if not startable:
        yield "there is nothing that a learner can start: no item leads to a resource"
    for resource in resources.values():
        said = {key.rpartition("}")[2] for key in resource.attrib}
        name = f"resource {resource.get('identifier')}"
        if other in said:
            yield f"{name}: '{other}' is the other version's word; expected '{wanted}'"
        elif wanted not in said:
            yield f"{name}: '{wanted}' is missing (sco or asset)"
    for resource in startable:
        if not resource.get("href"):
            yield f"resource {resource.get('identifier')} has no page to start (href)"


def _cmi5_problems(root: ET.Element, _kind: str, names: set[str]) -> Iterator[str]:
    ids = [one.get("id", "") for one in root.iter() if _local(one) in {"au", "block", "course", "objective"}]
    for repeated in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"the id {repeated} stands there twice"
    for url in root.iter():
        address = (url.text or "").strip()
        if _local(url) == "url" and not urlsplit(address).scheme and _path(address) not in names:
            yield f"names {address}, which is not in the package"


def _hrefs(element: ET.Element, base: str = "") -> Iterator[str]:
    base += element.get(_XML_BASE, "")
    href = element.get("href")
    if href and _local(element) in {"file", "resource"} and not urlsplit(href).scheme:
        yield _path(base + href)
    for child in element:
        yield from _hrefs(child, base)


def _path(address: str) -> str:
    return unquote(address.partition("#")[0].partition("?")[0])


def _parts(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        if _local(element) == "au" or (_local(element) == "item" and element.get("identifierref")):
            title = next((one for one in element if _local(one) == "title"), None)
            # cmi5 has it once in each language.
            text = title if title is None or not len(title) else title[0]
            yield " ".join("".join(text.itertext()).split()) if text is not None else ""


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
