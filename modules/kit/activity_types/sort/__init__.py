"""Sort: statements put in boxes, such as fact or interpretation; a key helps, and never judges."""

from collections.abc import Iterator
from typing import Annotated, Any, cast

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
from modules.kit.author_model import Id, done_unless_said
from modules.kit.fields import Ids, clean_record
from modules.kit.rich_text import plain


class SortDone(AuthorModel):
    """When enough is sorted."""

    sorted: Annotated[int, Field(gt=0)]
    """The fewest statements in a box, whichever it is."""


class SortOptions(ActivityOptions):
    """The boxes, the statements, and where each belongs if that can be said."""

    boxes: Annotated[Ids, Field(min_length=2, max_length=5)]
    items: Annotated[Ids, Field(max_length=20)]
    """The statements, in the order they are shown."""
    key: dict[Id, Id] = {}
    """The box of each statement that belongs in one; the others are a matter of opinion."""
    done: SortDone = Field(default_factory=lambda: SortDone(sorted=1))
    """All of them, unless the module says otherwise."""

    @model_validator(mode="before")
    @classmethod
    def _all_by_default(cls, data: Any) -> Any:
        return done_unless_said(data, "items", "sorted")

    @model_validator(mode="after")
    def _sensible(self) -> "SortOptions":
        for item, box in self.key.items():
            if item not in self.items:
                raise ValueError(f"the key names '{item}', which is not among the items")
            if box not in self.boxes:
                raise ValueError(f"the key puts '{item}' in '{box}', which is not among the boxes")
        if self.done.sorted > len(self.items):
            raise ValueError(f"done asks for {self.done.sorted} of {len(self.items)} items")
        return self


class SortItem(AuthorModel):
    """One statement in one language."""

    text: str
    hint: str = ""
    """What to look at once more, after another box was chosen."""
    why: str
    """The explanation: why it belongs where it does, or what can be said for each box."""


class SortWords(ActivityWords):
    """Boxes and statements in one language."""

    boxes: dict[str, str]
    items: dict[str, SortItem]


class Sort(ActivityType[SortOptions, SortWords]):
    """Statements in boxes. The value is the box by statement; what is not sorted is absent."""

    name = "sort"
    Options = SortOptions
    Words = SortWords

    def check(self, options: SortOptions, words: SortWords) -> Iterator[WordsProblem]:
        """Yield the boxes and statements without words, and the words that belong to none."""
        yield from missing_and_extra("boxes", options.boxes, words.boxes)
        yield from missing_and_extra("items", options.items, words.items)
        for name, item in words.items.items():
            if name in options.key and not item.hint:
                yield WordsProblem(("items", name), "no words for 'hint': it has a box in the key")

    def clean(self, options: SortOptions, value: JSON) -> JSON | Refusal:
        """Return the boxes in the order of the statements, or why they can't be kept."""
        record = clean_record(value, options.items)
        if isinstance(record, Refusal):
            return record
        return {item: box for item, box in record.items() if box in options.boxes}

    def done(self, options: SortOptions, value: JSON) -> bool:
        """Tell whether enough is sorted; a box that does not fit counts as well."""
        return len(cast("dict[str, str]", value)) >= options.done.sorted

    def points(self, options: SortOptions, value: JSON) -> tuple[float, float] | None:
        """Return how many statements with a key are in their box; None where there is no key."""
        chosen = cast("dict[str, str]", value or {})
        right = [item for item, box in options.key.items() if chosen.get(item) == box]
        return (len(right), len(options.key)) if options.key else None

    def lines(self, options: SortOptions, words: SortWords, value: JSON) -> list[Line]:
        """Return the box of each statement."""
        chosen = cast("dict[str, str]", value)
        return [
            Line(plain(words.items[item].text), plain(words.boxes[chosen[item]]))
            for item in options.items
            if item in chosen
        ]
