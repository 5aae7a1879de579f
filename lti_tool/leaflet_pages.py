"""A leaflet's pages and files, made once and then kept in memory: they are the same for everybody."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256

from lti_tool.pages import BITMAPS, Content, bitmap_of, media_type
from modules.kit.leaflet import Leaflet
from modules.kit.leaflet.page import leaflet_assets, render_leaflet


class LeafletPages:
    """One leaflet's pages and files."""

    def __init__(self, leaflet: Leaflet) -> None:
        self.leaflet = leaflet

    def page(self, language: str) -> Content:
        """The page in one of the leaflet's languages."""
        return self._pages[language]

    def file(self, path: str) -> Content | None:
        """A file of the page."""
        return self._files.get(path)

    def bitmap(self, size: int) -> Content | None:
        """The leaflet's picture as a square PNG of a size in `BITMAPS`; ours where it brings none."""
        return bitmap_of(self.leaflet.folder, size) if size in BITMAPS else None

    @cached_property
    def digest(self) -> str:
        """Changes when any file changes; part of the files' address, so that they may be kept for ever."""
        whole = sha256()
        for path, content in self._files.items():
            whole.update(f"{path} {content.etag}\n".encode())
        return whole.hexdigest()[:16]

    @cached_property
    def picture(self) -> str:
        """The address of the cover."""
        return f"{self._assets}/media/{self.leaflet.structure.picture}"

    @property
    def _assets(self) -> str:
        return f"/{self.leaflet.id}/files/{self.digest}"

    @cached_property
    def _files(self) -> dict[str, Content]:
        files = leaflet_assets(self.leaflet)
        return {path: Content(body, media_type(path)) for path, body in files.items()}

    @cached_property
    def _pages(self) -> dict[str, Content]:
        # Relative: the pages in their languages stand beside each other.
        names = {name: name for name in self.leaflet.languages}
        return {
            language: Content(
                render_leaflet(self.leaflet, language, page_names=names, assets=self._assets).encode(),
                "text/html",
            )
            for language in self.leaflet.languages
        }
