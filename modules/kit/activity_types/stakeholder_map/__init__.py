"""Stakeholder map: who is involved, who decides, who gains, who is forgotten, around what it is about."""

from collections.abc import Iterator
from typing import Annotated, Any, TypeAlias, cast

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
from modules.kit.activity_types.stakeholder_map.drawing import RINGS, draw_map
from modules.kit.fields import Ids, clean_by_id, clean_list, numbered
from modules.kit.rich_text import plain

People: TypeAlias = list[dict[str, Any]]


class StakeholderMapDone(AuthorModel):
    """When the map shows enough."""

    people: Annotated[int, Field(gt=0)] = 3
    """The fewest people or groups with a name."""
    forgotten: Annotated[int, Field(ge=0)] = 1
    """The fewest of them who are marked as forgotten."""


class StakeholderMapOptions(ActivityOptions):
    """What people can be to the matter, and how many fit."""

    roles: Annotated[Ids, Field(min_length=2, max_length=6)]
    """As many as there are colours that can be told apart."""
    people: Annotated[int, Field(gt=0, le=14)] = 8
    """The most people or groups."""
    open: Annotated[int, Field(gt=0)] = 1
    """How many stand there from the start; the learner adds the others."""
    done: StakeholderMapDone = StakeholderMapDone()

    @model_validator(mode="after")
    def _reachable(self) -> "StakeholderMapOptions":
        if self.done.people > self.people:
            raise ValueError(f"done asks for {self.done.people} of {self.people} people")
        if self.done.forgotten > self.people:
            raise ValueError(f"done asks for {self.done.forgotten} forgotten of {self.people} people")
        if self.open > self.people:
            raise ValueError(f"{self.open} of {self.people} people can't stand open")
        return self


class StakeholderMapWords(ActivityWords):
    """The map in one language."""

    centre: str
    """What it is about, in the middle of the drawing: "The need"."""
    person: str
    """What one on the map is called: "Person or group"."""
    name: str
    """The label of the name."""
    name_hint: str = ""
    role: str
    """Asks for the role: "What are they in this?"."""
    roles: dict[str, str]
    ring: str
    """Asks how close they are: "How close to the need?"."""
    rings: dict[str, str]
    """`near`, `middle` and `far`."""
    forgotten: str
    """What the mark says: "Is forgotten or not heard"."""
    add: str
    """The button for one more."""


class StakeholderMap(ActivityType[StakeholderMapOptions, StakeholderMapWords]):
    """Who is around something. The value is a list; what is not said of somebody is absent."""

    name = "stakeholder-map"
    Options = StakeholderMapOptions
    Words = StakeholderMapWords

    def check(self, options: StakeholderMapOptions, words: StakeholderMapWords) -> Iterator[WordsProblem]:
        """Yield the roles and rings without words, and the words without a role or ring."""
        yield from missing_and_extra("roles", options.roles, words.roles)
        yield from missing_and_extra("rings", RINGS, words.rings)

    def clean(self, options: StakeholderMapOptions, value: JSON) -> JSON | Refusal:
        """Return the people in their places, or why they can't be kept."""
        nobody: dict[str, Any] = {}
        return clean_list(value, options.people, lambda raw: _clean_person(options, raw), nobody)

    def done(self, options: StakeholderMapOptions, value: JSON) -> bool:
        """Tell whether enough people have a name, and enough of those are forgotten."""
        named = [person for person in cast("People", value) if "name" in person]
        forgotten = [person for person in named if "forgotten" in person]
        return len(named) >= options.done.people and len(forgotten) >= options.done.forgotten

    def lines(self, options: StakeholderMapOptions, words: StakeholderMapWords, value: JSON) -> list[Line]:
        """Return everybody with a name: who, in which role, how close, and whether they are forgotten."""
        return [
            Line(numbered(words.person, index, options.people), " · ".join(_said(words, person)))
            for index, person in enumerate(cast("People", value))
            if "name" in person
        ]

    def drawing(self, options: StakeholderMapOptions, words: StakeholderMapWords, value: JSON) -> str | None:
        """Return the map with everybody who has a name and a ring."""
        return draw_map(plain(words.centre), options.roles, cast("People", value))


def _clean_person(options: StakeholderMapOptions, value: JSON) -> dict[str, Any] | Refusal:
    texts: JSON = value
    if isinstance(value, dict):
        texts = {name: part for name, part in value.items() if name != "forgotten"}
    person = clean_by_id(texts, ("name", "role", "ring"))
    if isinstance(person, Refusal):
        return person
    known = {"role": options.roles, "ring": RINGS}
    kept = {name: text for name, text in person.items() if text in known.get(name, (text,))}
    is_forgotten = isinstance(value, dict) and value.get("forgotten") is True
    return {**kept, "forgotten": True} if is_forgotten else kept


def _said(words: StakeholderMapWords, person: dict[str, Any]) -> Iterator[str]:
    yield person["name"]
    if "role" in person:
        yield plain(words.roles[person["role"]])
    if "ring" in person:
        yield plain(words.rings[person["ring"]])
    if "forgotten" in person:
        yield plain(words.forgotten)
