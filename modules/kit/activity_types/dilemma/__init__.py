"""Dilemma: cards without a right answer: a position, why, the best reason against, what talking changed."""

from collections.abc import Iterator, Mapping
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

SHIFTS = ("same", "doubt", "moved")
FIELDS = ("position", "reasons", "counter", "shift", "why")
Cards: TypeAlias = dict[str, dict[str, str]]


class DilemmaDone(AuthorModel):
    """When enough dilemmas are thought through."""

    cards: Annotated[int, Field(gt=0)] = 1
    """The fewest cards with a position, reasons and the best reason against."""


class DilemmaOptions(ActivityOptions):
    """The cards, and the positions one can take in each."""

    cards: Annotated[Ids, Field(max_length=8)]
    positions: Annotated[Ids, Field(min_length=2, max_length=7)]
    """A scale from one end to the other, or choices."""
    shift: bool = True
    """Whether it is asked, after the discussion, what moved."""
    done: DilemmaDone = DilemmaDone()

    @model_validator(mode="after")
    def _reachable(self) -> "DilemmaOptions":
        if self.done.cards > len(self.cards):
            raise ValueError(f"done asks for {self.done.cards} of {len(self.cards)} cards")
        return self


class DilemmaCard(AuthorModel):
    """One dilemma in one language."""

    title: str
    text: str


class DilemmaWords(ActivityWords):
    """The cards and what is asked of each, in one language."""

    cards: dict[str, DilemmaCard]
    position: str
    """Asks for the position: "Where do you stand?"."""
    positions: dict[str, str]
    reasons: str
    """The label of the reasons."""
    counter: str
    """The label of the counter-position: "The best reason against"."""
    shift: str = ""
    """Asks what moved: "After talking: what about your position?"; needed where it is asked."""
    shifts: dict[str, str] = {}
    """`same`, `doubt` and `moved`."""
    why: str = ""
    """The label of what made one move or stay."""


class Dilemma(ActivityType[DilemmaOptions, DilemmaWords]):
    """Positions with reasons. The value is what was said by card; what is blank is absent."""

    name = "dilemma"
    Options = DilemmaOptions
    Words = DilemmaWords

    def check(self, options: DilemmaOptions, words: DilemmaWords) -> Iterator[WordsProblem]:
        """Yield what lacks words, and the words that belong to nothing."""
        yield from missing_and_extra("cards", options.cards, words.cards)
        yield from missing_and_extra("positions", options.positions, words.positions)
        yield from missing_and_extra("shifts", SHIFTS if options.shift else (), words.shifts)
        for key in ("shift", "why"):
            if options.shift and not getattr(words, key):
                yield WordsProblem((), f"no words for '{key}', which module.yaml asks for")

    def clean(self, options: DilemmaOptions, value: JSON) -> JSON | Refusal:
        """Return what was said in the order of the cards, or why it can't be kept."""
        if value is not None and not isinstance(value, Mapping):
            return Refusal("wrong-shape")
        cards: dict[str, JSON] = {}
        known = {"position": options.positions, "shift": SHIFTS if options.shift else ()}
        names = FIELDS if options.shift else FIELDS[:3]
        for card in options.cards:
            said = clean_by_id((value or {}).get(card), names)
            if isinstance(said, Refusal):
                return said
            kept = {name: text for name, text in said.items() if text in known.get(name, (text,))}
            if kept:
                cards[card] = kept
        return cards

    def done(self, options: DilemmaOptions, value: JSON) -> bool:
        """Tell whether enough cards have a position, reasons and a reason against; talking comes after."""
        cards = cast("Cards", value).values()
        return len([said for said in cards if all(name in said for name in FIELDS[:3])]) >= options.done.cards

    def lines(self, options: DilemmaOptions, words: DilemmaWords, value: JSON) -> list[Line]:
        """Return what was said of each card, below its title and what was asked."""
        cards = cast("Cards", value)
        spoken = {"position": words.positions, "shift": words.shifts}
        asked = {name: plain(getattr(words, name)) for name in FIELDS}
        found = []
        for card in options.cards:
            for name in FIELDS:
                text = cards.get(card, {}).get(name)
                if text is not None:
                    text = plain(spoken[name][text]) if name in spoken else text
                    found.append(Line(f"{plain(words.cards[card].title)} · {asked[name]}", text))
        return found
