"""Scaffold: one reflective text, asked in the frame that the course chose; other frames keep theirs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, TypeAlias, cast

from pydantic import Field, model_validator

from modules.kit.activity_type import (
    JSON,
    ActivityOptions,
    ActivityType,
    ActivityWords,
    AuthorModel,
    Line,
    Refusal,
    WordsProblem,
    missing_and_extra,
)
from modules.kit.author_model import Id
from modules.kit.fields import Ids, clean_by_id
from modules.kit.rich_text import plain

Written: TypeAlias = dict[str, dict[str, str]]


class ScaffoldDone(AuthorModel):
    """When enough is written."""

    answers: Annotated[int, Field(gt=0)] = 1
    """The fewest prompts with a text, all in one frame."""


class ScaffoldOptions(ActivityOptions):
    """The frames, the prompts of each, and which choice of the course says what frame it is."""

    choice: Id | None = None
    """A choice of the module, whose options are the frames; without it everybody has the first frame."""
    frames: Annotated[dict[Id, Ids], Field(min_length=1, max_length=8)]
    done: ScaffoldDone = ScaffoldDone()

    @model_validator(mode="after")
    def _reachable(self) -> "ScaffoldOptions":
        for frame, prompts in self.frames.items():
            if self.done.answers > len(prompts):
                raise ValueError(
                    f"done asks for {self.done.answers} of {len(prompts)} prompts of the frame '{frame}'"
                )
        return self


class Prompt(AuthorModel):
    """What one text is about, in one language."""

    ask: str
    hint: str = ""


class Frame(AuthorModel):
    """A way to reflect, in one language."""

    name: str
    about: str = ""
    """How it helps to think, in a sentence or two."""
    prompts: dict[str, Prompt]


class ScaffoldWords(ActivityWords):
    """The frames in one language."""

    frames: dict[str, Frame]


class Scaffold(ActivityType[ScaffoldOptions, ScaffoldWords]):
    """Texts in a frame. The value is the texts by frame and by prompt; what is blank is absent.

    Which frame the course chose is no part of it: another choice takes nothing away.
    """

    name = "scaffold"
    Options = ScaffoldOptions
    Words = ScaffoldWords

    def check(self, options: ScaffoldOptions, words: ScaffoldWords) -> Iterator[WordsProblem]:
        """Yield the frames and prompts without words, and words for what is neither."""
        yield from missing_and_extra("frames", list(options.frames), words.frames)
        for frame, prompts in options.frames.items():
            if frame in words.frames:
                for problem in missing_and_extra("prompts", prompts, words.frames[frame].prompts):
                    yield WordsProblem(("frames", frame, *problem.path), problem.message)

    def follows(self, options: ScaffoldOptions) -> Mapping[str, Sequence[str]]:
        """Return the choice that says which frame it is."""
        return {options.choice: list(options.frames)} if options.choice else {}

    def clean(self, options: ScaffoldOptions, value: JSON) -> JSON | Refusal:
        """Return the texts in the order of frames and prompts, or why they can't be kept."""
        raw: JSON = {} if value is None else value
        if not isinstance(raw, Mapping):
            return Refusal("wrong-shape")
        kept: Written = {}
        for frame, prompts in options.frames.items():
            texts = clean_by_id(raw.get(frame), prompts)
            if isinstance(texts, Refusal):
                return texts
            if texts:
                kept[frame] = texts
        return kept

    def done(self, options: ScaffoldOptions, value: JSON) -> bool:
        """Tell whether one frame has enough texts, whichever it is."""
        return any(len(texts) >= options.done.answers for texts in cast("Written", value).values())

    def lines(self, options: ScaffoldOptions, words: ScaffoldWords, value: JSON) -> list[Line]:
        """Return each text below its frame and prompt."""
        written = cast("Written", value)
        return [
            Line(_label(words.frames[frame], prompt), written[frame][prompt])
            for frame, prompts in options.frames.items()
            for prompt in prompts
            if prompt in written.get(frame, {})
        ]

    def headings(self, options: ScaffoldOptions, words: ScaffoldWords) -> list[str]:
        """Return every prompt of every frame, as `lines` calls it."""
        return [
            _label(words.frames[frame], prompt)
            for frame, prompts in options.frames.items()
            for prompt in prompts
        ]


def _label(frame: Frame, prompt: str) -> str:
    return f"{plain(frame.name)} · {plain(frame.prompts[prompt].ask)}"
