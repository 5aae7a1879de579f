"""Show and tell: a few photos, objects or songs, each with what it is and why it counts."""

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
)
from modules.kit.author_model import done_unless_said
from modules.kit.fields import clean_list, clean_record, numbered
from modules.kit.rich_text import plain

FIELDS = ("what", "why")


class ShowAndTellDone(AuthorModel):
    """When enough is shown and told."""

    items: Annotated[int, Field(gt=0)]
    """The fewest items with both fields filled in."""


class ShowAndTellOptions(ActivityOptions):
    """How many items, and whether a photo may go with them."""

    items: Annotated[int, Field(gt=0, le=12)]
    photo: bool = False
    """Whether a photo may be added. It stays on the device and is never part of the value."""
    done: ShowAndTellDone = Field(default_factory=lambda: ShowAndTellDone(items=1))
    """All items, unless the module says otherwise."""

    @model_validator(mode="before")
    @classmethod
    def _all_items_by_default(cls, data: Any) -> Any:
        return done_unless_said(data, "items", "items")

    @model_validator(mode="after")
    def _reachable(self) -> "ShowAndTellOptions":
        if self.done.items > self.items:
            raise ValueError(f"done asks for {self.done.items} of {self.items} items")
        return self


class ShowAndTellWords(ActivityWords):
    """The words of one item; the same for each."""

    item: str
    """The name of one: "Photo"."""
    what: str
    why: str
    what_hint: str = ""
    why_hint: str = ""


class ShowAndTell(ActivityType[ShowAndTellOptions, ShowAndTellWords]):
    """Items with a what and a why. The value is the list of both; an empty item holds its place."""

    name = "show-and-tell"
    Options = ShowAndTellOptions
    Words = ShowAndTellWords

    def clean(self, options: ShowAndTellOptions, value: JSON) -> JSON | Refusal:
        """Return the items in their places, or why they can't be kept."""
        return clean_list(
            value, options.items, lambda item: clean_record(item, FIELDS), dict.fromkeys(FIELDS, "")
        )

    def done(self, options: ShowAndTellOptions, value: JSON) -> bool:
        """Tell whether enough items have a what and a why."""
        items = cast("list[dict[str, str]]", value)
        return len([item for item in items if all(item.values())]) >= options.done.items

    def lines(self, options: ShowAndTellOptions, words: ShowAndTellWords, value: JSON) -> list[Line]:
        """Return what and why of each item."""
        labels = {"what": plain(words.what), "why": plain(words.why)}
        return [
            Line(f"{numbered(words.item, index, options.items)} · {labels[field]}", item[field])
            for index, item in enumerate(cast("list[dict[str, str]]", value))
            for field in FIELDS
            if item[field]
        ]
