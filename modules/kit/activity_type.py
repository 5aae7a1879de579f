"""What an activity type is: one way for a learner to answer, the same in every place.

A type is a folder with the same file names as every other (see docs/architecture.md). Its Python half
is a subclass of `ActivityType`; its browser half is `rules.js` and `activity.js`.
"""

import inspect
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Generic, Literal, TypeAlias, TypeVar

from modules.kit.author_model import AuthorModel as AuthorModel  # noqa: PLC0414 - a type finds all here
from modules.kit.institution import Pack
from modules.kit.reading import Link
from modules.kit.structure import Live
from modules.kit.text import MAX_TEXT, clean_text

JSON: TypeAlias = bool | int | float | str | Sequence["JSON"] | Mapping[str, "JSON"] | None


class ActivityOptions(AuthorModel):
    """The type's own keys of an activity in `module.yaml`."""


class ActivityWords(AuthorModel):
    """The words of an activity in `<language>.yaml`; a type adds its own."""

    title: str
    """A short name, for the road, the booklet and the guide."""
    ask: str
    """What the learner is asked to do."""
    hint: str = ""
    example: str = ""
    link: Link | None = None
    """A way out of the page that the task needs, such as a test or a video elsewhere."""


@dataclass(frozen=True)
class WordsProblem:
    """A mismatch between an activity's options and its words, found by the type's `check`."""

    path: tuple[str | int, ...]
    """Where in the activity's words, for example `("questions", "school")`."""
    message: str


@dataclass(frozen=True)
class Line:
    """One readable line of an answer: the booklet and the readable exports are made of these."""

    label: str
    text: str


@dataclass(frozen=True)
class Asked:
    """A learner's question, for somebody who can answer it."""

    text: str
    about: str = ""
    """What it is about, in words: a theme. Nothing where the activity says it all."""
    step: str = ""
    """The id of the step where it came up, for a question that may come up anywhere."""


@dataclass(frozen=True)
class Piece:
    """A piece of an answer, as a class may see it among those of others."""

    text: str
    under: str = ""
    """The heading it stands under: a question, a theme, a place."""
    own: bool = True
    """Whether the learner typed it; otherwise it was chosen from what the module offers."""
    state: str = ""
    """How far a question is: `open`, `answered` or `passed`."""
    times: int = 1
    """How often it stands in the answer."""
    tone: Literal["", "green", "red"] = ""
    """The colour that helps to see it, where it has one; its text says the same."""


@dataclass(frozen=True)
class Refusal:
    """A learner's value that can't be kept, as a code: `wrong-shape` or `too-long`."""

    code: str


@dataclass(frozen=True)
class Source:
    """An activity that another one looks back at."""

    type: str
    """The name of its type."""
    options: Any
    words: Any = None
    """None where only the structure is known."""
    value: Any = None
    """The clean answer; None where there is none."""


OptionsT = TypeVar("OptionsT", bound=ActivityOptions)
WordsT = TypeVar("WordsT", bound=ActivityWords)


class ActivityType(ABC, Generic[OptionsT, WordsT]):
    """One way to answer. Subclasses are stateless: one instance serves every activity of the type."""

    name: ClassVar[str]
    Options: type[OptionsT]
    """The model of the type's own keys in `module.yaml`."""
    Words: type[WordsT]
    """The model of the activity's words in `<language>.yaml`."""
    live: ClassVar[Live] = "cards"
    """How a class sees answers of this type together, where the module does not say it."""

    @cached_property
    def folder(self) -> Path:
        """The folder with the type's template, scripts, style and cases."""
        return Path(inspect.getfile(type(self))).parent

    def check(self, options: OptionsT, words: WordsT) -> Iterator[WordsProblem]:  # noqa: ARG002
        """Yield what the words of one language lack or have too much for these options."""
        return iter(())

    def looks_back_at(self, options: OptionsT) -> Sequence[str]:  # noqa: ARG002
        """Return the ids of this module's own activities whose answers this one shows."""
        return ()

    def check_sources(self, options: OptionsT, sources: Mapping[str, Source]) -> Iterator[str]:  # noqa: ARG002
        """Yield why the activities of `looks_back_at`, which are all there, don't fit this one."""
        return iter(())

    def follows(self, options: OptionsT) -> Mapping[str, Sequence[str]]:  # noqa: ARG002
        """Return the choices of the course that this activity follows, each with the options it knows."""
        return {}

    def carries_in(self, options: OptionsT) -> Sequence[str]:  # noqa: ARG002
        """Return the activities of other modules whose answers this one shows, as `module/activity`."""
        return ()

    def pictures(self, options: OptionsT) -> Sequence[str]:  # noqa: ARG002
        """Return the names of what has a picture of its own: `media/<activity id>-<name>.svg`."""
        return ()

    def from_pack(
        self,
        options: OptionsT,
        words: Mapping[str, WordsT],
        pack: Pack,  # noqa: ARG002
    ) -> tuple[OptionsT, Mapping[str, WordsT]]:
        """Return options and words (by language) with what they take from the institution pack put in."""
        return options, words

    def is_empty(self, options: OptionsT) -> bool:  # noqa: ARG002
        """Tell whether there is nothing to do here, since the pack it comes from has no entries for it."""
        return False

    @abstractmethod
    def clean(self, options: OptionsT, value: JSON) -> JSON | Refusal:
        """Return a learner's value in the type's canonical shape, or why it can't be kept."""

    @abstractmethod
    def done(self, options: OptionsT, value: JSON) -> bool:
        """Tell whether a clean value meets the activity's rule."""

    def points(self, options: OptionsT, value: JSON) -> tuple[float, float] | None:  # noqa: ARG002
        """Return (earned, possible) for an answer with a key; None for a personal answer.

        `value` is clean, or None where nothing was answered yet.
        """
        return None

    @abstractmethod
    def lines(self, options: OptionsT, words: WordsT, value: JSON) -> list[Line]:
        """Return a clean value as readable lines; nothing for what was left empty."""

    def questions(self, options: OptionsT, words: WordsT, value: JSON) -> Sequence[Asked]:  # noqa: ARG002
        """Return the questions in a clean value that a facilitator may pass on; most types have none."""
        return ()

    def pieces(self, options: OptionsT, words: WordsT, value: JSON) -> Sequence[Piece]:
        """Return what a class may see of a clean value that was shared with it; all of it, for most types."""
        return [Piece(line.text, line.label) for line in self.lines(options, words, value)]

    def headings(self, options: OptionsT, words: WordsT) -> Sequence[str]:  # noqa: ARG002
        """Return the headings of `pieces` in the order in which a class sees them, where that is known."""
        return ()

    def dated(self, options: OptionsT, words: WordsT) -> Mapping[str, str]:  # noqa: ARG002
        """Return what a facilitator may set a day for, in words by id; most types have nothing such."""
        return {}

    def drawing(self, options: OptionsT, words: WordsT, value: JSON) -> str | None:  # noqa: ARG002
        """Return what a clean value draws, as SVG for paper; None for nothing. `lines` says the same."""
        return None

    def drawing_from(
        self,
        options: OptionsT,  # noqa: ARG002
        words: WordsT,  # noqa: ARG002
        sources: Mapping[str, Source],  # noqa: ARG002
    ) -> str | None:
        """Return what the answers it looks back at draw, as SVG for paper; None for nothing."""
        return None


AnyActivityType: TypeAlias = ActivityType[Any, Any]


def missing_and_extra(
    at: str, expected: Sequence[str], words: Mapping[str, object]
) -> Iterator[WordsProblem]:
    """Yield a problem for each id without words and for each word without an id.

    Args:
        at: the key of the words that is compared, for example `questions`.
        expected: the ids that `module.yaml` names.
        words: the words by id.
    """
    for key in expected:
        if key not in words:
            yield WordsProblem((at,), f"no words for '{key}', which module.yaml names")
    for key in words:
        if key not in expected:
            known = ", ".join(expected)
            yield WordsProblem((at, key), f"'{key}' is not in module.yaml; expected one of: {known}")


def clean_field(value: JSON) -> str | Refusal:
    """Return one text field as typed, or why it can't be kept."""
    if not isinstance(value, str):
        return Refusal("wrong-shape")
    text = clean_text(value)
    return Refusal("too-long") if len(text) > MAX_TEXT else text
