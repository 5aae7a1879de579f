"""What somebody may read of a learner's work. No Flask, no SQL, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from modules.kit.activity_type import Line, Refusal
from modules.kit.answers import Answer
from modules.kit.module import Activity, Module
from modules.kit.rich_text import plain
from modules.kit.structure import AUDIENCES

Reader = Literal["self", "facilitator"]


@dataclass(frozen=True)
class ShownAnswer:
    """One activity as a reader sees it.

    Attributes:
        state: "hidden" says only that there is nothing to read: not given, or not shared.
    """

    title: str
    ask: str
    state: Literal["lines", "paper", "hidden"]
    lines: Sequence[Line]


@dataclass(frozen=True)
class ShownStep:
    """One step of the road with its answers."""

    title: str
    answers: Sequence[ShownAnswer]


def shown(module: Module, language: str, answers: Mapping[str, Answer], reader: Reader) -> list[ShownStep]:
    """A learner's work, for the learner or for a facilitator.

    A facilitator reads what the learner shared and nothing else; whether more was answered stays unsaid.
    """
    words = module.words[language]
    steps = [
        ShownStep(
            plain(words.steps[step.id].title),
            [shown_answer(module, language, one, answers.get(one.id), reader) for one in step.activities],
        )
        for step in module.steps
    ]
    questions = shown_answer(module, language, module.questions, answers.get(module.questions.id), reader)
    return [*steps, ShownStep(questions.title, [questions])] if questions.state == "lines" else steps


def may_read(activity: Activity, answer: Answer, reader: Reader) -> bool:
    """Whether somebody may read an answer: the learner always, a facilitator if it was shared that far."""
    if reader == "self":
        return True
    shared = AUDIENCES.index(answer.audience)
    # What a module once allowed to share and no longer does is not shown either.
    return AUDIENCES.index("facilitator") <= shared <= AUDIENCES.index(activity.widest_audience)


def shown_answer(
    module: Module, language: str, activity: Activity, answer: Answer | None, reader: Reader
) -> ShownAnswer:
    """One answer as a reader sees it."""
    words = module.words[language].activities[activity.id]
    title, ask = plain(words.title), plain(words.ask)
    if answer is None or not may_read(activity, answer, reader):
        return ShownAnswer(title, ask, "hidden", ())
    value = activity.type.clean(activity.options, answer.value)
    # A module may have changed since: what its type no longer knows can't be read.
    lines = () if isinstance(value, Refusal) else activity.type.lines(activity.options, words, value)
    if lines:
        return ShownAnswer(title, ask, "lines", lines)
    return ShownAnswer(title, ask, "paper" if answer.how == "paper" else "hidden", ())
