"""The manifest of a package (imsmanifest.xml, or what a format has instead), from one template per format."""

import textwrap
from dataclasses import replace

from jinja2 import Environment, PackageLoader, StrictUndefined

from scorm_export.course import Course, Words, identifier

MANIFEST = "imsmanifest.xml"
"""The manifest's name, at the root of the zip and nowhere else (SCORM CAM 2.3.1)."""
_LICENCE = "Texts and pictures: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"
_MAX_TEXT = 1000
"""LOM's smallest permitted maximum for a title or description; some platforms refuse a package over it."""

_templates = Environment(
    loader=PackageLoader("scorm_export"),
    autoescape=True,
    undefined=StrictUndefined,
    keep_trailing_newline=True,
)
_templates.globals.update(identifier=identifier, licence=_LICENCE)


def render(template: str, course: Course, *, name: str = MANIFEST, **more: object) -> dict[str, bytes]:
    """Return the manifest that a template (`scorm12.xml` …) makes of a course, and of `more` by name."""
    short = replace(course, words={language: _short(words) for language, words in course.words.items()})
    return {name: _templates.get_template(template).render(course=short, **more).encode()}


def _short(words: Words) -> Words:
    return Words(
        title=textwrap.shorten(words.title, _MAX_TEXT, placeholder=" …"),
        description=textwrap.shorten(words.description, _MAX_TEXT, placeholder=" …"),
    )
