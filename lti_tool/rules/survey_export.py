"""Answers to surveys for research: one row for each learner, and nothing in it that says who.

A group of fewer than five is left out. The month stands in a row only where five of the group answered in it.
Texts stand apart from the rows, from ten a question and group, in an order of their own.

No Flask, no SQL, no network.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from lti_tool.rules.group_totals import FEWEST, FEWEST_TEXTS, Answers
from modules.kit.activity_types.survey import SurveyQuestion

T = TypeVar("T")
Shuffle = Callable[[list[T]], None]


@dataclass(frozen=True)
class Told:
    """What one learner of a group answered, and when last, in seconds since 1970."""

    answers: Answers
    changed_at: int


@dataclass(frozen=True)
class Export:
    """What goes out.

    Attributes:
        left_out: How many rows do not, as their groups are too small.
    """

    rows: Sequence[Sequence[str]]
    texts: Sequence[Sequence[str]]
    left_out: int


def export(
    groups: Iterable[Sequence[Told]],
    questions: Mapping[str, SurveyQuestion],
    shuffle: Callable[[list[Sequence[str]]], None],
) -> Export:
    """Make the rows and the texts of groups; each with a line of heads on top.

    Args:
        groups: The answers of each group.
        questions: Those that were asked, by id.
        shuffle: Brings a list into an order that nobody can know.
    """
    rows: list[Sequence[str]] = []
    texts: list[Sequence[str]] = []
    left_out = 0
    for group in groups:
        if len(group) < FEWEST:
            left_out += len(group)
            continue
        months = _months(group)
        rows += [_row(one.answers, month, questions) for one, month in zip(group, months, strict=True)]
        texts += _texts(group, questions)
    shuffle(rows)
    shuffle(texts)
    return Export([_heads(questions), *rows], [("question", "text"), *texts], left_out)


def _heads(questions: Mapping[str, SurveyQuestion]) -> Sequence[str]:
    return ["month", *(head for one in questions.values() for head in _columns(one))]


def _columns(question: SurveyQuestion) -> Sequence[str]:
    """One column for a choice; of many, one for each; of a text, only whether there is one."""
    if question.kind == "multi":
        return [f"{question.id}.{choice}" for choice in question.choices]
    return [question.id if question.kind == "choice" else f"{question.id}.written"]


def _row(answers: Answers, month: str, questions: Mapping[str, SurveyQuestion]) -> Sequence[str]:
    return [month, *(value for one in questions.values() for value in _values(one, answers))]


def _values(question: SurveyQuestion, answers: Answers) -> Sequence[str]:
    answer = answers.get(question.id)
    if question.kind == "multi":
        # Not answered is not the same as none of them.
        return ["" if answer is None else str(int(choice in answer)) for choice in question.choices]
    if question.kind == "text":
        return [str(int(answer is not None))]
    return [str(answer or "")]


def _months(group: Sequence[Told]) -> Sequence[str]:
    months = [datetime.fromtimestamp(one.changed_at, UTC).strftime("%Y-%m") for one in group]
    counts = Counter(months)
    return [month if counts[month] >= FEWEST else "" for month in months]


def _texts(group: Sequence[Told], questions: Mapping[str, SurveyQuestion]) -> list[Sequence[str]]:
    found: list[Sequence[str]] = []
    for question in questions.values():
        own = [str(one.answers[question.id]) for one in group if question.id in one.answers]
        if question.kind == "text" and len(own) >= FEWEST_TEXTS:
            found += [(question.id, text) for text in own]
    return found
