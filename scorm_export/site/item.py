"""What the catalogue tells of one thing that it offers: a module, a whole track, or a leaflet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup

from modules.kit.leaflet import Leaflet
from modules.kit.module import Module
from modules.kit.rich_text import plain
from modules.kit.structure import Accent
from modules.kit.theme import picture_size
from modules.kit.totals import surveys
from scorm_export.content import spoken_by_all
from scorm_export.site.words import site_words
from scorm_export.track_words import track_words

LEAFLET_AUDIENCE = "parents"


@dataclass(frozen=True)
class File:
    """Something to download."""

    path: str
    """From the site's folder."""
    size: int
    """In bytes."""
    kind: str = ""
    language: str = ""
    title: str = ""

    @property
    def name(self) -> str:
        """As it stands in the learner's downloads."""
        return self.path.rpartition("/")[2]

    @property
    def kilobytes(self) -> int:
        """Rounded, at least 1."""
        return max(1, round(self.size / 1000))


@dataclass(frozen=True)
class ToldStep:
    """A step of a module, as whoever chooses it reads it."""

    title: str
    minutes: int
    text: str
    activities: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """The words of an item on the pages in one language."""

    title: str
    tagline: str
    intro: tuple[str, ...]
    picture: str
    steps: tuple[ToldStep, ...] = ()
    foreign: str = ""
    """The language of these words, where the item does not speak the page's."""

    @property
    def lang_attribute(self) -> Markup:
        """For an element that holds them: with it, a screen reader uses the right voice."""
        return Markup(' lang="{}"').format(self.foreign) if self.foreign else Markup()


@dataclass(frozen=True)
class Item:
    """Something that the catalogue offers."""

    id: str
    kind: Literal["module", "track", "leaflet"]
    told: Mapping[str, Told]
    """By language of the site."""
    languages: tuple[str, ...]
    minutes: int
    audience: tuple[str, ...]
    version: str
    start: Mapping[str, str]
    """By language, the address of the page that a learner starts at, from the site's folder."""
    accent: Accent | None = None
    """Its own colour."""
    picture: str | None = None
    picture_size: tuple[int, int] = (640, 400)
    downloads: Mapping[str, File] = field(default_factory=dict)
    """By format."""
    guides: tuple[File, ...] = ()
    sessions: tuple[str, ...] = ()
    """The ids of a track's modules."""
    session: int | None = None
    """A module's place among the sessions of its track; a survey has none."""


def module_item(
    module: Module,
    languages: Iterable[str],
    folder: str,
    downloads: Mapping[str, File],
    guides: Sequence[File],
) -> Item:
    """Return what is told of a module.

    Args:
        module: The module, in the variant that is offered.
        languages: Of the site.
        folder: Where its own pages are, ending in a slash.
        downloads: Its packages, by format.
        guides: For its facilitator.
    """
    return Item(
        id=module.id,
        kind="module",
        told={language: _told_of_module(module, language) for language in languages},
        languages=module.languages,
        minutes=module.minutes,
        audience=module.audience,
        version=module.version,
        accent=module.accent,
        start=start_pages(module.languages, folder),
        picture=f"{folder}media/{module.picture}" if module.picture else None,
        picture_size=picture_size(module.media / (module.picture or "")),
        downloads=downloads,
        guides=tuple(guides),
        session=None if surveys(module) else module.track.order,
    )


def track_item(  # noqa: PLR0913, PLR0917 - all are the track's
    name: str,
    modules: Sequence[Module],
    items: Sequence[Item],
    languages: Iterable[str],
    folder: str,
    downloads: Mapping[str, File],
) -> Item:
    """Return what is told of all modules of a track together.

    Args:
        name: Of the track.
        modules: Its modules in order, at least one.
        items: What is told of each.
        languages: Of the site.
        folder: Where the start page of all is, ending in a slash.
        downloads: The packages that hold all, by format.
    """
    spoken = spoken_by_all(modules)
    return Item(
        id=f"all-{name}",
        kind="track",
        told={language: _told_of_track(name, items, language) for language in languages},
        languages=spoken,
        minutes=sum(module.minutes for module in modules),
        audience=tuple(dict.fromkeys(one for module in modules for one in module.audience)),
        version=max((module.version for module in modules), key=_by_number),
        accent=modules[0].accent,
        start=start_pages(spoken, folder),
        picture=items[0].picture,
        picture_size=items[0].picture_size,
        downloads=downloads,
        guides=tuple(guide for item in items for guide in item.guides),
        sessions=tuple(item.id for item in items),
    )


def leaflet_item(
    leaflet: Leaflet, languages: Iterable[str], folder: str, downloads: Mapping[str, File]
) -> Item:
    """Return what is told of a leaflet; the arguments are those of a module."""
    structure = leaflet.structure
    return Item(
        id=leaflet.id,
        kind="leaflet",
        told={language: _told_of_leaflet(leaflet, language) for language in languages},
        languages=leaflet.languages,
        minutes=0,
        audience=(LEAFLET_AUDIENCE,),
        version=leaflet.version,
        accent=structure.accent,
        start=start_pages(leaflet.languages, folder),
        picture=f"{folder}media/{structure.picture}",
        picture_size=picture_size(leaflet.folder / "media" / structure.picture),
        downloads=downloads,
    )


def start_pages(languages: Sequence[str], folder: str) -> dict[str, str]:
    """Return the address of each language's page: the first is the one that opens."""
    return {
        language: folder + (f"index.{language}.html" if at else "index.html")
        for at, language in enumerate(languages)
    }


def _told_of_module(module: Module, language: str) -> Told:
    spoken = module.language(language)
    words = module.words[spoken]
    steps = tuple(
        ToldStep(
            title=plain(words.steps[step.id].title),
            minutes=step.minutes,
            text=plain(words.steps[step.id].intro).partition("\n\n")[0],
            activities=tuple(plain(words.activities[one.id].title) for one in step.activities),
        )
        for step in module.steps
    )
    own = words.module
    return Told(
        title=plain(own.title),
        tagline=plain(own.tagline),
        intro=_paragraphs(own.intro),
        picture=own.picture,
        steps=steps,
        foreign="" if spoken == language else spoken,
    )


def _told_of_track(name: str, items: Sequence[Item], language: str) -> Told:
    words = site_words(language)
    titles = " · ".join(item.told[language].title for item in items)
    return Told(
        title=track_words(name, language) or titles,
        tagline=words["whole"],
        intro=(words["whole-about"].format(titles=titles),),
        picture=items[0].told[language].picture,
    )


def _told_of_leaflet(leaflet: Leaflet, language: str) -> Told:
    spoken = language if language in leaflet.languages else leaflet.languages[0]
    words = leaflet.words[spoken]
    return Told(
        title=words.title,
        tagline=words.tagline,
        intro=_paragraphs(words.intro),
        picture=words.picture,
        foreign="" if spoken == language else spoken,
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(plain(part.strip()) for part in text.split("\n\n") if part.strip())


def _by_number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
