"""Pitch plan: for whom, with which message, in which parts, and how long each takes."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, TypedDict, cast

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
from modules.kit.fields import Ids, PerhapsIds, clean_by_id
from modules.kit.rich_text import plain

STEP = 30
"""Seconds: time is planned in half minutes."""


class PitchPlanDone(AuthorModel):
    """When the plan is complete enough."""

    texts: Annotated[int, Field(gt=0)]
    """The fewest fields and parts with a text."""


class PitchPlanOptions(ActivityOptions):
    """What is decided beforehand, and the parts that take time."""

    about: PerhapsIds = []
    """What takes no time of its own, such as the audience and the message in one sentence."""
    parts: Annotated[Ids, Field(max_length=10)]
    """The parts, in the order they are told."""
    total: Annotated[int, Field(gt=0, le=30)] = 4
    """What all parts may take together."""
    clock: bool = True
    """Whether one can rehearse with a clock."""
    done: PitchPlanDone = Field(default_factory=lambda: PitchPlanDone(texts=1))
    """All texts, unless the module says otherwise; time is a help, not a rule."""

    @model_validator(mode="before")
    @classmethod
    def _all_by_default(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and "done" not in data and isinstance(data.get("parts"), list):
            about = data.get("about")
            count = len(data["parts"]) + (len(about) if isinstance(about, list) else 0)
            return {**data, "done": {"texts": max(1, count)}}
        return data

    @model_validator(mode="after")
    def _sensible(self) -> "PitchPlanOptions":
        every = [*self.about, *self.parts]
        if len(set(every)) < len(every):
            raise ValueError("one id can't stand both in about and in parts")
        if self.done.texts > len(every):
            raise ValueError(f"done asks for {self.done.texts} of {len(every)} texts")
        return self


class PitchFieldWords(AuthorModel):
    """One field or part in one language."""

    label: str
    hint: str = ""


class PitchPlanWords(ActivityWords):
    """The plan in one language."""

    about: dict[str, PitchFieldWords] = {}
    parts: dict[str, PitchFieldWords]


class Plan(TypedDict):
    """What a learner planned."""

    texts: dict[str, str]
    seconds: dict[str, int]


class PitchPlan(ActivityType[PitchPlanOptions, PitchPlanWords]):
    """Texts, and seconds for the parts. What is blank or takes no time is absent."""

    name = "pitch-plan"
    Options = PitchPlanOptions
    Words = PitchPlanWords

    def check(self, options: PitchPlanOptions, words: PitchPlanWords) -> Iterator[WordsProblem]:
        """Yield the fields and parts without words, and the words that belong to none."""
        yield from missing_and_extra("about", options.about, words.about)
        yield from missing_and_extra("parts", options.parts, words.parts)

    def clean(self, options: PitchPlanOptions, value: JSON) -> JSON | Refusal:
        """Return texts and seconds in the order of the plan, or why they can't be kept."""
        if value is not None and not isinstance(value, Mapping):
            return Refusal("wrong-shape")
        raw = value or {}
        texts = clean_by_id(raw.get("texts"), [*options.about, *options.parts])
        if isinstance(texts, Refusal):
            return texts
        given = raw.get("seconds")
        if given is not None and not isinstance(given, Mapping):
            return Refusal("wrong-shape")
        seconds = {part: (given or {}).get(part) for part in options.parts}
        return {
            "texts": texts,
            "seconds": {part: time for part, time in seconds.items() if _is_time(time, options.total)},
        }

    def done(self, options: PitchPlanOptions, value: JSON) -> bool:
        """Tell whether enough is written."""
        return len(cast("Plan", value)["texts"]) >= options.done.texts

    def lines(self, options: PitchPlanOptions, words: PitchPlanWords, value: JSON) -> list[Line]:
        """Return the texts, and with each part the time it takes."""
        plan = cast("Plan", value)
        spoken = {**words.about, **words.parts}
        found = []
        for name in (*options.about, *options.parts):
            time, text = plan["seconds"].get(name), plan["texts"].get(name, "")
            label = plain(spoken[name].label)
            if text or time:
                found.append(Line(f"{label} · {clock_time(time)}" if time else label, text or "…"))
        return found


def clock_time(seconds: int) -> str:
    """Return a time as a clock shows it: `1:30`."""
    return f"{seconds // 60}:{seconds % 60:02}"


def _is_time(seconds: JSON, most: int) -> bool:
    if not isinstance(seconds, int) or isinstance(seconds, bool):
        return False
    return 0 < seconds <= most * 60 and seconds % STEP == 0
