"""Compare picks: what was picked twice from one list, side by side, and what surprises the learner in it."""
# ruff: noqa: ARG002  (every type's rules get the options, whether they need them or not)

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field

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
from modules.kit.fields import clean_or_empty
from modules.kit.rich_text import plain
from modules.kit.text import word_count

GROUPS = ("both", "first", "second")
"""Where an item was picked: in both activities, or in one of them alone."""


class ComparePicksDone(AuthorModel):
    """When enough was said about it."""

    words: Annotated[int, Field(gt=0)] = 1
    """The fewest words of the text."""


class ComparePicksOptions(ActivityOptions):
    """Which two are put side by side."""

    from_: Annotated[list[str], Field(min_length=2, max_length=2)]
    """Two activities of the type `pick` with the same items, the earlier one first."""
    done: ComparePicksDone = ComparePicksDone()


class ComparePicksWords(ActivityWords):
    """The words of the table."""

    item: str
    """What is picked, as the head of its column: "Domain"."""
    sides: dict[str, str]
    """Each of the two activities in a word or two, as the head of its column: "My guess"."""
    groups: dict[str, str]
    """How each group reads: `both`, `first` and `second`."""
    text: str
    """The label of the text."""


class ComparePicks(ActivityType[ComparePicksOptions, ComparePicksWords]):
    """A table of two picks and a text about it. The value is the text; the picks stay in theirs."""

    name = "compare-picks"
    Options = ComparePicksOptions
    Words = ComparePicksWords

    def check(self, options: ComparePicksOptions, words: ComparePicksWords) -> Iterator[WordsProblem]:
        """Yield the sides and groups without words, and words for what is neither."""
        yield from missing_and_extra("sides", options.from_, words.sides)
        yield from missing_and_extra("groups", GROUPS, words.groups)

    def looks_back_at(self, options: ComparePicksOptions) -> Sequence[str]:
        """Return the ids of the two activities."""
        return options.from_

    def clean(self, options: ComparePicksOptions, value: JSON) -> JSON | Refusal:
        """Return the text as typed, or why it can't be kept."""
        return clean_or_empty("" if value is None else value)

    def done(self, options: ComparePicksOptions, value: JSON) -> bool:
        """Tell whether the text has enough words."""
        return word_count(str(value)) >= options.done.words

    def lines(self, options: ComparePicksOptions, words: ComparePicksWords, value: JSON) -> list[Line]:
        """Return the text below its label."""
        return [Line(plain(words.text), str(value))] if value else []
