"""A leaflet as one HTML page per language, and the files it needs. No script, nothing kept, nobody called."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import mode

import jinja2

from modules.kit.dates import readable_day
from modules.kit.institution import Entry, unknown_numbers, with_numbers
from modules.kit.leaflet import Leaflet, LeafletSection
from modules.kit.lean import lean
from modules.kit.page import LANGUAGE_NAMES, RIGHT_TO_LEFT
from modules.kit.templates import environment
from modules.kit.theme import picture_size, theme_css

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Told:
    """One item as the page shows it."""

    title: str
    text: str
    when: str
    """The day it is about, or when it was last time."""
    checked: str
    """When it was checked, where that is another day than for most of the section."""
    url: str | None


def render_leaflet(
    leaflet: Leaflet, language: str, *, page_names: Mapping[str, str], assets: str = "."
) -> str:
    """Return the page in one language.

    Args:
        leaflet: the leaflet.
        language: one of its languages.
        page_names: per language, the address of its page: the language switch uses it.
        assets: the address of the folder with `leaflet_assets`, without a slash at its end.

    Raises:
        KeyError: the leaflet does not speak the language.
    """
    structure, words, pack = leaflet.structure, leaflet.words[language], leaflet.pack
    media = leaflet.folder / "media"
    return _template().render(
        structure=structure,
        words=words,
        labels=words.labels,
        language=language,
        direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
        language_names=LANGUAGE_NAMES,
        page_names=page_names,
        assets=assets,
        waits=language not in structure.checked,
        told={section.id: list(_told(section, leaflet, language)) for section in structure.sections},
        checked={section.id: _checked(section, leaflet, language) for section in structure.sections},
        school=pack.name,
        contact=pack.structure.contact,
        sources=_sources(leaflet, language),
        pack_language=pack.spoken(language),
        size=lambda name: picture_size(media / name),
    )


def leaflet_assets(leaflet: Leaflet) -> dict[str, bytes]:
    """Return every file the pages need, relative path → bytes, in a fixed order."""
    files = {
        "style.css": lean("".join(map(_style, ("style.css", "print.css"))), "css").encode(),
        "theme.css": theme_css(leaflet.structure.accent).encode(),
    }
    for file in sorted((leaflet.folder / "media").iterdir()):
        files[f"media/{file.name}"] = file.read_bytes()
    return files


@cache
def _template() -> jinja2.Template:
    return environment().from_string((_FOLDER / "template.html").read_text(encoding="utf-8"))


def _told(section: LeafletSection, leaflet: Leaflet, language: str) -> Iterator[Told]:
    words = leaflet.words[language]
    for name in section.items:
        item = words.sections[section.id].items[name]
        if section.pack is None:
            yield Told(item.title, item.text, "", "", None)
        elif (entry := leaflet.pack.entry(section.pack, name)) and not unknown_numbers(
            item.text, entry.values
        ):
            checked = words.labels.checked.replace("{day}", readable_day(entry.checked_on or "", language))
            yield Told(
                item.title,
                with_numbers(item.text, entry.values, language),
                _when(entry, words.labels.last, language),
                "" if checked == _checked(section, leaflet, language) else checked,
                entry.url,
            )


def _checked(section: LeafletSection, leaflet: Leaflet, language: str) -> str:
    """When most of a section was checked."""
    days = [entry.checked_on for entry in _entries(section, leaflet) if entry.checked_on]
    if not days:
        return ""
    return leaflet.words[language].labels.checked.replace("{day}", readable_day(mode(days), language))


def _entries(section: LeafletSection, leaflet: Leaflet) -> list[Entry]:
    if section.pack is None:
        return []
    found = (leaflet.pack.entry(section.pack, name) for name in section.items)
    return [entry for entry in found if entry]


def _when(entry: Entry, last: str, language: str) -> str:
    if entry.when:
        return readable_day(entry.when, language)
    days = [readable_day(day, language) for day in entry.last]
    return last.replace("{days}", " · ".join(days)) if days else ""


def _sources(leaflet: Leaflet, language: str) -> list[str]:
    """The names of the sources of what the page shows, each once."""
    pack = leaflet.pack
    entries = [entry for section in leaflet.structure.sections for entry in _entries(section, leaflet)]
    names = pack.words[pack.spoken(language)].sources
    return list(dict.fromkeys(names[entry.source] for entry in entries if entry.source))


def _style(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
