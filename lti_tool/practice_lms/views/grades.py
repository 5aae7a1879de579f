"""The gradebook: it fills by itself as grades arrive."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template

from lti_tool.practice_lms.lms import PracticeLms, the_lms
from lti_tool.practice_lms.people import LEARNERS, Person
from lti_tool.practice_lms.scorm.runtime_data import result
from lti_tool.practice_lms.store import Attempt, Grade, Package
from lti_tool.practice_lms.views.page import language, person_or_404

NOTHING = "not-attempted"

blueprint = Blueprint("grades", __name__)


@dataclass(frozen=True)
class Cell:
    """What the gradebook says of one learner in one row.

    Attributes:
        learner: The learner.
        state: Key of a word (`state-…`).
        score: 0 to 100, or nothing.
        moment: When it arrived.
        comment: The tool's remark.
    """

    learner: Person
    state: str
    score: float | None = None
    moment: datetime | None = None
    comment: str | None = None


@dataclass(frozen=True)
class Row:
    """One activity or one SCO."""

    title: str
    kind: str
    cells: tuple[Cell, ...]


@blueprint.get("/<person_key>/grades")
def gradebook(person_key: str) -> str:
    """The whole page."""
    learners = _learners(person_or_404(person_key))
    return render_template("grades.html", rows=rows(the_lms(), learners, language()), learners=learners)


@blueprint.get("/<person_key>/grades/table")
def table(person_key: str) -> str:
    """The table alone, for the page to renew itself."""
    learners = _learners(person_or_404(person_key))
    return render_template("grades_table.html", rows=rows(the_lms(), learners, language()), learners=learners)


def rows(lms: PracticeLms, learners: tuple[Person, ...], language: str) -> list[Row]:
    """The gradebook of these learners: the tool's activities first, then what was played as SCORM."""
    return [*_tool_rows(lms, learners, language), *_scorm_rows(lms, learners)]


def _tool_rows(lms: PracticeLms, learners: tuple[Person, ...], language: str) -> Iterator[Row]:
    grades = lms.store.grades()
    for activity in lms.course().values():
        found = ((learner, grades.get((activity.module_id, learner.key))) for learner in learners)
        yield Row(activity.title(language), "LTI", tuple(_tool_cell(*pair) for pair in found))


def _tool_cell(learner: Person, grade: Grade | None) -> Cell:
    if grade is None:
        return Cell(learner, NOTHING)
    return Cell(learner, grade.state, grade.result, grade.received, grade.comment)


def _scorm_rows(lms: PracticeLms, learners: tuple[Person, ...]) -> Iterator[Row]:
    attempts = lms.store.attempts()
    for package in lms.store.packages():
        for sco in package.scos:
            title = package.title if len(package.scos) == 1 else f"{package.title}: {sco.title}"
            found = ((learner, attempts.get((package.id, sco.id, learner.key))) for learner in learners)
            cells = tuple(_scorm_cell(package, *pair) for pair in found)
            yield Row(title, f"SCORM {package.version}", cells)


def _scorm_cell(package: Package, learner: Person, attempt: Attempt | None) -> Cell:
    if attempt is None:
        return Cell(learner, NOTHING)
    told = result(package.version, attempt.cmi)
    return Cell(learner, told.status, told.score, attempt.saved)


def _learners(person: Person) -> tuple[Person, ...]:
    return LEARNERS if person.teaches else (person,)
