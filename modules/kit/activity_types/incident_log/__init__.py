"""Incident log: dated moments without names: what happened, in which roles, and what it did to one."""

import re
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

Entries: TypeAlias = list[dict[str, str]]
DATE = "date"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class IncidentLogDone(AuthorModel):
    """When enough is written down."""

    entries: Annotated[int, Field(gt=0)] = 1
    """The fewest entries with the first field filled in."""


class IncidentLogOptions(ActivityOptions):
    """How many moments, and what is asked of each."""

    fields: Annotated[Ids, Field(max_length=8)]
    """The first tells what happened."""
    entries: Annotated[int, Field(gt=0, le=8)] = 3
    open: Annotated[int, Field(gt=0)] = 1
    """How many stand there from the start; the learner adds the others."""
    done: IncidentLogDone = IncidentLogDone()

    @model_validator(mode="after")
    def _reachable(self) -> "IncidentLogOptions":
        if DATE in self.fields:
            raise ValueError("a field can't be called 'date': every entry has one")
        if self.done.entries > self.entries:
            raise ValueError(f"done asks for {self.done.entries} of {self.entries} entries")
        if self.open > self.entries:
            raise ValueError(f"{self.open} of {self.entries} entries can't stand open")
        return self


class LogField(AuthorModel):
    """One field in one language."""

    label: str
    hint: str = ""


class IncidentLogWords(ActivityWords):
    """The entries in one language."""

    entry: str
    """The name of one: "Moment"."""
    date: str
    """The label of the day."""
    fields: dict[str, LogField]
    add: str
    """The button for one more."""


class IncidentLog(ActivityType[IncidentLogOptions, IncidentLogWords]):
    """Moments, each with its day and texts. What is blank is absent; an empty entry holds its place."""

    name = "incident-log"
    Options = IncidentLogOptions
    Words = IncidentLogWords

    def check(self, options: IncidentLogOptions, words: IncidentLogWords) -> Iterator[WordsProblem]:
        """Yield the fields without words and the words without a field."""
        return missing_and_extra("fields", options.fields, words.fields)

    def clean(self, options: IncidentLogOptions, value: JSON) -> JSON | Refusal:
        """Return the entries in their places, or why they can't be kept."""
        empty: dict[str, str] = {}
        return clean_list(value, options.entries, lambda raw: _clean_entry(options, raw), empty)

    def done(self, options: IncidentLogOptions, value: JSON) -> bool:
        """Tell whether enough entries say what happened."""
        entries = cast("Entries", value)
        return len([entry for entry in entries if options.fields[0] in entry]) >= options.done.entries

    def lines(self, options: IncidentLogOptions, words: IncidentLogWords, value: JSON) -> list[Line]:
        """Return the day and the texts of each entry, below the entry's name and their own label."""
        labels = {DATE: words.date} | {name: field.label for name, field in words.fields.items()}
        return [
            Line(f"{numbered(words.entry, index, options.entries)} · {plain(labels[name])}", entry[name])
            for index, entry in enumerate(cast("Entries", value))
            for name in (DATE, *options.fields)
            if name in entry
        ]


def _clean_entry(options: IncidentLogOptions, value: JSON) -> dict[str, str] | Refusal:
    entry = clean_by_id(value, (DATE, *options.fields))
    if isinstance(entry, Refusal):
        return entry
    # A browser without a field for days may send anything.
    return {name: text for name, text in entry.items() if name != DATE or _DAY.fullmatch(text)}
