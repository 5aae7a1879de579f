"""Top of: the result of a rating, and what the learner says is really theirs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, TypedDict, cast

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
from modules.kit.activity_types.rate import Groups
from modules.kit.fields import clean_by_id, clean_ids
from modules.kit.rich_text import plain

FITS = ("yes", "partly", "no")


class TopOfDone(AuthorModel):
    """When enough is chosen."""

    chosen: Annotated[int, Field(gt=0)]
    """The fewest items."""


class TopOfOptions(ActivityOptions):
    """What there is to choose from, and how much."""

    from_: Annotated[list[str], Field(min_length=1)]
    """The activities of the type `rate` whose numbers are shown."""
    groups: Groups
    """The same groups and items as there; the learner may choose any, rated or not."""
    count: Annotated[int, Field(gt=0, le=5)] = 3
    """How many may be chosen."""
    done: TopOfDone = Field(default_factory=lambda: TopOfDone(chosen=1))
    """As many as may be chosen, unless the module says otherwise."""

    @model_validator(mode="before")
    @classmethod
    def _all_by_default(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and "done" not in data and isinstance(data.get("count", 3), int):
            return {**data, "done": {"chosen": max(1, data.get("count", 3))}}
        return data

    @model_validator(mode="after")
    def _reachable(self) -> "TopOfOptions":
        most = min(self.count, len(self.items))
        if self.done.chosen > most:
            raise ValueError(f"done asks for {self.done.chosen} of {most} choices")
        return self

    @property
    def items(self) -> list[str]:
        """Every item, group after group."""
        return [item for group in self.groups.values() for item in group]


class TopItem(AuthorModel):
    """An item in one language."""

    label: str
    text: str
    """What it is like: the description that may fit or not."""


class TopOfWords(ActivityWords):
    """The descriptions in one language, and what is asked about each choice."""

    groups: dict[str, str]
    items: dict[str, TopItem]
    fit: str
    """What the learner judges: "Does this fit you?"."""
    fits: dict[str, str]
    """How each judgement reads: `yes`, `partly` and `no`."""
    where: str
    """The label of the text: where it shows."""
    where_hint: str = ""


class Top(TypedDict):
    """A clean value."""

    top: list[str]
    fit: dict[str, str]
    where: dict[str, str]


class TopOf(ActivityType[TopOfOptions, TopOfWords]):
    """The items one chose, whether each fits, and where it shows. The value is these three."""

    name = "top-of"
    Options = TopOfOptions
    Words = TopOfWords
    live = "bars"

    def check(self, options: TopOfOptions, words: TopOfWords) -> Iterator[WordsProblem]:
        """Yield the groups, items and judgements without words and the words without one of them."""
        yield from missing_and_extra("groups", list(options.groups), words.groups)
        yield from missing_and_extra("items", options.items, words.items)
        yield from missing_and_extra("fits", FITS, words.fits)

    def looks_back_at(self, options: TopOfOptions) -> Sequence[str]:
        """Return the ids of the ratings."""
        return options.from_

    def clean(self, options: TopOfOptions, value: JSON) -> JSON | Refusal:
        """Return the choices and what is said of them, or why they can't be kept.

        An unknown judgement is none; what is said of an item that is not chosen is dropped.
        """
        raw: JSON = {} if value is None else value
        if not isinstance(raw, Mapping):
            return Refusal("wrong-shape")
        top = clean_ids(raw.get("top"), options.items)
        if isinstance(top, Refusal):
            return top
        top = top[: options.count]
        fit, where = clean_by_id(raw.get("fit"), top), clean_by_id(raw.get("where"), top)
        if isinstance(fit, Refusal):
            return fit
        if isinstance(where, Refusal):
            return where
        return {"top": top, "fit": {item: name for item, name in fit.items() if name in FITS}, "where": where}

    def done(self, options: TopOfOptions, value: JSON) -> bool:
        """Tell whether enough is chosen."""
        return len(cast("Top", value)["top"]) >= options.done.chosen

    def lines(self, options: TopOfOptions, words: TopOfWords, value: JSON) -> list[Line]:  # noqa: ARG002
        """Return the choices in one line, then what is said of each."""
        top = cast("Top", value)
        labels = {item: plain(words.items[item].label) for item in top["top"]}
        lines = [Line("", " · ".join(labels.values()))]
        for item, label in labels.items():
            fit = plain(words.fits[top["fit"][item]]) if item in top["fit"] else ""
            lines.append(Line(f"{label} · {plain(words.fit)}", fit))
            lines.append(Line(f"{label} · {plain(words.where)}", top["where"].get(item, "")))
        return [line for line in lines if line.text]

    def pieces(self, options: TopOfOptions, words: TopOfWords, value: JSON) -> list[Piece]:  # noqa: ARG002
        """Return the choices; what is said of each is not for a wall."""
        return [Piece(plain(words.items[item].label), own=False) for item in cast("Top", value)["top"]]
