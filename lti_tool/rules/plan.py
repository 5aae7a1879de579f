"""What a facilitator does of a session in the time there is: what must, what may, what can wait.

A plan has every exercise of the module once, in the order of the road. What must and what may is done; what
can wait is done at home or another day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from modules.kit.module import Module
from modules.kit.structure import WEIGHTS, Weight

LESSONS = (25, 50, 100)
"""Half a lesson, a lesson, two lessons."""

MOST_MINUTES = 600


@dataclass(frozen=True)
class Exercise:
    """An exercise, how long it takes and how much it matters: as the module says it, or as a plan does."""

    id: str
    minutes: int
    weight: Weight


@dataclass(frozen=True)
class Plan:
    """The exercises of a session over the minutes that there are."""

    available: int
    exercises: tuple[Exercise, ...]

    def minutes(self, *weights: Weight) -> int:
        """How long the exercises of these weights take together."""
        return sum(one.minutes for one in self.exercises if one.weight in weights)

    @property
    def chosen(self) -> tuple[Exercise, ...]:
        """What is done: what must and what may."""
        return tuple(one for one in self.exercises if one.weight != "later")

    @property
    def left(self) -> int:
        """The minutes without an exercise; below zero: so many too few."""
        return self.available - self.minutes("must", "may")

    @property
    def lacking(self) -> int:
        """So many minutes more than there are would what must be done take by itself."""
        return max(0, self.minutes("must") - self.available)


def exercises_of(module: Module) -> tuple[Exercise, ...]:
    """The exercises of a module in the order of the road, as the module says them."""
    return tuple(
        Exercise(one.id, one.minutes, one.weight) for step in module.steps for one in step.activities
    )


def propose(exercises: Sequence[Exercise], available: int) -> Plan:
    """A plan for a number of minutes.

    What the module calls a must is one. Then comes what it says may be done, then what can wait, as long as
    it fits: the first that does not fit ends it, so that more minutes never take an exercise away.
    """
    room = available - sum(one.minutes for one in exercises if one.weight == "must")
    fitting: set[str] = set()
    for one in sorted(exercises, key=lambda one: WEIGHTS.index(one.weight)):
        if one.weight == "must":
            continue
        room -= one.minutes
        if room < 0:
            break
        fitting.add(one.id)

    def placed(one: Exercise) -> Weight:
        if one.weight == "must":
            return "must"
        return "may" if one.id in fitting else "later"

    return Plan(available, tuple(Exercise(one.id, one.minutes, placed(one)) for one in exercises))


def from_form(
    form: Mapping[str, str], exercises: Sequence[Exercise], available: int
) -> tuple[Plan, list[str]]:
    """The plan that a facilitator filled in; and the exercises for which no number of minutes was typed.

    Args:
        form: `weight-<id>` and `minutes-<id>` for each exercise, as typed.
        exercises: Of the module; what the form lacks or says wrongly stays as they say.
        available: The minutes there are, if the form's own (`available`) are no number of minutes.
    """
    wrong: list[str] = []
    planned: list[Exercise] = []
    for one in exercises:
        typed = form.get(f"minutes-{one.id}", str(one.minutes)).strip()
        minutes = minutes_in(typed, least=0)
        if minutes is None:
            wrong.append(one.id)
            minutes = one.minutes
        weight = next((name for name in WEIGHTS if name == form.get(f"weight-{one.id}")), one.weight)
        planned.append(Exercise(one.id, minutes, weight))
    return Plan(minutes_in(form.get("available", "")) or available, tuple(planned)), wrong


def minutes_in(text: str, *, least: int = 1) -> int | None:
    """The number of minutes that somebody typed; None where it is none, or more than anybody has."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST_MINUTES))):
        return None
    return minutes if least <= (minutes := int(text)) <= MOST_MINUTES else None


def as_document(plan: Plan) -> dict[str, Any]:
    """The plan to be kept."""
    return {
        "available": plan.available,
        "exercises": {one.id: [one.weight, one.minutes] for one in plan.exercises},
    }


def from_document(document: Mapping[str, Any], exercises: Sequence[Exercise]) -> Plan:
    """A plan that was kept, for the module as it is now.

    An exercise that is gone takes nothing along. One that came since then can wait: a plan that somebody made
    does not grow by itself.
    """
    kept: Mapping[str, Any] = document["exercises"]

    def planned(one: Exercise) -> Exercise:
        if one.id not in kept:
            return Exercise(one.id, one.minutes, "later")
        weight, minutes = kept[one.id]
        return Exercise(one.id, minutes, weight)

    return Plan(document["available"], tuple(map(planned, exercises)))
