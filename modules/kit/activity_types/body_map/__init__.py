"""Body map: a drawing of a body on which the learner places words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, cast

from pydantic import AfterValidator, Field, model_validator

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
from modules.kit.activity_types.body_map.drawing import draw_body
from modules.kit.fields import clean_list, clean_or_empty
from modules.kit.rich_text import plain

MOST = 12
"""How many words one place can hold."""


def _each_once(places: list[str]) -> list[str]:
    if len(set(places)) < len(places):
        raise ValueError("each place may stand here once")
    return places


class BodyMapDone(AuthorModel):
    """When enough is placed."""

    placed: Annotated[int, Field(gt=0)] = 1
    """The fewest words, wherever they stand."""


class BodyMapOptions(ActivityOptions):
    """Where words can be placed, and which are offered."""

    places: Annotated[
        list[Literal["head", "heart", "hands", "belly", "feet", "elsewhere"]],
        Field(min_length=2),
        AfterValidator(_each_once),
    ]
    """The places the drawing knows; `elsewhere` lies beside the body."""
    from_: list[str] = []
    """The activities of the types `top-of` and `words` whose choices are offered to be placed."""
    done: BodyMapDone = BodyMapDone()

    @model_validator(mode="after")
    def _reachable(self) -> "BodyMapOptions":
        most = MOST * len(self.places)
        if self.done.placed > most:
            raise ValueError(f"done asks for {self.done.placed} words, but there is room for {most}")
        return self


class PlaceWords(AuthorModel):
    """The words of one place."""

    label: str
    """One or two words, which fit in the drawing."""
    ask: str
    """What the place may stand for."""


class BodyMapWords(ActivityWords):
    """The words of the places."""

    places: dict[str, PlaceWords]
    own: str
    """The label of the field for a word of one's own."""


class BodyMap(ActivityType[BodyMapOptions, BodyMapWords]):
    """Words placed on a body. The value is the words by place; a place without any is absent."""

    name = "body-map"
    Options = BodyMapOptions
    Words = BodyMapWords
    live = "word-cloud"

    def check(self, options: BodyMapOptions, words: BodyMapWords) -> Iterator[WordsProblem]:
        """Yield the places without words and the words without a place."""
        return missing_and_extra("places", options.places, words.places)

    def looks_back_at(self, options: BodyMapOptions) -> Sequence[str]:
        """Return the ids of the activities whose choices are offered."""
        return options.from_

    def clean(self, options: BodyMapOptions, value: JSON) -> JSON | Refusal:
        """Return the words in the order of the places, or why they can't be kept."""
        raw: JSON = {} if value is None else value
        if not isinstance(raw, Mapping):
            return Refusal("wrong-shape")
        placed: dict[str, list[str]] = {}
        for place in options.places:
            words = clean_list(raw.get(place), MOST, clean_or_empty, "")
            if isinstance(words, Refusal):
                return words
            if kept := [word for word in words if word]:
                placed[place] = kept
        return cast("JSON", placed)

    def done(self, options: BodyMapOptions, value: JSON) -> bool:
        """Tell whether enough words are placed."""
        return (
            sum(len(words) for words in cast("dict[str, list[str]]", value).values()) >= options.done.placed
        )

    def lines(self, options: BodyMapOptions, words: BodyMapWords, value: JSON) -> list[Line]:
        """Return the words beside the label of their place."""
        placed = cast("dict[str, list[str]]", value)
        return [
            Line(plain(words.places[place].label), " · ".join(placed[place]))
            for place in options.places
            if place in placed
        ]

    def drawing(self, options: BodyMapOptions, words: BodyMapWords, value: JSON) -> str | None:
        """Return the body with the words where they were placed."""
        placed = cast("dict[str, list[str]]", value)
        return draw_body(options, words, placed) if placed else None

    def pieces(self, options: BodyMapOptions, words: BodyMapWords, value: JSON) -> list[Piece]:
        """Return each word under its place."""
        placed = cast("dict[str, list[str]]", value)
        return [
            Piece(word, plain(words.places[place].label))
            for place in options.places
            for word in placed.get(place, ())
        ]

    def headings(self, options: BodyMapOptions, words: BodyMapWords) -> list[str]:
        """Return the places."""
        return [plain(words.places[place].label) for place in options.places]
