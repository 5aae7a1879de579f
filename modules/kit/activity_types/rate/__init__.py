"""Rate: statements in groups, each given a number from "hardly" to "entirely"."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, TypeAlias, cast

from pydantic import AfterValidator, Field, model_validator

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
from modules.kit.fields import Ids, clean_ids
from modules.kit.rich_text import plain


def _each_once(groups: dict[str, list[str]]) -> dict[str, list[str]]:
    items = [item for group in groups.values() for item in group]
    if twice := [item for index, item in enumerate(items) if item in items[:index]]:
        raise ValueError(f"'{twice[0]}' stands in two groups; each item may stand in one")
    return groups


Groups: TypeAlias = Annotated[
    dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)], Ids],
    Field(min_length=1, max_length=12),
    AfterValidator(_each_once),
]
"""The items by group, both in the order the learner sees them."""


class RateDone(AuthorModel):
    """When enough is rated."""

    rated: Annotated[int, Field(gt=0)]
    """The fewest items with a number."""


class RateOptions(ActivityOptions):
    """What is rated, and in how many steps."""

    groups: Groups
    scale: Annotated[int, Field(ge=3, le=7)] = 5
    """The highest number; the lowest is 1. More than seven don't fit beside each other on a phone."""
    done: RateDone = Field(default_factory=lambda: RateDone(rated=1))
    """All items, unless the module says otherwise."""

    @model_validator(mode="before")
    @classmethod
    def _all_by_default(cls, data: Any) -> Any:
        groups = data.get("groups") if isinstance(data, Mapping) and "done" not in data else None
        if isinstance(groups, Mapping) and all(isinstance(group, list) for group in groups.values()):
            return {**data, "done": {"rated": max(1, sum(map(len, groups.values())))}}
        return data

    @model_validator(mode="after")
    def _reachable(self) -> "RateOptions":
        if self.done.rated > len(self.items):
            raise ValueError(f"done asks for {self.done.rated} of {len(self.items)} items")
        return self

    @property
    def items(self) -> list[str]:
        """Every item, group after group."""
        return [item for group in self.groups.values() for item in group]


class RatedItem(AuthorModel):
    """An item in one language."""

    label: str
    """Its name."""
    text: str
    """The statement, as the learner would say it of themselves."""


class RateWords(ActivityWords):
    """The statements in one language."""

    groups: dict[str, str]
    items: dict[str, RatedItem]
    least: str
    """What the lowest number means: "hardly"."""
    most: str
    """What the highest number means: "entirely"."""


class Rate(ActivityType[RateOptions, RateWords]):
    """A number for each statement. The value is the items by number: `{"5": ["reader"], "3": ["runner"]}`."""

    name = "rate"
    Options = RateOptions
    Words = RateWords

    def check(self, options: RateOptions, words: RateWords) -> Iterator[WordsProblem]:
        """Yield the groups and items without words and the words without a group or an item."""
        yield from missing_and_extra("groups", list(options.groups), words.groups)
        yield from missing_and_extra("items", options.items, words.items)

    def clean(self, options: RateOptions, value: JSON) -> JSON | Refusal:
        """Return the items by number, or why they can't be kept; of two numbers the higher one stays."""
        raw: JSON = {} if value is None else value
        if not isinstance(raw, Mapping):
            return Refusal("wrong-shape")
        left, rated = options.items, {}
        for score in range(options.scale, 0, -1):
            found = clean_ids(raw.get(str(score)), left)
            if isinstance(found, Refusal):
                return found
            if found:
                rated[str(score)] = found
                left = [item for item in left if item not in found]
        return cast("JSON", rated)

    def done(self, options: RateOptions, value: JSON) -> bool:
        """Tell whether enough items have a number."""
        return sum(len(items) for items in cast("dict[str, list[str]]", value).values()) >= options.done.rated

    def lines(self, options: RateOptions, words: RateWords, value: JSON) -> list[Line]:
        """Return each group's items, the highest number first."""
        rated = cast("dict[str, list[str]]", value)
        numbers = [str(score) for score in range(options.scale, 0, -1) if str(score) in rated]
        lines = []
        for group, items in options.groups.items():
            parts = {
                score: [plain(words.items[item].label) for item in items if item in rated[score]]
                for score in numbers
            }
            text = " · ".join(f"{score}: {', '.join(labels)}" for score, labels in parts.items() if labels)
            lines.append(Line(plain(words.groups[group]), text))
        return [line for line in lines if line.text]
