"""The page of a module and its files. They hold nothing personal: the same for every learner of a block."""

import gzip
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256

from wegwijs_xblock import catalogue
from wegwijs_xblock.catalogue import registry

from modules.kit.activity_type import JSON
from modules.kit.page import page_assets, render_page

_HOSTS = ("xblock", "preview")
_TYPES = {".js": "text/javascript", ".svg": "image/svg+xml", ".webp": "image/webp", ".woff2": "font/woff2"}
_SMALL_ALREADY = ("image/png", "image/jpeg", "image/webp", "font/", "audio/", "video/")


@dataclass(frozen=True)
class Shown:
    """What a page is made of; two blocks with the same settings differ in their addresses only."""

    module: str
    variant: str
    languages: tuple[str, ...]
    edition: str
    is_kept: bool
    """Whether answers are kept; not in Studio, and not for somebody without an account."""
    assets: str
    """The address of the page's files, without a slash at its end."""
    pages: tuple[str, ...]
    """The page's address in each of its languages."""
    verbs: tuple[tuple[str, str], ...]
    """The address of each of the host's calls."""


@dataclass(frozen=True)
class File:
    """A file of a page."""

    body: bytes
    media_type: str
    gzipped: bytes | None
    """The same made smaller; None where that gains nothing."""


@lru_cache(maxsize=256)
def page(shown: Shown, language: str) -> bytes:
    """Return the page in one of its languages."""
    settings: dict[str, JSON] = {"edition": shown.edition, "verbs": dict(shown.verbs)}
    return render_page(
        catalogue.edition_of(registry().modules[shown.module], shown.variant, shown.edition),
        language,
        host="xblock",
        settings=settings if shown.is_kept else {**settings, "kept": False},
        assets=shown.assets,
        page_names=dict(zip(shown.languages, shown.pages, strict=True)),
    ).encode()


@cache
def files(module: str) -> Mapping[str, File]:
    """Return every file that the module's pages load, by path."""
    made = page_assets(registry().modules[module], _HOSTS)
    return {path: _file(path, body) for path, body in made.items()}


@cache
def digest(module: str) -> str:
    """Return what changes when a file does; part of the address, so that browsers may keep them for ever."""
    whole = sha256()
    for path, file in files(module).items():
        whole.update(f"{path} {sha256(file.body).hexdigest()}\n".encode())
    return whole.hexdigest()[:16]


def _file(path: str, body: bytes) -> File:
    suffix = "." + path.rsplit(".", 1)[-1]
    media_type = _TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    is_small = media_type.startswith(_SMALL_ALREADY)
    return File(body, media_type, None if is_small else gzip.compress(body, 9, mtime=0))
