"""What a class shared, by activity; and the questions to pass on. No Flask, no SQL, no network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lti_tool.rules.review import ShownAnswer, may_read, shown_answer
from modules.kit.activity_type import Refusal
from modules.kit.answers import Answer
from modules.kit.module import Activity, Module
from modules.kit.rich_text import plain

FEWEST = 5
"""With fewer who shared, everybody may guess who: a class sees it only if its facilitator says so."""


@dataclass(frozen=True)
class Given:
    """An answer that somebody gave. `sub` is the platform's id of the learner."""

    sub: str
    activity: str
    answer: Answer


@dataclass(frozen=True)
class SharedAnswer:
    """One learner's answer, as a facilitator may read it."""

    sub: str
    shown: ShownAnswer
    to_class: bool


@dataclass(frozen=True)
class SharedActivity:
    """An activity whose answers may be shared, with those that were."""

    id: str
    title: str
    ask: str
    answers: Sequence[SharedAnswer]
    to_class: bool
    """Whether learners may share it with their class."""


@dataclass(frozen=True)
class SharedStep:
    """One step of the road with its activities that may be shared."""

    title: str
    activities: Sequence[SharedActivity]


@dataclass(frozen=True)
class Question:
    """A learner's question. `about` says in words what it is about, or where it came up."""

    sub: str
    text: str
    about: str
    activity: str = ""


def shared(module: Module, language: str, given: Iterable[Given]) -> list[SharedStep]:
    """The answers that were shared with a facilitator or further, in the order of the road."""
    by_activity: dict[str, list[Given]] = {}
    for one in given:
        by_activity.setdefault(one.activity, []).append(one)
    words = module.words[language]
    steps = [
        SharedStep(
            plain(words.steps[step.id].title),
            [
                _shared(module, language, activity, by_activity.get(activity.id, []))
                for activity in step.activities
                if activity.widest_audience != "learner"
            ],
        )
        for step in module.steps
    ]
    asked = _shared(module, language, module.questions, by_activity.get(module.questions.id, []))
    # No step holds the learners' own questions: they stand last, once there are any.
    steps.append(SharedStep(asked.title, [asked] if asked.answers else []))
    return [step for step in steps if step.activities]


def questions(module: Module, language: str, given: Iterable[Given]) -> list[Question]:
    """The questions that were shared, in the order in which their learners came."""
    return [question for one in given for question in _questions(module, language, one)]


def _shared(module: Module, language: str, activity: Activity, given: Sequence[Given]) -> SharedActivity:
    words = module.words[language].activities[activity.id]
    found = [
        SharedAnswer(one.sub, shown_answer(module, language, activity, one.answer, "facilitator"), _wide(one))
        for one in given
    ]
    return SharedActivity(
        activity.id,
        plain(words.title),
        plain(words.ask),
        [one for one in found if one.shown.state != "hidden"],
        activity.widest_audience == "class",
    )


def _wide(one: Given) -> bool:
    return one.answer.audience == "class"


def _questions(module: Module, language: str, one: Given) -> Iterator[Question]:
    activity = module.activities.get(one.activity)
    if activity is None or not may_read(activity, one.answer, "facilitator"):
        return
    value = activity.type.clean(activity.options, one.answer.value)
    if isinstance(value, Refusal):
        return
    words = module.words[language]
    for asked in activity.type.questions(activity.options, words.activities[activity.id], value):
        step = words.steps.get(asked.step)
        yield Question(one.sub, asked.text, asked.about or (plain(step.title) if step else ""), activity.id)
