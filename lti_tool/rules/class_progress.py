"""How far a learner is with each exercise: a state, no word of an answer. No Flask, no SQL, no network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, TypeAlias, get_args

from modules.kit import scoring
from modules.kit.activity_type import JSON, Refusal
from modules.kit.activity_types.survey import SurveyOptions
from modules.kit.answers import Answer
from modules.kit.module import MY_QUESTIONS, Activity, Module

ExerciseState: TypeAlias = Literal["not-begun", "busy", "done", "paper"]
EXERCISE_STATES: tuple[ExerciseState, ...] = get_args(ExerciseState)
FINISHED: tuple[ExerciseState, ...] = ("done", "paper")


@dataclass(frozen=True)
class TimedAnswer:
    """An answer, and when it was last changed, in seconds since 1970."""

    answer: Answer
    changed_at: int


@dataclass(frozen=True)
class Progress:
    """How far one learner is. It can be kept: nothing of an answer is in it.

    Attributes:
        states: By exercise; an exercise that is not in it was not begun.
        at: The exercise that was worked on last; None where none was begun.
    """

    states: Mapping[str, ExerciseState]
    at: str | None = None

    def of(self, exercise: str) -> ExerciseState:
        """How far the learner is with one exercise."""
        return self.states.get(exercise, "not-begun")

    @cached_property
    def begun(self) -> bool:
        """Whether any exercise was begun."""
        return bool(self.states)

    def done_of(self, exercises: Sequence[Activity]) -> int:
        """How many of these are done."""
        return sum(self.states.get(one.id) in FINISHED for one in exercises)


NOTHING = Progress({})


@dataclass(frozen=True)
class ExerciseOfGroup:
    """Where a group is with one exercise: how many people are in which state, of `people`."""

    exercise: str
    counts: Mapping[ExerciseState, int]
    people: int

    @property
    def done(self) -> int:
        """How many did it, on the screen or on paper."""
        return sum(self.counts[state] for state in FINISHED)


def exercises_of(module: Module) -> list[Activity]:
    """What a class page tells about, in the order of the road.

    Not the learner's own questions, which nobody has to have. Nor a survey: who answered which of its
    questions says something of the answers, and its totals promise that nothing does.
    """
    return [
        activity
        for name, activity in module.activities.items()
        if name != MY_QUESTIONS and not isinstance(activity.options, SurveyOptions)
    ]


def required_of(exercises: Iterable[Activity]) -> list[Activity]:
    """The exercises that progress counts; all of them where none is required."""
    every = list(exercises)
    return [one for one in every if one.required] or every


def progress_of(exercises: Iterable[Activity], answers: Mapping[str, TimedAnswer]) -> Progress:
    """How far somebody with these answers is."""
    states: dict[str, ExerciseState] = {}
    latest: tuple[int, str] | None = None
    for one in exercises:
        found = answers.get(one.id)
        state = state_of(one, found.answer if found else None)
        if found is None or state == "not-begun":
            continue
        states[one.id] = state
        # Of two in the same second, the one further along the road.
        if latest is None or found.changed_at >= latest[0]:
            latest = (found.changed_at, one.id)
    return Progress(states, latest[1] if latest else None)


def state_of(exercise: Activity, answer: Answer | None) -> ExerciseState:
    """How far somebody with this answer is with an exercise; what was emptied again was not begun."""
    if answer is None:
        return "not-begun"
    value = exercise.type.clean(exercise.options, answer.value)
    # What an older version of the module took and this one does not is still somebody's work.
    if not isinstance(value, Refusal) and scoring.is_done(exercise, replace(answer, value=value)):
        return "paper" if answer.how == "paper" else "done"
    return "busy" if _says_something(answer.value) else "not-begun"


def of_group(exercises: Iterable[Activity], people: Sequence[Progress]) -> list[ExerciseOfGroup]:
    """Where a group is, by exercise in the order of the road."""
    return [_of_group(one.id, people) for one in exercises]


def _of_group(exercise: str, people: Sequence[Progress]) -> ExerciseOfGroup:
    counts = dict.fromkeys(EXERCISE_STATES, 0)
    for one in people:
        counts[one.of(exercise)] += 1
    return ExerciseOfGroup(exercise, counts, len(people))


def _says_something(value: JSON) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, Mapping):
        return any(_says_something(one) for one in value.values())
    if isinstance(value, Sequence):
        return any(_says_something(one) for one in value)
    return value is not None and value is not False
