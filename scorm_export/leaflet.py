"""A leaflet → a package: a page that a platform shows, and that reports nothing back to it."""

from collections.abc import Sequence
from pathlib import Path

from modules.kit.leaflet import Leaflet
from modules.kit.leaflet.page import leaflet_assets, render_leaflet
from scorm_export.content import START_PAGE
from scorm_export.course import Course, Sco, Words
from scorm_export.errors import ExportError
from scorm_export.export import Package, files_of, write
from scorm_export.formats import find_format

MINUTES = 5


def export_leaflet(leaflet: Leaflet, *, format: str, languages: Sequence[str] = (), out: Path) -> Package:  # noqa: A002
    """Make one package of a leaflet.

    Args:
        leaflet: The leaflet.
        format: One of `FORMATS`.
        languages: The languages to put in, the first opens; none means all of the leaflet's.
        out: The folder to write to; made where it does not exist.

    Raises:
        ExportError: Unknown format or language, or a folder that can't be written.
        PackageError: The package would break a rule of its format.
    """
    kind = find_format(format)
    spoken = tuple(dict.fromkeys(languages)) or leaflet.languages
    course = _course(leaflet, spoken)
    path = out / ("-".join(["wegwijs", leaflet.id, leaflet.version, kind.name, *spoken]) + kind.extension)
    return write(course, files_of(course, kind), kind, path)


def _course(leaflet: Leaflet, languages: tuple[str, ...]) -> Course:
    for language in languages:
        if language not in leaflet.languages:
            spoken = ", ".join(leaflet.languages)
            raise ExportError(f"'{leaflet.id}' does not speak '{language}'; it speaks: {spoken}")
    pages = {language: f"index.{language}.html" for language in languages} | {languages[0]: START_PAGE}
    files = leaflet_assets(leaflet)
    for language, page in pages.items():
        files[page] = render_leaflet(leaflet, language, page_names=pages).encode()
    words = {
        language: Words(title=leaflet.words[language].title, description=leaflet.words[language].tagline)
        for language in languages
    }
    title = words[languages[0]].title
    part = Sco(leaflet.id, title, START_PAGE, files, minutes=MINUTES, words=words, reports=False)
    return Course(leaflet.id, leaflet.version, languages, MINUTES, words, (part,))
