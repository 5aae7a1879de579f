"""Notes per item: for each thing picked before, the same few notes; any other item can be opened as well."""

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
from modules.kit.fields import Ids, clean_by_id
from modules.kit.rich_text import plain

Notes: TypeAlias = dict[str, dict[str, str]]


class NotesPerDone(AuthorModel):
    """When enough was noted."""

    items: Annotated[int, Field(gt=0)] = 1
    """The fewest items with a note."""


class NotesPerOptions(ActivityOptions):
    """Which items, and what is noted of each."""

    from_: Annotated[list[str], Field(min_length=1)]
    """The activities of the type `pick` whose picks stand open; the others can be added."""
    items: Ids
    """The items of those activities."""
    fields: Ids
    done: NotesPerDone = NotesPerDone()

    @model_validator(mode="after")
    def _reachable(self) -> "NotesPerOptions":
        if self.done.items > len(self.items):
            raise ValueError(f"done asks for {self.done.items} of {len(self.items)} items")
        return self


class NoteField(AuthorModel):
    """One note in one language."""

    label: str
    hint: str = ""


class NotesPerWords(ActivityWords):
    """The items and the notes in one language."""

    items: dict[str, str]
    fields: dict[str, NoteField]
    more: str
    """What stands above the items that were not picked: "Look at another one"."""


class NotesPer(ActivityType[NotesPerOptions, NotesPerWords]):
    """A few notes per item. The value is the notes by item and by field; what is blank is absent."""

    name = "notes-per"
    Options = NotesPerOptions
    Words = NotesPerWords

    def check(self, options: NotesPerOptions, words: NotesPerWords) -> Iterator[WordsProblem]:
        """Yield the items and fields without words, and words for what is neither."""
        yield from missing_and_extra("items", options.items, words.items)
        yield from missing_and_extra("fields", options.fields, words.fields)

    def looks_back_at(self, options: NotesPerOptions) -> Sequence[str]:
        """Return the ids of the activities whose picks stand open."""
        return options.from_

    def clean(self, options: NotesPerOptions, value: JSON) -> JSON | Refusal:
        """Return the notes in the order of items and fields, or why they can't be kept."""
        raw: JSON = {} if value is None else value
        if not isinstance(raw, Mapping):
            return Refusal("wrong-shape")
        kept: Notes = {}
        for item in options.items:
            notes = clean_by_id(raw.get(item), options.fields)
            if isinstance(notes, Refusal):
                return notes
            if notes:
                kept[item] = notes
        return kept

    def done(self, options: NotesPerOptions, value: JSON) -> bool:
        """Tell whether enough items have a note."""
        return len(cast("Notes", value)) >= options.done.items

    def lines(self, options: NotesPerOptions, words: NotesPerWords, value: JSON) -> list[Line]:
        """Return each note below its item and field."""
        return [
            Line(f"{plain(words.items[item])} · {plain(words.fields[field].label)}", notes[field])
            for item, notes in cast("Notes", value).items()
            for field in options.fields
            if field in notes
        ]
