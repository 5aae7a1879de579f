"""What the platform knows besides the block's own tables: people, gradebook, faults of the tool."""

import uuid
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Person:
    """Somebody enrolled in the course; `sub` is all that a tool learns about them by default."""

    name: str
    role: str
    full_name: str
    external_user_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    pk: int = 0


@dataclass(frozen=True)
class Grade:
    """One line of the gradebook; `score` is between 0 and 1."""

    person: str
    link: str
    score: float
    comment: str | None


@dataclass
class Outage:
    """Calls of the tool that the platform will answer with an error of its own."""

    status: int = 503
    times: int = 0
    headers: dict[str, str] = field(default_factory=dict)


people: dict[str, Person] = {}
grades: list[Grade] = []
faults: list[str] = []
calls: list[dict[str, Any]] = []
outage = Outage()


def person_of(external_user_id: str) -> Person | None:
    """Return the person whom the tool knows as `external_user_id`."""
    return next((p for p in people.values() if p.external_user_id == external_user_id), None)
