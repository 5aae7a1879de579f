"""The competences of a course as a table for a competency tracker: a row for each learner and competence.

No Flask, no SQL, no network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias

from lti_tool.rules.competences import LearnersCompetences, Side

Words: TypeAlias = Mapping[str, Any]
Value: TypeAlias = str | float | None


def heads_of(texts: Words, *, names: bool) -> list[str]:
    """The names of the columns; those of own estimates say what an empty cell means."""
    return [text for name, text in texts["heads"].items() if names or name != "name"]


def rows_of(
    people: Iterable[LearnersCompetences], labels: Mapping[str, str], name_of: Callable[[str], str] | None
) -> list[list[Value]]:
    """The rows, under the heads.

    Args:
        people: Whose competences.
        labels: The competences, in the order of the rows of one learner.
        name_of: A learner's name by the platform's user id; None for a table without names.
    """
    return [
        [
            one.sub,
            *([name_of(one.sub)] if name_of else []),
            competence,
            label,
            *_estimates(one, competence),
            *_figure(one, "given", competence),
            f"{datetime.fromtimestamp(one.released_at, UTC):%Y-%m-%d}" if one.released_at else "",
        ]
        for one in people
        for competence, label in labels.items()
    ]


def text_of(value: Value, language: str) -> str:
    """A value as spreadsheets of a language read it."""
    if value is None or isinstance(value, str):
        return value or ""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language == "nl" else text


def _estimates(one: LearnersCompetences, competence: str) -> Sequence[float | None]:
    """Before, after, and the highest they could be."""
    before, after = _figure(one, "before", competence), _figure(one, "after", competence)
    return before[0], after[0], before[1] or after[1]


def _figure(one: LearnersCompetences, side: Side, competence: str) -> Sequence[float | None]:
    found = one.figures.get(side, {}).get(competence)
    return (round(found.number, 2), found.most) if found else (None, None)
