"""Pick: choose from a list, in words or in pictures, with room for something of one's own and for why."""

from collections.abc import Iterator, Sequence
from typing import Annotated, TypedDict, cast

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
from modules.kit.fields import Ids, clean_ids, clean_list, clean_or_empty, clean_record
from modules.kit.rich_text import plain


class PickDone(AuthorModel):
    """When enough was picked."""

    picks: Annotated[int, Field(gt=0)] = 1
    """The fewest items, one's own included."""


class PickOptions(ActivityOptions):
    """What there is to pick from, and what may be added."""

    items: Ids
    pictures: bool = False
    """Whether each item has a picture: `media/<activity id>-<item>.svg`."""
    own: Annotated[int, Field(ge=0, le=10)] = 0
    """How many items of their own a learner may add."""
    why: bool = False
    """Whether there is a text field for why; it never has to be filled."""
    done: PickDone = PickDone()

    @model_validator(mode="after")
    def _reachable(self) -> "PickOptions":
        most = len(self.items) + self.own
        if self.done.picks > most:
            raise ValueError(f"done asks for {self.done.picks} of {most} picks")
        return self


class PickItem(AuthorModel):
    """An item in one language."""

    label: str
    text: str = ""
    """What stands under the label."""
    picture: str = ""
    """The picture's alt text; "" says that the label tells enough."""


class PickWords(ActivityWords):
    """The items in one language."""

    items: dict[str, PickItem]
    own: str = ""
    """The label of what a learner adds."""
    why: str = ""
    """The label of the text."""


class Picked(TypedDict):
    """What a learner picked, added and said about it."""

    picked: list[str]
    own: list[str]
    why: str


class Pick(ActivityType[PickOptions, PickWords]):
    """Choose from a list. The value is the picked ids in the list's order, one's own additions, and why."""

    name = "pick"
    Options = PickOptions
    Words = PickWords
    live = "bars"

    def check(self, options: PickOptions, words: PickWords) -> Iterator[WordsProblem]:
        """Yield the items without words, the words without an item, and fields without a label."""
        yield from missing_and_extra("items", options.items, words.items)
        if options.own and not words.own:
            yield WordsProblem((), "no words for 'own', which module.yaml asks for")
        if options.why and not words.why:
            yield WordsProblem((), "no words for 'why', which module.yaml asks for")

    def pictures(self, options: PickOptions) -> Sequence[str]:
        """Return the items that need a picture."""
        return options.items if options.pictures else ()

    def clean(self, options: PickOptions, value: JSON) -> JSON | Refusal:
        """Return what was picked, added and said, or why it can't be kept."""
        said = clean_record(value, ["why"])
        if isinstance(said, Refusal):
            return said
        raw = cast("dict[str, JSON]", value or {})
        picked = clean_ids(raw.get("picked"), options.items)
        if isinstance(picked, Refusal):
            return picked
        own = clean_list(raw.get("own"), options.own, clean_or_empty, "")
        if isinstance(own, Refusal):
            return own
        return {"picked": picked, "own": own, "why": said["why"] if options.why else ""}

    def done(self, options: PickOptions, value: JSON) -> bool:
        """Tell whether enough was picked or added."""
        found = cast("Picked", value)
        return len(found["picked"]) + len([text for text in found["own"] if text]) >= options.done.picks

    def lines(self, options: PickOptions, words: PickWords, value: JSON) -> list[Line]:
        """Return all that was picked in one line, then why."""
        found = cast("Picked", value)
        picked = [plain(words.items[item].label) for item in options.items if item in found["picked"]]
        text = " · ".join([*picked, *(own for own in found["own"] if own)])
        return [line for line in (Line("", text), Line(plain(words.why), found["why"])) if line.text]

    def pieces(self, options: PickOptions, words: PickWords, value: JSON) -> list[Piece]:
        """Return what was picked and added; why is not for a wall."""
        found = cast("Picked", value)
        picked = [plain(words.items[item].label) for item in options.items if item in found["picked"]]
        return [
            *(Piece(label, own=False) for label in picked),
            *(Piece(text) for text in found["own"] if text),
        ]
