"""A leaflet → a package: a page that a platform shows, and that reports nothing back to it."""

from collections.abc import Sequence
from pathlib import Path

from modules.kit.leaflet import Leaflet
from modules.kit.leaflet.page import leaflet_assets, render_leaflet
from scorm_export.content import START_PAGE
from scorm_export.course import Course, Sco, Words
from scorm_export.errors import ExportError
from scorm_export.export import Package, Prepared, prepared
from scorm_export.formats import find_format

MINUTES = 5


def export_leaflet(leaflet: Leaflet, *, format: str, languages: Sequence[str] = (), out: Path) -> Package:  # noqa: A002
    """Write one package of a leaflet to a folder; takes and raises what `prepare_leaflet` does.

    Raises:
        ExportError: It can't be written there.
    """
    return prepare_leaflet(leaflet, format=format, languages=languages).write(out)


def prepare_leaflet(leaflet: Leaflet, *, format: str, languages: Sequence[str] = ()) -> Prepared:  # noqa: A002
    """Make one package of a leaflet, and write nothing.

    Args:
        leaflet: The leaflet.
        format: One of `FORMATS`.
        languages: The languages to put in, the first opens; none means all of the leaflet's.

    Raises:
        ExportError: Unknown format or language, or a format that only links to modules.
        PackageError: The package would break a rule of its format.
    """
    kind = find_format(format)
    spoken = tuple(dict.fromkeys(languages)) or leaflet.languages
    return prepared(_course(leaflet, spoken), kind)


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
