"""The institution pack: the facts of one school, which perish and are therefore dated.

A pack is a folder beside the modules: `pack.yaml` has ids, numbers, days and links, `<language>.yaml` the
words. Modules refer to its sections and links by id; `furnish.py` puts them in. An entry that nobody has
filled in or checked yet is not shown.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import Field

from modules.kit.author_model import AuthorModel, Id
from modules.kit.civic import Civic
from modules.kit.numbers import readable_number
from modules.kit.reading import Day, Link, Page, Url
from modules.kit.structure import Language

Section: TypeAlias = Literal["facts", "flyers", "faq", "services", "dates", "links", "costs"]
SECTIONS: tuple[Section, ...] = get_args(Section)

_PLACEHOLDER = re.compile(r"\{([a-z0-9-]+)\}")


class Entry(AuthorModel):
    """One thing that a school tells, in `pack.yaml`: everything about it that is no word."""

    id: Id
    checked_on: Day | None = None
    """When somebody of the school last made sure that it is true; without it the entry is not shown."""
    source: Id | None = None
    facts: list[Id] = []
    """Short facts, each of which has a line in the words."""
    values: dict[Id, int | float] = {}
    """Numbers that the words name as `{id}`; each language writes them its own way."""
    when: Day | None = None
    """The day of what is announced, where it is known."""
    last: list[Day] = []
    """The days of last time: they give an idea for as long as `when` is not known."""
    url: Url | None = None


class Contact(AuthorModel):
    """Where anybody can ask the school."""

    phone: str = ""
    email: str = ""
    address: str = ""
    checked_on: Day
    source: Id


class PackStructure(AuthorModel):
    """The whole of `pack.yaml`."""

    id: Id
    languages: Annotated[list[Language], Field(min_length=1)]
    sources: list[Id] = []
    contact: Contact | None = None
    facts: list[Entry] = []
    flyers: list[Entry] = []
    faq: list[Entry] = []
    services: list[Entry] = []
    dates: list[Entry] = []
    links: list[Entry] = []
    costs: list[Entry] = []


class EntryWords(AuthorModel):
    """The words of one entry; blank where nobody has written them yet."""

    title: str = ""
    text: str = ""
    facts: dict[str, str] = {}
    link: str = ""
    """What the link is called; the title where left out."""
    purpose: str = ""
    """What the link is good for."""


class PackWords(AuthorModel):
    """The whole of a pack's `<language>.yaml`."""

    name: str
    """The school, as people call it."""
    sources: dict[str, str] = {}
    facts: dict[str, EntryWords] = {}
    flyers: dict[str, EntryWords] = {}
    faq: dict[str, EntryWords] = {}
    services: dict[str, EntryWords] = {}
    dates: dict[str, EntryWords] = {}
    links: dict[str, EntryWords] = {}
    costs: dict[str, EntryWords] = {}


@dataclass(frozen=True)
class Pack:
    """An institution pack: checked, frozen, possibly with gaps."""

    structure: PackStructure
    words: Mapping[str, PackWords]
    folder: Path | None
    """None for the pack of nobody."""
    civic: Civic | None = None
    """What the school says of the civic attest, where it does."""

    @property
    def id(self) -> str:
        """The pack's id, which is its folder's name."""
        return self.structure.id

    @property
    def name(self) -> str:
        """The school, in the pack's first language."""
        return self.words[self.structure.languages[0]].name

    def entries(self, section: Section) -> list[Entry]:
        """Return the entries of a section in the school's order, filled in or not."""
        found: list[Entry] = getattr(self.structure, section)
        return found

    def entry(self, section: Section, name: str) -> Entry | None:
        """Return one entry that is filled in."""
        found = (entry for entry in self.entries(section) if entry.id == name)
        return next((entry for entry in found if self.is_filled(section, entry)), None)

    def spoken(self, language: str) -> str:
        """Return the language that the pack answers with: the wanted one, or its first."""
        return language if language in self.words else self.structure.languages[0]

    def words_of(self, section: Section, entry: Entry, language: str) -> EntryWords:
        """Return the words of an entry; blank ones where there are none."""
        by_id: Mapping[str, EntryWords] = getattr(self.words[self.spoken(language)], section)
        return by_id.get(entry.id, EntryWords())

    def is_filled(self, section: Section, entry: Entry) -> bool:
        """Tell whether an entry is complete and was checked, so that it may be shown."""
        return not list(self.gaps(section, entry))

    def gaps(self, section: Section, entry: Entry) -> Iterator[str]:
        """Yield what an entry lacks, in words for whoever fills it in."""
        if entry.checked_on is None:
            yield "no day of checking ('checked-on')"
        if entry.source is None:
            yield "no source"
        if section == "links" and entry.url is None:
            yield "no address ('url')"
        for language in self.words:
            words = self.words_of(section, entry, language)
            if not words.title:
                yield f"no title in {language}"
            if section == "links":
                continue
            if not words.text and not entry.facts:
                yield f"nothing to read in {language}"
            if any(not words.facts.get(fact) for fact in entry.facts):
                yield f"a fact without words in {language}"

    def pages(self, section: Section, language: str) -> dict[str, Page]:
        """Return the entries of a section that are filled in, as pages to read."""
        filled = (entry for entry in self.entries(section) if self.is_filled(section, entry))
        return {entry.id: self._page(section, entry, language) for entry in filled}

    def link(self, name: str, language: str) -> Link | None:
        """Return one of the links, or None where it is not filled in."""
        entry = self.entry("links", name)
        return self._link(entry, self.words_of("links", entry, language)) if entry else None

    def _page(self, section: Section, entry: Entry, language: str) -> Page:
        words = self.words_of(section, entry, language)

        def told(text: str) -> str:
            return with_numbers(text, entry.values, self.spoken(language))

        return Page.model_construct(
            title=words.title,
            text=told(words.text),
            facts=[told(words.facts[fact]) for fact in entry.facts],
            when=entry.when,
            last=entry.last,
            link=self._link(entry, words),
            checked_on=entry.checked_on,
            source=self.words[self.spoken(language)].sources.get(entry.source or "", ""),
        )

    def _link(self, entry: Entry, words: EntryWords) -> Link | None:
        if entry.url is None:
            return None
        return Link.model_construct(label=words.link or words.title, url=entry.url, purpose=words.purpose)


def with_numbers(text: str, values: Mapping[str, int | float], language: str) -> str:
    """Return the text with its `{id}`s as numbers, written as the language does."""
    return _PLACEHOLDER.sub(
        lambda found: readable_number(values[found[1]], language) if found[1] in values else found[0], text
    )


def unknown_numbers(text: str, values: Mapping[str, int | float]) -> list[str]:
    """Return the `{id}`s of a text for which there is no number."""
    return [name for name in _PLACEHOLDER.findall(text) if name not in values]


NOBODYS = Pack(PackStructure(id="none", languages=["en"]), {"en": PackWords(name="")}, None)
"""A pack without anything, for where the one that was asked for can't be used."""
