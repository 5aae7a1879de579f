"""A whole catalogue site: every module as pages to look at and as packages to download."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from modules.kit.guide_booklet import render_guide_booklet
from modules.kit.leaflet import Leaflet
from modules.kit.module import Module
from scorm_export import folder
from scorm_export.check import check_paths
from scorm_export.content import spoken_by_all
from scorm_export.errors import ExportError
from scorm_export.export import Prepared, prepare
from scorm_export.formats import FORMATS
from scorm_export.leaflet import prepare_leaflet
from scorm_export.site.item import File, Item, leaflet_item, module_item, track_item
from scorm_export.site.pages import Shelf, site_pages
from scorm_export.site.words import site_languages

Pdf = Callable[[Module, str], bytes | None]
"""Makes a facilitator's guide as PDF: of a module, in a language; None where that can't be done here."""
_KINDS = [kind for kind in FORMATS.values() if kind.has_pages]
_TRY = "try/"
"""Where modules can be looked at: their html edition."""


@dataclass(frozen=True)
class Site:
    """A site that was made."""

    path: Path
    size: int
    """Of all files, in bytes."""
    files: int
    packages: int


def export_site(
    modules: Sequence[Module],
    leaflets: Sequence[Leaflet],
    out: Path,
    *,
    pdf: Pdf = lambda _module, _language: None,
    made_one: Callable[[str], None] = lambda _: None,
) -> Site:
    """Write the site; a site that we wrote before is replaced when the new one is whole.

    Args:
        modules: Those that it shows.
        leaflets: The pages for people around the learner that it shows.
        out: The folder to write.
        pdf: Makes the guides as PDF.
        made_one: Hears the name of each item that is made.

    Raises:
        ExportError: There is nothing to show, or the folder can't be written or holds others' files.
        PackageError: A package would break a rule of its format.
    """
    if not modules and not leaflets:
        raise ExportError("there is no module to make a site of")
    builder = _Builder(pdf, made_one)
    shown = sorted(
        (module.in_variant(None) for module in modules), key=lambda one: (one.track.name, one.track.order)
    )
    shelves = [
        builder.track(name, list(group)) for name, group in groupby(shown, key=lambda one: one.track.name)
    ]
    if leaflets:
        shelves.append(Shelf("leaflets", tuple(builder.leaflet(leaflet) for leaflet in leaflets)))
    files = {**builder.files, **site_pages(shelves)}
    check_paths(files)
    files = folder.with_list(files)
    return Site(out, folder.write(out, files), len(files), builder.packages)


class _Builder:
    """Gathers the site's files while it makes items."""

    def __init__(self, pdf: Pdf, made_one: Callable[[str], None]) -> None:
        self.files: dict[str, bytes] = {}
        self.packages = 0
        self._pdf = pdf
        self._made_one = made_one

    def track(self, name: str, modules: Sequence[Module]) -> Shelf:
        """Make a track's modules, and all of them together where one language does for all."""
        is_whole = len(modules) > 1 and bool(spoken_by_all(modules))
        whole_folder = f"{_TRY}all-{name}/"
        whole = self._packages(modules, whole_folder) if is_whole else {}
        items = []
        for module in modules:
            # Its pages are in the folder of the whole already, in the languages that all speak.
            is_inside = is_whole and spoken_by_all(modules) == module.languages
            own_folder = f"{whole_folder}{module.id}/" if is_inside else f"{_TRY}{module.id}/"
            downloads = self._packages([module], None if is_inside else own_folder)
            items.append(module_item(module, site_languages(), own_folder, downloads, self._guides(module)))
            self._made_one(module.id)
        together = (
            track_item(name, modules, items, site_languages(), whole_folder, whole) if is_whole else None
        )
        return Shelf(name, tuple(items), together)

    def leaflet(self, leaflet: Leaflet) -> Item:
        """Make a leaflet."""
        own_folder = f"{_TRY}{leaflet.id}/"
        downloads = {}
        for kind in _KINDS:
            try:
                package = prepare_leaflet(leaflet, format=kind.name)
            except ExportError:
                continue  # a format that has no place for a page which reports nothing
            downloads[kind.name] = self._taken(package, own_folder)
        self._made_one(leaflet.id)
        return leaflet_item(leaflet, site_languages(), own_folder, downloads)

    def _packages(self, modules: Sequence[Module], to_try: str | None) -> dict[str, File]:
        found = {}
        for kind in _KINDS:
            (package,) = prepare(modules, format=kind.name, together=True)
            found[kind.name] = self._taken(package, to_try)
        return found

    def _taken(self, package: Prepared, to_try: str | None) -> File:
        """Take a package into the site as one file to download, and its pages as they are."""
        if package.kind.is_folder and to_try is not None:
            pages = {path: content for path, content in package.files.items() if path != folder.LIST}
            self.files |= {to_try + path: content for path, content in pages.items()}
        self.packages += 1
        name, content = package.download()
        return self._file(f"downloads/{name}", content)

    def _guides(self, module: Module) -> list[File]:
        found = []
        for language in module.guides:
            title = module.words[language].module.title
            made: Mapping[str, str | bytes | None] = {
                "html": render_guide_booklet(module, language),
                "pdf": self._pdf(module, language),
            }
            for kind, content in made.items():
                if content:
                    raw = content.encode() if isinstance(content, str) else content
                    path = f"guides/guide-{module.id}-{language}.{kind}"
                    found.append(self._file(path, raw, kind, language, title))
        return found

    def _file(self, path: str, content: bytes, kind: str = "", language: str = "", title: str = "") -> File:
        self.files[path] = content
        return File(path, len(content), kind, language, title)
