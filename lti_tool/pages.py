"""The modules' pages and files, made once and then kept in memory: they are the same for everybody."""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock

from modules.kit.activity_type import JSON
from modules.kit.module import Module
from modules.kit.page import page_assets, render_page

_TYPES = {".js": "text/javascript", ".svg": "image/svg+xml", ".webp": "image/webp", ".woff2": "font/woff2"}
_HOSTS: Mapping[str, Mapping[str, JSON]] = {"lti": {"api": "/api"}, "preview": {"kept": False}}
_SMALL_ALREADY = ("image/png", "image/jpeg", "image/webp", "font/", "audio/", "video/")
_STATIC = Path(__file__).parent / "static"
BITMAPS = {50: _STATIC / "icon-50.png", 128: _STATIC / "icon.png"}
"""Sizes of a module's square bitmaps, in pixels (an icon and a thumbnail), and ours for a module without."""


@dataclass(frozen=True)
class Content:
    """Bytes that browsers may keep."""

    body: bytes
    media_type: str

    @cached_property
    def etag(self) -> str:
        """Changes when the bytes change."""
        return sha256(self.body).hexdigest()[:24]

    @cached_property
    def gzipped(self) -> bytes | None:
        """The bytes made smaller, or None where that gains nothing."""
        if self.media_type.startswith(_SMALL_ALREADY):
            return None
        return gzip.compress(self.body, 9, mtime=0)


class ModulePages:
    """One module's pages and files."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._pages: dict[tuple[str, str, str | None], Content] = {}
        self._lock = Lock()

    def page(self, language: str, *, host: str = "lti", variant: str | None = None) -> Content:
        """The page in one of the module's languages, for a learner or (`preview`) to look at.

        Args:
            language: One of the module's.
            host: One of `_HOSTS`.
            variant: Which steps are in it; the module's first choice where it is None.
        """
        module = self._module.in_variant(variant)
        key = (language, host, module.variant)
        if key not in self._pages:
            with self._lock:
                self._pages[key] = _render(module, language, host, self.digest)
        return self._pages[key]

    def bitmap(self, size: int) -> Content | None:
        """The module's picture as a square PNG of a size in `BITMAPS`; ours where it brings none."""
        if size not in BITMAPS:
            return None
        return bitmap_of(self._module.folder, size)

    def file(self, path: str) -> Content | None:
        """A file of the page."""
        return self._files.get(path)

    @cached_property
    def digest(self) -> str:
        """Changes when any file changes; part of the files' address, so that they may be kept for ever."""
        whole = sha256()
        for path, content in self._files.items():
            whole.update(f"{path} {content.etag}\n".encode())
        return whole.hexdigest()[:16]

    @cached_property
    def _files(self) -> dict[str, Content]:
        files = page_assets(self._module, list(_HOSTS))
        return {path: Content(body, media_type(path)) for path, body in files.items()}


def _render(module: Module, language: str, host: str, digest: str) -> Content:
    html = render_page(
        module,
        language,
        host=host,
        settings=_HOSTS[host],
        assets=f"/assets/{digest}/{module.id}",
        # Relative: the pages of a module in its languages stand beside each other.
        page_names={name: name for name in module.languages},
    )
    return Content(html.encode(), "text/html")


def bitmap_of(folder: Path, size: int) -> Content:
    """A folder's own square bitmap of a size in `BITMAPS`, or ours."""
    own = folder / "icons" / f"{size}.png"
    return _png(own if own.is_file() else BITMAPS[size])


@cache
def _png(file: Path) -> Content:
    return Content(file.read_bytes(), "image/png")


def media_type(path: str) -> str:
    """The media type of a file, by its name."""
    suffix = "." + path.rsplit(".", 1)[-1]
    return _TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
