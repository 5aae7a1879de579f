"""Reads imsmanifest.xml: which SCORM version, which SCOs, where each starts."""

from dataclasses import dataclass
from typing import Literal, Never
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as Xml

from lti_tool.practice_lms.errors import PackageError

Version = Literal["1.2", "2004"]


@dataclass(frozen=True)
class Sco:
    """One item that a learner can start.

    Attributes:
        id: The item's identifier.
        title: Its title.
        href: Its page, relative to the package, with any query string.
        launch_data: The author's start-up text for `launch_data`.
        mastery_score: 1.2: the raw score from which the LMS says "passed"; empty when absent.
    """

    id: str
    title: str
    href: str
    launch_data: str = ""
    mastery_score: str = ""


@dataclass(frozen=True)
class Manifest:
    """What the player needs of a manifest."""

    title: str
    version: Version
    scos: tuple[Sco, ...]


class _NoDocumentType(Xml.TreeBuilder):
    def doctype(self, *_name: str | None) -> Never:
        raise PackageError("manifest", "a document type is not allowed")


def read_manifest(raw: bytes) -> Manifest:
    """Read the default organisation of a manifest.

    Raises:
        PackageError: `manifest` when it is no readable manifest, `no-sco` when nothing can be started.
    """
    try:
        root = Xml.fromstring(raw, parser=Xml.XMLParser(target=_NoDocumentType()))  # noqa: S314 (no document type, no entities)
    except (Xml.ParseError, ValueError, LookupError) as error:
        raise PackageError("manifest", str(error)) from error
    if _local(root.tag) != "manifest":
        raise PackageError("manifest", "the root element is not manifest")
    version = _version(root)
    organization = _default_organization(root)
    resources = _resources(root)
    scos = tuple(_scos(organization, resources)) if organization is not None else ()
    if not scos:
        raise PackageError("no-sco")
    title = (_text(organization, "title") if organization is not None else "") or scos[0].title
    return Manifest(title, version, scos)


def _version(root: Xml.Element) -> Version:
    metadata = _child(root, "metadata")
    named = _text(metadata, "schemaversion") if metadata is not None else ""
    if named.startswith("1.2"):
        return "1.2"
    if named.startswith(("2004", "CAM")):
        return "2004"
    everything = " ".join([root.tag, *(key for node in root.iter() for key in (node.tag, *node.attrib))])
    return "2004" if "adlcp_v1p3" in everything else "1.2"


def _default_organization(root: Xml.Element) -> Xml.Element | None:
    organizations = _child(root, "organizations")
    if organizations is None:
        return None
    found = [node for node in organizations if _local(node.tag) == "organization"]
    wanted = organizations.get("default")
    return next((node for node in found if node.get("identifier") == wanted), found[0] if found else None)


def _resources(root: Xml.Element) -> dict[str, str]:
    resources = _child(root, "resources")
    if resources is None:
        return {}
    base = _base(root) + _base(resources)
    return {
        node.get("identifier", ""): base + _base(node) + node.get("href", "")
        for node in resources
        if node.get("href")
    }


def _scos(organization: Xml.Element, resources: dict[str, str]) -> list[Sco]:
    found: list[Sco] = []
    for item in organization.iter():
        href = resources.get(item.get("identifierref", ""))
        if _local(item.tag) != "item" or href is None or item.get("isvisible") == "false":
            continue
        launch_data = _text(item, "datafromlms") or _text(item, "dataFromLMS")
        page = _inside(_with_parameters(href, item.get("parameters", "")))
        identifier = item.get("identifier", f"item-{len(found)}")
        found.append(Sco(identifier, _text(item, "title"), page, launch_data, _text(item, "masteryscore")))
    return found


def _with_parameters(href: str, parameters: str) -> str:
    # SCORM CAM §3.4.1.5: "?" or "&" may or may not begin the parameters.
    parameters = parameters.lstrip("?&")
    if not parameters:
        return href
    if parameters.startswith("#"):
        return href + parameters
    return href + ("&" if "?" in href else "?") + parameters


def _inside(href: str) -> str:
    if urlsplit(href).scheme or href.startswith(("/", "\\")) or ".." in unquote(href).split("/"):
        raise PackageError("manifest", "a page lies outside the package")
    return urljoin("", href)


def _base(node: Xml.Element) -> str:
    return node.get("{http://www.w3.org/XML/1998/namespace}base", "")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _child(node: Xml.Element, name: str) -> Xml.Element | None:
    return next((child for child in node if _local(child.tag) == name), None)


def _text(node: Xml.Element, name: str) -> str:
    child = _child(node, name)
    return (child.text or "").strip() if child is not None else ""
