"""A rubric as assessors use it: criteria with what each level looks like; a course may use its own words.

What a course changes is kept as a document: the criteria in their order, each with only the words that are
other than the module's, so that what nobody touched still speaks every language of the module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast

from modules.kit.activity_types.rubric_self import RubricSelfOptions, RubricSelfWords
from modules.kit.module import Module
from modules.kit.rich_text import plain
from modules.kit.text import clean_text

MOST_CRITERIA = 12
LONGEST_LABEL = 120
LONGEST_LEVEL = 400
_MOST_DIGITS = 4

Assessing: TypeAlias = Literal["one", "two", "blind"]
"""Who judges: one assessor, two, or two who do not see each other's levels before both are ready."""

ASSESSING: tuple[Assessing, ...] = ("one", "two", "blind")

_ADDED = "added."
"""Criteria that a course added begin with this; with a dot in it, no module's is called so."""


@dataclass(frozen=True)
class Criterion:
    """One thing that work is judged on.

    Attributes:
        levels: What each level looks like here, from the lowest.
        competence: The id of the competence that it shows, if any.
        is_added: Whether the course added it; its learners do not weigh it.
    """

    id: str
    label: str
    levels: tuple[str, ...]
    competence: str | None = None
    is_added: bool = False


@dataclass(frozen=True)
class AssessorsRubric:
    """What assessors judge by, in one language.

    Attributes:
        levels: The names of the levels, from the lowest: the first gives one point.
        competences: The names of the competences by id: also of those that no criterion shows now.
        left_out: The ids of the module's criteria that do not count in this course.
        cutoff: Points that the course named. It is told; nothing follows from it by itself.
    """

    criteria: tuple[Criterion, ...]
    levels: tuple[str, ...]
    competences: Mapping[str, str]
    left_out: tuple[str, ...] = ()
    assessing: Assessing = "one"
    cutoff: int | None = None

    @property
    def most(self) -> int:
        """The most points."""
        return len(self.criteria) * len(self.levels)

    @property
    def assessors(self) -> int:
        """How many have to be ready before a verdict can be released."""
        return 1 if self.assessing == "one" else 2

    def find(self, criterion: str) -> Criterion | None:
        """The criterion of that id."""
        return next((one for one in self.criteria if one.id == criterion), None)


def rubric_of(module: Module, language: str, document: Mapping[str, Any] | None = None) -> AssessorsRubric:
    """The rubric of a module in one language, as a course has it.

    Args:
        module: One with a rubric.
        language: One of the module's.
        document: What the course changed, as `read_rubric` gives it; none: nothing.

    Raises:
        ValueError: The module has no rubric.
    """
    own = _own(module, language)
    if not document or not document.get("criteria"):
        return own
    theirs = {one.id: one for one in own.criteria}
    criteria = tuple(_edited(theirs.get(one["id"]), one, own) for one in document["criteria"])
    kept = {one.id for one in criteria}
    return AssessorsRubric(
        criteria,
        own.levels,
        own.competences,
        tuple(name for name in theirs if name not in kept),
        document["assessing"],
        document["cutoff"],
    )


@dataclass(frozen=True)
class Typed:
    """A rubric as somebody filled it in."""

    criteria: Sequence[Criterion]
    assessing: str
    cutoff: str


def read_rubric(
    module: Module, language: str, typed: Typed, kept: Mapping[str, Any] | None, number: int
) -> dict[str, Any] | str:
    """What is kept of a rubric that somebody filled in.

    Args:
        module: One with a rubric.
        language: In which the form was shown.
        typed: As it was filled in; a criterion with an id that is not there, or twice, is new.
        kept: What the course changed before.
        number: Of this change: no later change may have the same, so that no added criterion ever takes the
            scores of another one.

    Returns:
        The document, or what is wrong: `none`, `too-many`, `label`, `levels`, `too-long` or `cutoff`.
    """
    own = _own(module, language)
    theirs = {one.id: one for one in own.criteria}
    if not 0 < len(typed.criteria) <= MOST_CRITERIA:
        return "too-many" if typed.criteria else "none"
    wrong = next(_wrong(typed.criteria, len(own.levels)), None)
    most = len(typed.criteria) * len(own.levels)
    cutoff = _cutoff(typed.cutoff, most)
    if wrong or cutoff == 0:
        return wrong or "cutoff"
    free = {*theirs, *(one["id"] for one in (kept or {}).get("criteria") or ())}
    criteria = []
    for at, one in enumerate(typed.criteria):
        name = one.id if one.id in free else f"{_ADDED}{number}-{at}"
        free.discard(name)
        criteria.append(_kept(name, one, theirs.get(name), own))
    return {
        "criteria": criteria,
        "assessing": typed.assessing if typed.assessing in ASSESSING else "one",
        "cutoff": cutoff,
    }


def _own(module: Module, language: str) -> AssessorsRubric:
    if module.rubric is None:
        raise ValueError(f"nobody judges '{module.id}'")
    activity = module.activities[module.rubric.activity]
    options = cast("RubricSelfOptions", activity.options)
    words = cast("RubricSelfWords", module.words[language].activities[activity.id])
    criteria = tuple(
        Criterion(
            name,
            plain(words.criteria[name].label),
            tuple(plain(words.criteria[name].levels[level]) for level in options.levels),
            options.competences.get(name),
        )
        for name in options.criteria
    )
    names = tuple(plain(words.levels[level]) for level in options.levels)
    return AssessorsRubric(criteria, names, {name: plain(said) for name, said in words.competences.items()})


def _edited(own: Criterion | None, kept: Mapping[str, Any], rubric: AssessorsRubric) -> Criterion:
    """A criterion with the course's words over the module's own."""
    levels = list(kept["levels"])[: len(rubric.levels)]
    levels += [None] * (len(rubric.levels) - len(levels))
    before = own.levels if own else ("",) * len(rubric.levels)
    competence = kept["competence"]
    return Criterion(
        kept["id"],
        kept["label"] or (own.label if own else kept["id"]),
        tuple(new or old for new, old in zip(levels, before, strict=True)),
        competence if competence in rubric.competences else None,
        is_added=own is None,
    )


def _kept(name: str, one: Criterion, own: Criterion | None, rubric: AssessorsRubric) -> dict[str, Any]:
    """What is kept of a criterion: only the words that are not the module's."""
    label, levels = _tidy(one.label), [_tidy(text) for text in one.levels]
    same = own.levels if own else ("",) * len(levels)
    return {
        "id": name,
        "label": None if own and label == own.label else label,
        "levels": [None if text == old else text for text, old in zip(levels, same, strict=True)],
        "competence": one.competence if one.competence in rubric.competences else None,
    }


def _wrong(criteria: Sequence[Criterion], levels: int) -> Iterator[str]:
    for one in criteria:
        texts = [_tidy(text) for text in one.levels]
        if not _tidy(one.label):
            yield "label"
        if len(texts) != levels or not all(texts):
            yield "levels"
        if len(_tidy(one.label)) > LONGEST_LABEL or any(len(text) > LONGEST_LEVEL for text in texts):
            yield "too-long"


def _cutoff(typed: str, most: int) -> int | None:
    """The points; None where none are named, 0 where what is typed is no such number."""
    said = typed.strip()
    if not said:
        return None
    known = said.isascii() and said.isdigit() and len(said) < _MOST_DIGITS
    return int(said) if known and 0 < int(said) <= most else 0


def _tidy(text: str) -> str:
    return " ".join(clean_text(text).split())
