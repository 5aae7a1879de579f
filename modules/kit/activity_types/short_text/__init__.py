"""Short text: one open question, one text."""
# ruff: noqa: ARG002  (every type's rules get the options, whether they need them or not)

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
    clean_field,
)
from modules.kit.text import is_blank, word_count


class ShortTextDone(AuthorModel):
    """When a text is done."""

    words: Annotated[int, Field(gt=0)] = 1
    """The fewest words."""


class ShortTextOptions(ActivityOptions):
    """How long the text is expected to be."""

    done: ShortTextDone = ShortTextDone()
    rows: Annotated[int, Field(gt=0, le=20)] = 3
    """The height of the empty field, in lines; it grows with what is typed."""


class ShortText(ActivityType[ShortTextOptions, ActivityWords]):
    """A text field. The value is the text."""

    name = "short-text"
    Options = ShortTextOptions
    Words = ActivityWords

    def clean(self, options: ShortTextOptions, value: JSON) -> str | Refusal:
        """Return the text as typed, or why it can't be kept."""
        return clean_field("" if value is None else value)

    def done(self, options: ShortTextOptions, value: JSON) -> bool:
        """Tell whether the text has enough words."""
        return word_count(str(value)) >= options.done.words

    def lines(self, options: ShortTextOptions, words: ActivityWords, value: JSON) -> list[Line]:
        """Return the text; the question it answers is the activity's own."""
        return [] if is_blank(str(value)) else [Line("", str(value))]
