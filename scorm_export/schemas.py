"""The standards' own schemas, offline: `xsd/` holds them, with their licences in its README."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from lxml import etree

XSD = Path(__file__).with_name("xsd")
_SCHEMAS: Mapping[str, Path] = {
    "SCORM 1.2": XSD / "scorm12" / "all.xsd",
    "SCORM 2004": XSD / "scorm2004_4th" / "all.xsd",
    "cmi5": XSD / "cmi5" / "CourseStructure.xsd",
}
_XML_XSD = XSD / "scorm2004_4th" / "xml.xsd"


class _Offline(etree.Resolver):  # type: ignore[misc]
    """W3C's own schema lies here under several addresses; nothing else is looked up anywhere."""

    def resolve(self, url: str, _public_id: str, context: object) -> object:
        if url.endswith("/xml.xsd") and "w3.org" in url:
            return self.resolve_filename(str(_XML_XSD), context)
        return None


@cache
def schema(kind: str) -> etree.XMLSchema:
    """The schema of a kind of manifest.

    Raises:
        KeyError: There is none here.
    """
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Offline())
    return etree.XMLSchema(etree.parse(str(_SCHEMAS[kind]), parser))


def schema_problems(kind: str, raw: bytes) -> Iterator[str]:
    """Yield where a manifest breaks its standard's schema, by line; nothing for a kind without one here."""
    if kind not in _SCHEMAS:
        return
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    try:
        document = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        yield f"line {error.lineno}: {error.msg}"
        return
    checker = schema(kind)
    if not checker.validate(document):
        yield from (f"line {error.line}: {error.message}" for error in checker.error_log)
