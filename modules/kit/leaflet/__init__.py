"""A leaflet: one page to read and print, without script, for people around the learner.

A leaflet is a folder like a module (`leaflet.yaml`, words per language, media) but asks nothing and keeps
nothing. Sections may take numbers, days and addresses from the institution pack; the words are its own, so it
may speak more languages than the pack.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from modules.kit.author_model import AuthorModel, Id
from modules.kit.fields import Ids
from modules.kit.institution import Pack, Section
from modules.kit.structure import Accent, FileName, Language


class LeafletSection(AuthorModel):
    """A part of the page, in `leaflet.yaml`."""

    id: Id
    picture: FileName | None = None
    pack: Section | None = None
    """The section of the institution pack that the items stand in; those the pack lacks are left out."""
    items: Ids


class LeafletStructure(AuthorModel):
    """The whole of `leaflet.yaml`."""

    id: Id
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    languages: Annotated[list[Language], Field(min_length=1)]
    checked: list[Language] = []
    """The languages read by somebody whose own they are; the page says of others that they wait for it."""
    accent: Accent
    picture: FileName
    sections: Annotated[list[LeafletSection], Field(min_length=1)]


class LeafletItem(AuthorModel):
    """One thing that a section tells; `{id}` in the text is a number of the pack's entry of the same name."""

    title: str
    text: str


class LeafletSectionWords(AuthorModel):
    """A section in one language."""

    title: str
    intro: str
    picture: str = ""
    items: dict[str, LeafletItem]


class LeafletLabels(AuthorModel):
    """The words around the page's own; `{…}` is filled in."""

    language: str
    checked: str
    last: str
    more: str
    new_window: str
    missing: str
    contact: str
    sources: str
    made_by: str


class LeafletWords(AuthorModel):
    """The whole of a leaflet's `<language>.yaml`."""

    title: str
    tagline: str
    intro: str
    picture: str
    unchecked: str = ""
    """That this translation still waits for a reader whose own language it is."""
    labels: LeafletLabels
    sections: dict[str, LeafletSectionWords]


@dataclass(frozen=True)
class Leaflet:
    """A leaflet with the pack whose facts it shows: checked, frozen."""

    structure: LeafletStructure
    words: Mapping[str, LeafletWords]
    pack: Pack
    folder: Path

    @property
    def id(self) -> str:
        """The leaflet's id, which is its folder's name."""
        return self.structure.id

    @property
    def version(self) -> str:
        """Of its words and structure."""
        return self.structure.version

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it speaks, the default first."""
        return tuple(self.structure.languages)

    def language(self, wanted: str | None) -> str:
        """Return the wanted language if the leaflet speaks it (`nl-BE` counts as `nl`), else its default."""
        short = (wanted or "").replace("_", "-").split("-")[0].lower()
        return short if short in self.languages else self.languages[0]
