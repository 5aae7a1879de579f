"""Contract: what a learner, a partner and a facilitator agree on, to print and to sign with a pen."""

import re
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
from modules.kit.author_model import done_unless_said
from modules.kit.fields import Ids, PerhapsIds, clean_by_id, clean_ids
from modules.kit.rich_text import plain

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class ContractDone(AuthorModel):
    """When enough is agreed."""

    fields: Annotated[int, Field(gt=0)]
    """The fewest agreements that are written down."""


class ContractOptions(ActivityOptions):
    """What is agreed, by when, and between whom."""

    fields: Annotated[Ids, Field(max_length=10)]
    """The agreements, such as the goal and what the partner gets."""
    dates: PerhapsIds = []
    """Days that are agreed."""
    parties: Annotated[Ids, Field(max_length=5)]
    """Who signs, the learner among them."""
    done: ContractDone = Field(default_factory=lambda: ContractDone(fields=1))
    """All agreements, unless the module says otherwise."""

    @model_validator(mode="before")
    @classmethod
    def _all_by_default(cls, data: Any) -> Any:
        return done_unless_said(data, "fields", "fields")

    @model_validator(mode="after")
    def _sensible(self) -> "ContractOptions":
        if self.done.fields > len(self.fields):
            raise ValueError(f"done asks for {self.done.fields} of {len(self.fields)} fields")
        for name in self.dates:
            if name in self.fields:
                raise ValueError(f"'{name}' can't be both a field and a date")
        return self


class AgreementWords(AuthorModel):
    """One agreement in one language."""

    label: str
    hint: str = ""


class ContractWords(ActivityWords):
    """The agreements in one language."""

    fields: dict[str, AgreementWords]
    dates: dict[str, AgreementWords] = {}
    parties: dict[str, str]
    agreed: str
    """Asks with whom it was talked through: "I went over this with"."""


class Agreed(TypedDict):
    """What stands in the contract."""

    fields: dict[str, str]
    dates: dict[str, str]
    agreed: list[str]


class Contract(ActivityType[ContractOptions, ContractWords]):
    """Agreements. The value is the texts, the days and who agreed; names are written on paper only."""

    name = "contract"
    Options = ContractOptions
    Words = ContractWords

    def check(self, options: ContractOptions, words: ContractWords) -> Iterator[WordsProblem]:
        """Yield the agreements, days and parties without words, and the words that belong to none."""
        yield from missing_and_extra("fields", options.fields, words.fields)
        yield from missing_and_extra("dates", options.dates, words.dates)
        yield from missing_and_extra("parties", options.parties, words.parties)

    def clean(self, options: ContractOptions, value: JSON) -> JSON | Refusal:
        """Return texts, days and parties in their own order, or why they can't be kept."""
        if value is not None and not isinstance(value, Mapping):
            return Refusal("wrong-shape")
        raw = value or {}
        fields = clean_by_id(raw.get("fields"), options.fields)
        dates = clean_by_id(raw.get("dates"), options.dates)
        agreed = clean_ids(raw.get("agreed"), options.parties)
        if isinstance(fields, Refusal):
            return fields
        if isinstance(dates, Refusal):
            return dates
        if isinstance(agreed, Refusal):
            return agreed
        days = {name: day for name, day in dates.items() if _DAY.fullmatch(day)}
        return {"fields": fields, "dates": days, "agreed": agreed}

    def done(self, options: ContractOptions, value: JSON) -> bool:
        """Tell whether enough is written down; signing happens on paper."""
        return len(cast("Agreed", value)["fields"]) >= options.done.fields

    def lines(self, options: ContractOptions, words: ContractWords, value: JSON) -> list[Line]:
        """Return the agreements, the days, and with whom they were talked through."""
        found = cast("Agreed", value)
        agreed = " · ".join(plain(words.parties[party]) for party in found["agreed"])
        lines = [
            Line(plain(spoken[name].label), texts[name])
            for names, spoken, texts in (
                (options.fields, words.fields, found["fields"]),
                (options.dates, words.dates, found["dates"]),
            )
            for name in names
            if name in texts
        ]
        return [*lines, Line(plain(words.agreed), agreed)] if agreed else lines
