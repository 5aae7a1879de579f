"""Growth: a self-assessment of the start beside that of the end, and what the learner sees in it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, cast

from pydantic import Field

from modules.kit.activity_type import (
    JSON,
    ActivityOptions,
    ActivityType,
    ActivityWords,
    Line,
    Refusal,
    Source,
    WordsProblem,
    missing_and_extra,
)
from modules.kit.activity_types.growth.compared import COMPARABLE, Per, compared, unlike
from modules.kit.activity_types.growth.drawing import draw_growth
from modules.kit.author_model import Id
from modules.kit.fields import clean_by_id
from modules.kit.rich_text import plain


class GrowthOptions(ActivityOptions):
    """Which two are put side by side."""

    from_: Annotated[list[Id], Field(min_length=2, max_length=2)]
    """Two activities of the type `rate`, or two of `rubric-self`, that ask the same; the earlier first."""
    per: Per = "item"
    """A row for each item or criterion, or for each group or competence as their mean."""


class GrowthWords(ActivityWords):
    """What the two are called, and what is asked about them."""

    sides: dict[str, str]
    """Each of the two activities in a word or two: "At the start"."""
    text: str
    """The label of the text: "What do you see?"."""


class Growth(ActivityType[GrowthOptions, GrowthWords]):
    """Then and now, and a text about it that may be skipped. The numbers stay in their own activities."""

    name = "growth"
    Options = GrowthOptions
    Words = GrowthWords

    def check(self, options: GrowthOptions, words: GrowthWords) -> Iterator[WordsProblem]:
        """Yield the sides without words, and words for what is none."""
        return missing_and_extra("sides", options.from_, words.sides)

    def looks_back_at(self, options: GrowthOptions) -> Sequence[str]:
        """Return the ids of the two activities."""
        return options.from_

    def check_sources(self, options: GrowthOptions, sources: Mapping[str, Source]) -> Iterator[str]:
        """Yield why the two can't stand beside each other."""
        strange = [name for name in options.from_ if sources[name].type not in COMPARABLE]
        for name in strange:
            known = ", ".join(COMPARABLE)
            yield f"'{name}' is of the type '{sources[name].type}', which has no scale; expected: {known}"
        if not strange:
            yield from unlike(options.per, *(sources[name] for name in options.from_))

    def clean(self, options: GrowthOptions, value: JSON) -> JSON | Refusal:  # noqa: ARG002
        """Return the text, or that it was skipped; who wrote something did not skip it."""
        text = clean_by_id(value, ["text"])
        if isinstance(text, Refusal) or text or value is None:
            return text
        return {"skipped": True} if cast("Mapping[str, JSON]", value).get("skipped") is True else {}

    def done(self, options: GrowthOptions, value: JSON) -> bool:  # noqa: ARG002
        """Tell whether something was written or skipped."""
        return bool(value)

    def lines(self, options: GrowthOptions, words: GrowthWords, value: JSON) -> list[Line]:  # noqa: ARG002
        """Return the text; the numbers are read in their own places."""
        written = cast("Mapping[str, JSON]", value)
        return [Line(plain(words.text), str(written["text"]))] if "text" in written else []

    def headings(self, options: GrowthOptions, words: GrowthWords) -> list[str]:  # noqa: ARG002
        """Return what the text is called."""
        return [plain(words.text)]

    def drawing_from(
        self, options: GrowthOptions, words: GrowthWords, sources: Mapping[str, Source]
    ) -> str | None:
        """Return the two beside each other; None where neither has a number."""
        then, now = (sources.get(name) for name in options.from_)
        found = compared(options.per, then, now)
        sides = [plain(words.sides[name]) for name in options.from_]
        return draw_growth(sides, found) if found else None
