"""Moments: times that gave energy and times that took it, side by side, and the pattern in them."""

from collections.abc import Iterator
from typing import Annotated, Literal, TypedDict, cast

from pydantic import Field, model_validator

from modules.kit.activity_type import (
    JSON,
    ActivityOptions,
    ActivityType,
    ActivityWords,
    AuthorModel,
    Line,
    Piece,
    Refusal,
    WordsProblem,
    missing_and_extra,
)
from modules.kit.fields import PerhapsIds, clean_list, clean_or_empty, clean_record, numbered
from modules.kit.rich_text import plain

KINDS: tuple[Literal["green", "red"], ...] = ("green", "red")


class MomentsDone(AuthorModel):
    """When there are enough moments."""

    each: Annotated[int, Field(gt=0)] = 1
    """The fewest moments of each colour."""


class MomentsOptions(ActivityOptions):
    """How many moments there may be, and what helps to find them."""

    prompts: PerhapsIds = []
    """The questions that help to find a green moment."""
    most: Annotated[int, Field(gt=0, le=10)] = 5
    """The most moments of each colour."""
    done: MomentsDone = MomentsDone()

    @model_validator(mode="after")
    def _reachable(self) -> "MomentsOptions":
        if self.done.each > self.most:
            raise ValueError(f"done asks for {self.done.each} of {self.most} moments of each colour")
        return self


class MomentWords(AuthorModel):
    """One colour in one language."""

    label: str
    """What the list is called: "Green moments"."""
    one: str
    """What one of them is called: "Green moment"."""
    text: str
    """How you know such a moment."""
    start: str
    """How the sentence begins: "I felt strong when I …"."""


class MomentsWords(ActivityWords):
    """Both colours in one language."""

    green: MomentWords
    red: MomentWords
    prompts: dict[str, str] = {}
    pattern: str
    """The label of the text."""


class Lived(TypedDict):
    """What a learner wrote."""

    green: list[str]
    red: list[str]
    pattern: str


class Moments(ActivityType[MomentsOptions, MomentsWords]):
    """Green and red moments. The value is both lists, each text in its place, and the pattern."""

    name = "moments"
    Options = MomentsOptions
    Words = MomentsWords
    live = "bars"

    def check(self, options: MomentsOptions, words: MomentsWords) -> Iterator[WordsProblem]:
        """Yield the prompts without words and the words without a prompt."""
        return missing_and_extra("prompts", options.prompts, words.prompts)

    def clean(self, options: MomentsOptions, value: JSON) -> JSON | Refusal:
        """Return the moments in their places and the pattern, or why they can't be kept."""
        said = clean_record(value, ["pattern"])
        if isinstance(said, Refusal):
            return said
        raw = cast("dict[str, JSON]", value or {})
        cleaned: dict[str, JSON] = {}
        for kind in KINDS:
            moments = clean_list(raw.get(kind), options.most, clean_or_empty, "")
            if isinstance(moments, Refusal):
                return moments
            cleaned[kind] = moments
        return {**cleaned, "pattern": said["pattern"]}

    def done(self, options: MomentsOptions, value: JSON) -> bool:
        """Tell whether there are enough moments of each colour; the pattern is a thought, not a duty."""
        lived = cast("Lived", value)
        return all(len([text for text in lived[kind] if text]) >= options.done.each for kind in KINDS)

    def lines(self, options: MomentsOptions, words: MomentsWords, value: JSON) -> list[Line]:
        """Return each moment beside its name, then the pattern."""
        lived = cast("Lived", value)
        lines = [
            Line(numbered(spoken.one, index, options.most), text)
            for spoken, moments in ((words.green, lived["green"]), (words.red, lived["red"]))
            for index, text in enumerate(moments)
        ]
        return [line for line in (*lines, Line(plain(words.pattern), lived["pattern"])) if line.text]

    def pieces(self, options: MomentsOptions, words: MomentsWords, value: JSON) -> list[Piece]:  # noqa: ARG002
        """Return how many there are of each colour: what somebody lived through is not for a wall."""
        lived = cast("Lived", value)
        counts = {kind: len([text for text in lived[kind] if text]) for kind in KINDS}
        labels = {"green": plain(words.green.label), "red": plain(words.red.label)}
        return [
            Piece(labels[kind], own=False, times=count, tone=kind) for kind, count in counts.items() if count
        ]
