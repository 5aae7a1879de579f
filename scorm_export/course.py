"""What goes into one package, before any format has shaped it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from modules.kit.scripts import ScriptForm
from modules.kit.structure import Accent
from scorm_export.shared_data import SharedData

Edition: TypeAlias = Literal["self", "class"]
EDITIONS: tuple[Edition, ...] = ("self", "class")
"""For a learner alone, or for a group with a facilitator."""

Answers: TypeAlias = Literal["lms", "device"]
ANSWERS: tuple[Answers, ...] = ("lms", "device")
"""Where a learner's own words are kept: by the platform too, or on the device only."""


@dataclass(frozen=True)
class Words:
    """How a catalogue names the course in one language."""

    title: str
    description: str
    picture: str = ""
    """What its picture shows, for who can't see it."""


@dataclass(frozen=True)
class Sco:
    """One launchable part of a course: one module."""

    id: str
    title: str
    href: str
    """The page that the platform opens, relative to the package's root."""
    files: Mapping[str, bytes]
    """Every file of this part, its page included, by path relative to the package's root."""
    minutes: int = 0
    words: Mapping[str, Words] = field(default_factory=dict)
    """By language."""
    reports: bool = True
    """Whether the page talks to the platform; if not, it is what SCORM calls an asset."""
    variant: str | None = None
    """Which of the module's variants this is, where it has any."""
    shared: SharedData = field(default_factory=SharedData)
    """What goes along by itself to and from the other parts."""
    picture: str | None = None
    """The path of its picture among the files."""
    picture_size: tuple[int, int] = (640, 400)
    """Width and height in pixels."""
    accent: Accent | None = None
    """Its own colour."""
    is_judged: bool = False
    """Whether a person gives the score, so that the platform gets none from us."""


@dataclass(frozen=True)
class Course:
    """One package's worth of content. Of several SCOs, each has a folder of its own."""

    id: str
    version: str
    languages: tuple[str, ...]
    """The first is the language of the page that opens."""
    minutes: int
    words: Mapping[str, Words]
    scos: tuple[Sco, ...]
    edition: Edition = "self"
    answers: Answers = "lms"
    tool_url: str | None = None
    """Where the LTI tool is, for a package that links to it."""

    @property
    def title(self) -> str:
        """The title in the course's first language."""
        return self.words[self.languages[0]].title

    @property
    def files(self) -> dict[str, bytes]:
        """Every file of every part, by path."""
        return {path: content for sco in self.scos for path, content in sco.files.items()}


@dataclass(frozen=True)
class Format:
    """One kind of package. A new kind is one file that makes a `Format`, and its line in `formats.py`."""

    name: str
    host: str
    """The runtime's host for the places that read this format (`modules/kit/runtime/hosts/<host>.js`)."""
    own_files: Callable[[Course], Mapping[str, bytes]]
    """The files the format itself asks for, such as the manifest, by path."""
    extension: str = ".zip"
    is_at_home: bool = True
    """Whether a learner may be alone with it; if not, it leads to a course where a class meets."""
    has_pages: bool = True
    """Whether the modules' pages are inside; if not, the package only leads to them."""
    has_manifest: bool = True
    """Whether a manifest names every file; if not, nothing but the pages does."""
    is_tarball: bool = False
    """Whether it is a tarball, for the one platform that imports those."""
    is_folder: bool = False
    """Whether it is a folder, for a web server or a double click, and not one file."""
    may_keep_answers_on_device: bool = False
    """Whether its host can keep a learner's words from the platform."""
    scripts: ScriptForm = "module"
    """The form of the pages' scripts."""


def identifier(*parts: str) -> str:
    """Return an XML id that every platform accepts: letters, digits and underscores, a letter first.

    Periods, hyphens and spaces are legal in ids, but some platforms refuse a package that has them.
    """
    return re.sub(r"[^A-Za-z0-9]+", "_", "_".join(("wegwijs", *parts)))
