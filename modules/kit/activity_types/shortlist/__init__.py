"""Shortlist: the few options that a learner weighs, each with the same short fields."""

from collections.abc import Iterator
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
from modules.kit.fields import Ids, clean_by_id, clean_list, numbered
from modules.kit.rich_text import plain

Rows: TypeAlias = list[dict[str, str]]


class ShortlistDone(AuthorModel):
    """When enough stands on the list."""

    rows: Annotated[int, Field(gt=0)] = 1
    """The fewest rows with the first field filled in."""


class ShortlistOptions(ActivityOptions):
    """How long the list may get, and what is said of each option."""

    fields: Ids
    """The first one names the option."""
    rows: Annotated[int, Field(gt=0, le=12)]
    open: Annotated[int, Field(gt=0)] = 1
    """How many rows stand there from the start; the learner adds the others."""
    done: ShortlistDone = ShortlistDone()

    @model_validator(mode="after")
    def _reachable(self) -> "ShortlistOptions":
        if self.done.rows > self.rows:
            raise ValueError(f"done asks for {self.done.rows} of {self.rows} rows")
        if self.open > self.rows:
            raise ValueError(f"{self.open} of {self.rows} rows can't stand open")
        return self


class ShortlistField(AuthorModel):
    """One field in one language."""

    label: str
    hint: str = ""


class ShortlistWords(ActivityWords):
    """The rows and their fields in one language."""

    row: str
    """The name of one: "Option"."""
    fields: dict[str, ShortlistField]
    add: str
    """The button that adds a row."""


class Shortlist(ActivityType[ShortlistOptions, ShortlistWords]):
    """Options side by side. The value is the rows; a blank field is absent, an empty row holds its place."""

    name = "shortlist"
    Options = ShortlistOptions
    Words = ShortlistWords

    def check(self, options: ShortlistOptions, words: ShortlistWords) -> Iterator[WordsProblem]:
        """Yield the fields without words and the words without a field."""
        return missing_and_extra("fields", options.fields, words.fields)

    def clean(self, options: ShortlistOptions, value: JSON) -> JSON | Refusal:
        """Return the rows in their places, or why they can't be kept."""
        empty: dict[str, str] = {}
        return clean_list(value, options.rows, lambda row: clean_by_id(row, options.fields), empty)

    def done(self, options: ShortlistOptions, value: JSON) -> bool:
        """Tell whether enough rows have a name."""
        return len([row for row in cast("Rows", value) if options.fields[0] in row]) >= options.done.rows

    def lines(self, options: ShortlistOptions, words: ShortlistWords, value: JSON) -> list[Line]:
        """Return the fields of each row, below the row's name and their own label."""
        return [
            Line(
                f"{numbered(words.row, index, options.rows)} · {plain(words.fields[field].label)}", row[field]
            )
            for index, row in enumerate(cast("Rows", value))
            for field in options.fields
            if field in row
        ]
