"""Items → HTML pages. No script, nothing asked of anybody else; every link is relative."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from modules.kit.lean import lean
from modules.kit.page import LANGUAGE_NAMES
from modules.kit.structure import Accent
from scorm_export import adding
from scorm_export.site.item import File, Item
from scorm_export.site.words import platforms, site_languages, site_words

STYLE = "style.css"
_TEMPLATES = Environment(
    loader=PackageLoader("scorm_export.site"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Shelf:
    """Items that belong together on the first page."""

    id: str
    items: tuple[Item, ...]
    whole: Item | None = None
    """All of them as one."""


@dataclass(frozen=True)
class _Place:
    """Where a school can put an item, on the page in one language."""

    id: str
    words: Mapping[str, Any]
    lti: bool
    file: File | None


def site_pages(shelves: Sequence[Shelf]) -> dict[str, bytes]:
    """Return every page of the site and its style, by path."""
    everything = {item.id: item for shelf in shelves for item in shelf.items}
    everything |= {shelf.whole.id: shelf.whole for shelf in shelves if shelf.whole}
    files = {STYLE: style({item.id: item.accent for item in everything.values() if item.accent})}
    for language in site_languages():
        files[page_path("index", language)] = _home(shelves, language).encode()
        for item in everything.values():
            files[page_path(item.id, language)] = _item_page(item, everything, language).encode()
    return files


def page_path(name: str, language: str) -> str:
    """Return where a page stands: those in the site's first language at its root."""
    return f"{name}.html" if language == site_languages()[0] else f"{language}/{name}.html"


def style(accents: Mapping[str, Accent]) -> bytes:
    """Return the style sheet, with the colour of each item."""
    light = "".join(f'[data-accent="{name}"]{{--accent:{one.light}}}' for name, one in accents.items())
    dark = "".join(f'[data-accent="{name}"]{{--accent:{one.dark}}}' for name, one in accents.items())
    sheets = sorted(Path(__file__).with_name("styles").glob("*.css"))
    own = "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
    return lean(f"{own}{light}@media screen and (prefers-color-scheme:dark){{{dark}}}", "css").encode()


def start_page(
    title: str, sessions: Sequence[Item], language: str, pages: Mapping[str, str], sheet: str
) -> str:
    """Return the page that opens a folder of several modules.

    Args:
        title: Of them all.
        sessions: In their order.
        language: Of the page.
        pages: The address of this page, by language.
        sheet: The address of its style.
    """
    others = {other: address for other, address in pages.items() if other != language}
    return _render("start.html", language, "", title, title, others, style=sheet, sessions=sessions)


def _home(shelves: Sequence[Shelf], language: str) -> str:
    words = site_words(language)
    told = [
        {
            "id": shelf.id,
            "title": _shelf_word(shelf, words, "", shelf.id),
            "about": _shelf_word(shelf, words, "-about", ""),
            "items": shelf.items,
            "whole": shelf.whole,
        }
        for shelf in shelves
    ]
    others = _others("index", language)
    return _render(
        "home.html", language, _root(language), words["title"], words["intro"], others, shelves=told
    )


def _shelf_word(shelf: Shelf, words: Mapping[str, Any], end: str, default: str) -> str:
    return str(words.get(shelf.id + end) or words["tracks"].get(shelf.id + end, default))


def _item_page(item: Item, everything: Mapping[str, Item], language: str) -> str:
    told = item.told[language]
    words = site_words(language)
    return _render(
        "item.html",
        language,
        _root(language),
        f"{told.title} · {words['site']}",
        told.tagline,
        _others(item.id, language),
        accent=item.id,
        item=item,
        told=told,
        sessions=[everything[name] for name in item.sessions],
        start=item.start.get(language) or next(iter(item.start.values())),
        places=[] if item.kind == "leaflet" else list(_places(item, words, language)),
    )


def _places(item: Item, words: Mapping[str, Any], language: str) -> Iterator[_Place]:
    for name, place in platforms().items():
        file = next((item.downloads[kind] for kind in place["formats"] if kind in item.downloads), None)
        told = {"about": "", "link": False, **_told(name, words, language)}
        if file or told["link"]:
            yield _Place(name, told, place["lti"], file)


def _told(name: str, words: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """A place's name and steps; those of places where no package is added are the site's own."""
    own: Mapping[str, Any] | None = words["platforms"].get(name)
    if own is not None:
        return own
    [place] = [one for one in adding.places("scorm12", language) if one.id == name]
    return {"name": place.name, "steps": place.steps}


def _root(language: str) -> str:
    return "../" * page_path("index", language).count("/")


def _others(name: str, language: str) -> dict[str, str]:
    others: Iterable[str] = (one for one in site_languages() if one != language)
    return {other: _root(language) + page_path(name, other) for other in others}


def _render(  # noqa: PLR0913, PLR0917 - what every page has
    template: str,
    language: str,
    root: str,
    title: str,
    description: str,
    others: Mapping[str, str],
    *,
    style: str = STYLE,
    accent: str | None = None,
    **more: object,
) -> str:
    return _TEMPLATES.get_template(template).render(
        language=language,
        language_names=LANGUAGE_NAMES,
        words=site_words(language),
        root=root,
        title=title,
        description=" ".join(description.split()),
        others=others,
        style=style,
        accent=accent,
        **more,
    )
