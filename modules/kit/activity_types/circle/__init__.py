"""Circle: the learner in the middle, and around them circles that each hold something of them."""

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
from modules.kit.activity_types.circle.drawing import draw_circle
from modules.kit.author_model import done_unless_said
from modules.kit.fields import Ids, clean_by_id
from modules.kit.rich_text import plain

ENOUGH = 5
"""How many circles are enough where the module does not say."""


class CircleDone(AuthorModel):
    """When the circle is done."""

    slots: Annotated[int, Field(gt=0)]
    """The fewest circles that are filled."""


class CircleOptions(ActivityOptions):
    """What stands around the middle, clockwise from the top."""

    slots: Annotated[Ids, Field(min_length=3, max_length=12)]
    """Fewer than three make no circle; more than twelve can't be read on a phone."""
    done: CircleDone = Field(default_factory=lambda: CircleDone(slots=1))
    """Five circles, or all where there are fewer, unless the module says otherwise."""

    @model_validator(mode="before")
    @classmethod
    def _five_by_default(cls, data: Any) -> Any:
        return done_unless_said(data, "slots", "slots", most=ENOUGH)

    @model_validator(mode="after")
    def _reachable(self) -> "CircleOptions":
        if self.done.slots > len(self.slots):
            raise ValueError(f"done asks for {self.done.slots} of {len(self.slots)} slots")
        return self


class SlotWords(AuthorModel):
    """The words of one circle."""

    label: str
    """One or two words, which fit in the drawing."""
    ask: str


class CircleWords(ActivityWords):
    """The words of the drawing."""

    centre: str
    """What stands in the middle: "I"."""
    slots: dict[str, SlotWords]


class Circle(ActivityType[CircleOptions, CircleWords]):
    """A drawing that fills with words. The value is the texts by slot; what is blank is absent."""

    name = "circle"
    Options = CircleOptions
    Words = CircleWords

    def check(self, options: CircleOptions, words: CircleWords) -> Iterator[WordsProblem]:
        """Yield the slots without words and the words without a slot."""
        return missing_and_extra("slots", options.slots, words.slots)

    def clean(self, options: CircleOptions, value: JSON) -> JSON | Refusal:
        """Return the texts in the order of the slots, or why they can't be kept."""
        return clean_by_id(value, options.slots)

    def done(self, options: CircleOptions, value: JSON) -> bool:
        """Tell whether enough circles are filled."""
        return len(cast("dict[str, str]", value)) >= options.done.slots

    def lines(self, options: CircleOptions, words: CircleWords, value: JSON) -> list[Line]:
        """Return each text beside the label of its circle."""
        texts = cast("dict[str, str]", value)
        return [Line(plain(words.slots[slot].label), texts[slot]) for slot in options.slots if slot in texts]

    def drawing(self, options: CircleOptions, words: CircleWords, value: JSON) -> str | None:
        """Return the circles that are filled, around the middle."""
        texts = cast("dict[str, str]", value)
        return draw_circle(plain(words.centre), options.slots, texts) if texts else None
