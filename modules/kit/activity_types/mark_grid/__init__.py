"""Mark grid: things to mark in two or three ways; what has all those marks shows by itself."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, cast

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
from modules.kit.fields import Ids, clean_ids, clean_record
from modules.kit.rich_text import plain

WHO = "who"


class MarkGridDone(AuthorModel):
    """When enough is marked."""

    marked: Annotated[int, Field(gt=0)] = 1
    """The fewest items with a mark, whichever it is."""


class MarkGridOptions(ActivityOptions):
    """What is marked, and how."""

    items: Ids
    marks: Annotated[Ids, Field(min_length=2, max_length=3)]
    together: list[str] = []
    """The marks that say something together: items with all of these are shown apart."""
    who: bool = False
    """Whether there is a text field for who is meant."""
    chips: bool = False
    """Show one mark at a time over a field of chips: for many items of a word each."""
    done: MarkGridDone = MarkGridDone()

    @model_validator(mode="after")
    def _possible(self) -> "MarkGridOptions":
        if WHO in self.marks:
            raise ValueError(f"a mark can't be called '{WHO}'")
        if any(mark not in self.marks for mark in self.together):
            raise ValueError(f"together names a mark that is not one of: {', '.join(self.marks)}")
        if self.together and len(set(self.together)) < 2:
            raise ValueError("together takes at least two marks")
        if self.done.marked > len(self.items):
            raise ValueError(f"done asks for {self.done.marked} of {len(self.items)} items")
        return self


class MarkWords(AuthorModel):
    """A mark in one language."""

    label: str
    """The whole of it: "This is what I like in them"."""
    short: str
    """A word or two, for beside an item."""


class MarkGridWords(ActivityWords):
    """Items and marks in one language."""

    items: dict[str, str]
    about: dict[str, str] = {}
    """What some items mean, in a few words."""
    marks: dict[str, MarkWords]
    together: str = ""
    """What it says of an item to have all the marks that count together."""
    who: str = ""
    """The label of the text field."""


class MarkGrid(ActivityType[MarkGridOptions, MarkGridWords]):
    """Items times marks. The value is who is meant, and for each mark the items that have it."""

    name = "mark-grid"
    Options = MarkGridOptions
    Words = MarkGridWords
    live = "bars"

    def check(self, options: MarkGridOptions, words: MarkGridWords) -> Iterator[WordsProblem]:
        """Yield items and marks without words, words without an item or mark, and what lacks a label."""
        yield from missing_and_extra("items", options.items, words.items)
        yield from missing_and_extra("marks", options.marks, words.marks)
        for item in words.about:
            if item not in options.items:
                yield WordsProblem(("about", item), f"'{item}' is not one of the items in module.yaml")
        if options.together and not words.together:
            yield WordsProblem((), "no words for 'together', which module.yaml asks for")
        if options.who and not words.who:
            yield WordsProblem((), "no words for 'who', which module.yaml asks for")

    def clean(self, options: MarkGridOptions, value: JSON) -> JSON | Refusal:
        """Return who is meant and the marked items, or why they can't be kept; unknown items are dropped."""
        said = clean_record(value, [WHO])
        if isinstance(said, Refusal):
            return said
        raw = cast("Mapping[str, JSON]", value or {})
        cleaned: dict[str, JSON] = {WHO: said[WHO] if options.who else ""}
        for mark in options.marks:
            marked = clean_ids(raw.get(mark), options.items)
            if isinstance(marked, Refusal):
                return marked
            cleaned[mark] = marked
        return cleaned

    def done(self, options: MarkGridOptions, value: JSON) -> bool:
        """Tell whether enough items have a mark."""
        marked = cast("Mapping[str, list[str]]", value)
        return len({item for mark in options.marks for item in marked.get(mark, ())}) >= options.done.marked

    def lines(self, options: MarkGridOptions, words: MarkGridWords, value: JSON) -> list[Line]:
        """Return who is meant, the items of each mark in one line, and those with all marks together."""
        said = cast("Mapping[str, Any]", value)
        marked = {mark: set(said.get(mark, ())) for mark in options.marks}

        def named(items: set[str]) -> str:
            return " · ".join(plain(words.items[item]) for item in options.items if item in items)

        lines = [Line(plain(words.who), said[WHO])]
        lines += [Line(plain(words.marks[mark].label), named(marked[mark])) for mark in options.marks]
        if options.together:
            shared = set.intersection(*(marked[mark] for mark in options.together))
            lines.append(Line(plain(words.together), named(shared)))
        return [line for line in lines if line.text]

    def pieces(self, options: MarkGridOptions, words: MarkGridWords, value: JSON) -> list[Piece]:
        """Return the marked items under their mark; who was meant is nobody else's."""
        marked = cast("Mapping[str, Any]", value)
        return [
            Piece(plain(words.items[item]), plain(words.marks[mark].label), own=False)
            for mark in options.marks
            for item in marked.get(mark, ())
        ]

    def headings(self, options: MarkGridOptions, words: MarkGridWords) -> list[str]:
        """Return the marks."""
        return [plain(words.marks[mark].label) for mark in options.marks]
