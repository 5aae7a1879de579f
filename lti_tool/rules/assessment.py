"""What assessors think of handed-in work, and what comes of it. No Flask, no SQL, no network.

Every assessor has an assessment of their own. Where all of them chose the same level for a criterion, that is
the verdict's; where they differ, they choose one together. What they chose together counts for as long as
nobody's own assessment changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from modules.kit.rubric import AssessorsRubric, Criterion
from modules.kit.text import clean_text

LONGEST = 2000
"""Characters of one comment."""

State = Literal["not-handed", "to-assess", "draft", "done", "differ", "ready", "released"]
STATES: tuple[State, ...] = ("to-assess", "draft", "differ", "ready", "done", "released", "not-handed")
"""What asks for work first, first."""


@dataclass(frozen=True)
class Mark:
    """What somebody thinks of one criterion: a level from 1, if any was chosen, and a comment."""

    level: int | None = None
    comment: str = ""


@dataclass(frozen=True)
class Sheet:
    """Marks by criterion, and a comment on the whole."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    comment: str = ""

    def of(self, criterion: str) -> Mark:
        """The mark for a criterion."""
        return self.marks.get(criterion, Mark())

    def is_longer_than(self, most: int) -> bool:
        """Whether a comment has more characters than that."""
        return any(len(text) > most for text in (self.comment, *(one.comment for one in self.marks.values())))


@dataclass(frozen=True)
class Assessment:
    """What one assessor thinks.

    Attributes:
        id: Our number.
        assessor: Our number of them; None where their own data were erased.
        work: The revisions of the answers that lay before them, by activity.
        changed_at: In seconds since 1970.
        done: Whether they said to be ready.
    """

    id: int
    assessor: int | None
    sheet: Sheet
    work: Mapping[str, int]
    revision: int
    changed_at: int
    done: bool


@dataclass(frozen=True)
class Agreed:
    """What assessors chose together, and from which assessments: their revisions by number."""

    sheet: Sheet
    of: Mapping[int, int]


@dataclass(frozen=True)
class Standing:
    """Where the judging of one learner's work stands.

    Attributes:
        complete: The assessments that count: ready, and with a level for every criterion of now.
        differing: The criteria for which they have other levels.
        chosen: What the verdict would say now; None where levels still have to be chosen.
        waiting_for: How many assessors are still to be ready.
    """

    complete: Sequence[Assessment]
    differing: Sequence[str]
    chosen: Sheet | None
    waiting_for: int


def from_form(form: Mapping[str, str], rubric: AssessorsRubric) -> Sheet:
    """The marks in a form; a level or a criterion that is not there counts as not chosen."""
    marks = {
        one.id: Mark(
            _level(form.get(f"level-{one.id}", ""), rubric), _tidy(form.get(f"comment-{one.id}", ""))
        )
        for one in rubric.criteria
    }
    return Sheet(marks, _tidy(form.get("comment", "")))


def kept_with(sheet: Sheet, before: Sheet | None) -> Sheet:
    """A sheet with what was said before about criteria that are not in the rubric now: it may come back."""
    return replace(sheet, marks={**before.marks, **sheet.marks}) if before else sheet


def missing(rubric: AssessorsRubric, sheet: Sheet) -> list[Criterion]:
    """The criteria without a level."""
    return [one for one in rubric.criteria if _known(sheet.of(one.id).level, rubric) is None]


def standing(rubric: AssessorsRubric, assessments: Iterable[Assessment], agreed: Agreed | None) -> Standing:
    """Where the judging stands, with everybody's assessment known."""
    complete = [one for one in assessments if one.done and not missing(rubric, one.sheet)]
    lacking = max(0, rubric.assessors - len(complete))
    differing = [
        one.id for one in rubric.criteria if len({each.sheet.of(one.id).level for each in complete}) > 1
    ]
    if lacking:
        return Standing(complete, differing, None, lacking)
    together = agreed.sheet if agreed and holds(agreed, complete) else None
    if together and not missing(rubric, together):
        return Standing(complete, differing, together, 0)
    if differing:
        return Standing(complete, differing, None, 0)
    return Standing(complete, (), joined(rubric, complete), 0)


def holds(agreed: Agreed, complete: Sequence[Assessment]) -> bool:
    """Whether what was chosen together was chosen from the assessments as they are now."""
    return dict(agreed.of) == {one.id: one.revision for one in complete}


def joined(rubric: AssessorsRubric, complete: Sequence[Assessment]) -> Sheet:
    """What the assessors have in common: levels where they are equal, and all their comments."""
    marks = {}
    for one in rubric.criteria:
        each = [assessment.sheet.of(one.id) for assessment in complete]
        levels = {mark.level for mark in each}
        marks[one.id] = Mark(
            levels.pop() if len(levels) == 1 else None, _together(mark.comment for mark in each)
        )
    return Sheet(marks, _together(assessment.sheet.comment for assessment in complete))


def others_seen(
    rubric: AssessorsRubric, assessments: Sequence[Assessment], viewer: int
) -> Sequence[Assessment]:
    """The assessments of others that an assessor may see: nothing before both are ready, where that is blind.

    Others' drafts are nobody's, whether that is blind or not.
    """
    own = next((one for one in assessments if one.assessor == viewer), None)
    done = [one for one in assessments if one.done]
    if rubric.assessing == "blind" and (len(done) < rubric.assessors or (own and not own.done)):
        return ()
    return [one for one in done if one.assessor != viewer]


def is_locked(rubric: AssessorsRubric, assessments: Sequence[Assessment], viewer: int) -> bool:
    """Whether an assessor has seen the other's levels blind: from then on they only choose together."""
    own = next((one for one in assessments if one.assessor == viewer), None)
    if rubric.assessing != "blind" or own is None or not own.done or missing(rubric, own.sheet):
        return False
    return bool(others_seen(rubric, assessments, viewer))


def state_of(
    assessments: Sequence[Assessment],
    found: Standing,
    viewer: int,
    *,
    handed_in: bool,
    released: bool,
) -> State:
    """Where one learner's work stands for one assessor.

    Args:
        assessments: Everybody's.
        found: What comes of them.
        viewer: The assessor's number.
        handed_in: Whether the learner handed in.
        released: Whether the learner has what is now the verdict.
    """
    own = next((one for one in assessments if one.assessor == viewer), None)
    if released:
        return "released"
    if not handed_in:
        return "not-handed"
    if own and not (own.done and own in found.complete):
        return "draft"
    if found.waiting_for == 0:
        return "differ" if found.chosen is None else "ready"
    return "done" if own else "to-assess"


def changed_work(assessments: Iterable[Assessment], now: Mapping[str, int]) -> bool:
    """Whether any of the work is other than what lay before an assessor."""
    return any(one.work.get(name) != revision for one in assessments for name, revision in now.items())


def is_same(rubric: AssessorsRubric, one: Sheet, other: Sheet) -> bool:
    """Whether two sheets say the same about what the rubric asks."""
    marks = all(one.of(each.id) == other.of(each.id) for each in rubric.criteria)
    return marks and one.comment == other.comment


def points(rubric: AssessorsRubric, sheet: Sheet) -> int:
    """The points of all criteria together."""
    return sum(sheet.of(one.id).level or 0 for one in rubric.criteria)


def score(rubric: AssessorsRubric, sheet: Sheet) -> float:
    """The same from 0 to 1."""
    return points(rubric, sheet) / rubric.most


def competence_points(rubric: AssessorsRubric, sheet: Sheet) -> dict[str, list[int]]:
    """Points and most points of each competence that a criterion shows."""
    found: dict[str, list[int]] = {}
    for one in rubric.criteria:
        if one.competence:
            total = found.setdefault(one.competence, [0, 0])
            total[0] += sheet.of(one.id).level or 0
            total[1] += len(rubric.levels)
    return found


def to_release(rubrics: Mapping[str, AssessorsRubric], sheet: Sheet) -> dict[str, Any]:
    """What the learner is given: levels, comments and points, with the words as they are now.

    Args:
        rubrics: The same rubric in every language of the module.
        sheet: The verdict.
    """
    rubric = next(iter(rubrics.values()))
    return {
        "criteria": {one.id: _told(rubrics, one.id, sheet.of(one.id)) for one in rubric.criteria},
        "points": points(rubric, sheet),
        "most": rubric.most,
        "comment": sheet.comment,
        "competences": competence_points(rubric, sheet),
        "names": {language: dict(one.competences) for language, one in rubrics.items()},
        **({"cutoff": rubric.cutoff} if rubric.cutoff else {}),
    }


def _told(rubrics: Mapping[str, AssessorsRubric], criterion: str, mark: Mark) -> dict[str, Any]:
    at = (mark.level or 1) - 1
    words = {
        language: [one.label, rubric.levels[at], one.levels[at]]
        for language, rubric in rubrics.items()
        if (one := rubric.find(criterion))
    }
    return {"level": mark.level, "comment": mark.comment, "words": words}


def _level(typed: str, rubric: AssessorsRubric) -> int | None:
    return _known(int(typed), rubric) if typed.isascii() and typed.isdigit() and len(typed) == 1 else None


def _known(level: int | None, rubric: AssessorsRubric) -> int | None:
    return level if level and 1 <= level <= len(rubric.levels) else None


def _together(comments: Iterable[str]) -> str:
    return "\n\n".join(dict.fromkeys(text for text in comments if text))


def _tidy(typed: str) -> str:
    return clean_text(typed.replace("\r\n", "\n")).strip()
