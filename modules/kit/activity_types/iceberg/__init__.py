"""Iceberg: from what happened down to what people believe, with arrows that say what leads to what."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, TypedDict, cast

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
from modules.kit.activity_types.iceberg.drawing import draw_iceberg
from modules.kit.activity_types.iceberg.loops import Arrows, kind_of, loops, told
from modules.kit.fields import Ids, clean_by_id, clean_list, clean_or_empty
from modules.kit.rich_text import plain

SIGNS = ("more", "less")
KINDS = ("reinforcing", "balancing")


class IcebergDone(AuthorModel):
    """When one has looked deep enough."""

    layers: Annotated[int, Field(gt=0)]
    """The fewest layers with a card."""
    arrows: Annotated[int, Field(ge=0)] = 0
    """The fewest arrows between two cards."""


class IcebergOptions(ActivityOptions):
    """The layers from the top down, and how much fits."""

    layers: Annotated[Ids, Field(min_length=2, max_length=5)]
    cards: Annotated[int, Field(gt=0, le=4)] = 3
    """The most cards of each layer; more can't be drawn on a phone."""
    arrows: Annotated[int, Field(ge=0, le=12)] = 6
    """The most arrows; none where it is about the layers alone."""
    done: IcebergDone = Field(default_factory=lambda: IcebergDone(layers=1))
    """A card in every layer, unless the module says otherwise."""

    @model_validator(mode="before")
    @classmethod
    def _all_by_default(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and isinstance(data.get("layers"), list):
            done = data.get("done", {})
            if isinstance(done, Mapping) and "layers" not in done:
                return {**data, "done": {**done, "layers": max(1, len(data["layers"]))}}
        return data

    @model_validator(mode="after")
    def _reachable(self) -> "IcebergOptions":
        if self.done.layers > len(self.layers):
            raise ValueError(f"done asks for {self.done.layers} of {len(self.layers)} layers")
        if self.done.arrows > self.arrows:
            raise ValueError(f"done asks for {self.done.arrows} of {self.arrows} arrows")
        return self

    @property
    def places(self) -> list[str]:
        """The ids of all cards there may be, from the top down: `event-1`."""
        return [f"{layer}-{number}" for layer in self.layers for number in range(1, self.cards + 1)]


class LayerWords(AuthorModel):
    """One layer in one language."""

    label: str
    """One or two words, which fit in the drawing."""
    ask: str


class IcebergWords(ActivityWords):
    """Layers and arrows in one language."""

    layers: dict[str, LayerWords]
    arrow: str
    """What an arrow is called: "Arrow"."""
    signs: dict[str, str]
    """`more` and `less`: "leads to more", "leads to less"."""
    loop: str
    """What a loop is called: "Loop"."""
    loops: dict[str, str]
    """What a loop does: `reinforcing` and `balancing`."""


class Seen(TypedDict):
    """What a learner saw."""

    cards: dict[str, list[str]]
    arrows: Arrows


class Iceberg(ActivityType[IcebergOptions, IcebergWords]):
    """Layers with cards, and arrows. Cards keep their places, for arrows name them: `event-1`."""

    name = "iceberg"
    Options = IcebergOptions
    Words = IcebergWords

    def check(self, options: IcebergOptions, words: IcebergWords) -> Iterator[WordsProblem]:
        """Yield the layers, signs and kinds of loops without words, and the words without any of those."""
        yield from missing_and_extra("layers", options.layers, words.layers)
        yield from missing_and_extra("signs", SIGNS, words.signs)
        yield from missing_and_extra("loops", KINDS, words.loops)

    def clean(self, options: IcebergOptions, value: JSON) -> JSON | Refusal:
        """Return the cards of each layer that has any, and the arrows, or why they can't be kept."""
        if not isinstance(value, Mapping) and value is not None:
            return Refusal("wrong-shape")
        raw = (value or {}).get("cards") or {}
        if not isinstance(raw, Mapping):
            return Refusal("wrong-shape")
        cards: dict[str, JSON] = {}
        for layer in options.layers:
            texts = clean_list(raw.get(layer), options.cards, clean_or_empty, "")
            if isinstance(texts, Refusal):
                return texts
            if texts:
                cards[layer] = texts
        nothing: dict[str, str] = {}
        given = (value or {}).get("arrows")
        arrows = clean_list(given, options.arrows, lambda one: _clean_arrow(options, one), nothing)
        return arrows if isinstance(arrows, Refusal) else {"cards": cards, "arrows": arrows}

    def done(self, options: IcebergOptions, value: JSON) -> bool:
        """Tell whether enough layers have a card, and enough arrows tie two."""
        seen = cast("Seen", value)
        drawn = told(seen["cards"], seen["arrows"])
        return len(seen["cards"]) >= options.done.layers and len(drawn) >= options.done.arrows

    def lines(self, options: IcebergOptions, words: IcebergWords, value: JSON) -> list[Line]:
        """Return each card below its layer, what leads to what, and the loops in it."""
        seen = cast("Seen", value)
        cards = seen["cards"]
        texts = {
            f"{layer}-{index}": text for layer in cards for index, text in enumerate(cards[layer], 1) if text
        }
        arrows = told(cards, seen["arrows"])
        signs = {name: f" · {plain(words.signs[name])}" for name in SIGNS}
        kinds = {name: f" · {plain(words.loops[name])}" for name in KINDS}
        return [
            *(
                Line(plain(words.layers[layer].label), text)
                for layer in options.layers
                for text in cards.get(layer, ())
                if text
            ),
            *(
                Line(
                    plain(words.arrow),
                    f"{texts[one['from']]} → {texts[one['to']]}{signs.get(one.get('sign', ''), '')}",
                )
                for one in arrows
            ),
            *(
                Line(
                    plain(words.loop),
                    " → ".join(texts[name] for name in (loop[0]["from"], *(one["to"] for one in loop)))
                    + kinds.get(kind_of(loop), ""),
                )
                for loop in loops(options.places, arrows)
            ),
        ]

    def drawing(self, options: IcebergOptions, words: IcebergWords, value: JSON) -> str | None:
        """Return the layers with their cards, and the arrows between them."""
        seen = cast("Seen", value)
        if not seen["cards"]:
            return None
        labels = {layer: plain(words.layers[layer].label) for layer in options.layers}
        return draw_iceberg(labels, seen["cards"], told(seen["cards"], seen["arrows"]))


def _clean_arrow(options: IcebergOptions, value: JSON) -> dict[str, str] | Refusal:
    arrow = clean_by_id(value, ("from", "to", "sign"))
    if isinstance(arrow, Refusal):
        return arrow
    known = {"from": options.places, "to": options.places, "sign": SIGNS}
    return {name: text for name, text in arrow.items() if text in known[name]}
