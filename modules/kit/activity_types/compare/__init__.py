"""Compare: what different people said, side by side, and what the learner makes of it."""
# ruff: noqa: ARG002  (every type's rules get the options, whether they need them or not)

from collections.abc import Iterator, Sequence
from typing import Annotated, cast

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
from modules.kit.fields import clean_record
from modules.kit.rich_text import plain

VERDICTS = ("same", "both", "different")


class CompareDone(AuthorModel):
    """A comparison is done with a verdict or a text; there is nothing to set."""


class CompareOptions(ActivityOptions):
    """Whose words are compared."""

    from_: Annotated[list[str], Field(min_length=1)]
    """The activities of the type `ask-others` whose answers are put side by side."""
    own: list[str] = []
    """What the learner said of themselves, in activities of this module: it stands above what others said."""
    done: CompareDone = CompareDone()


class CompareWords(ActivityWords):
    """The words of the verdict."""

    verdict: str
    """What the learner decides: "The answers are …"."""
    verdicts: dict[str, str]
    """How each verdict reads: `same`, `both` and `different`."""
    text: str
    """The label of the text."""


class Compare(ActivityType[CompareOptions, CompareWords]):
    """A verdict and a text about the answers of others. The value is both."""

    name = "compare"
    Options = CompareOptions
    Words = CompareWords

    def check(self, options: CompareOptions, words: CompareWords) -> Iterator[WordsProblem]:
        """Yield the verdicts without words and the words without a verdict."""
        return missing_and_extra("verdicts", VERDICTS, words.verdicts)

    def looks_back_at(self, options: CompareOptions) -> Sequence[str]:
        """Return the ids of the activities that are compared."""
        return [*options.from_, *options.own]

    def clean(self, options: CompareOptions, value: JSON) -> JSON | Refusal:
        """Return verdict and text, or why they can't be kept; an unknown verdict is none."""
        record = clean_record(value, ("verdict", "text"))
        if isinstance(record, Refusal) or record["verdict"] in VERDICTS:
            return record
        return {**record, "verdict": ""}

    def done(self, options: CompareOptions, value: JSON) -> bool:
        """Tell whether there is a verdict or a text."""
        return any(cast("dict[str, str]", value).values())

    def lines(self, options: CompareOptions, words: CompareWords, value: JSON) -> list[Line]:
        """Return the verdict in words, then the text."""
        record = cast("dict[str, str]", value)
        verdict = words.verdicts[record["verdict"]] if record["verdict"] else ""
        both = (Line(plain(words.verdict), plain(verdict)), Line(plain(words.text), record["text"]))
        return [line for line in both if line.text]
