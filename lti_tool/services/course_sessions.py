"""Everybody of a course with all its sessions, as a facilitator sees them from any of its links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from lti_tool.rules.course_sessions import NO_TRACE, Cell, Session, Totals, Trace, cell_of, totals_of
from lti_tool.services.class_roster import ClassOfLink, class_of
from lti_tool.services.course_evidence import LearnerEvidence, SessionEvidence, evidence_of_course
from lti_tool.store.roster import Place
from modules.kit.module import Module


@dataclass(frozen=True)
class Participant:
    """A learner and their sessions, in the order of the module.

    Attributes:
        name: As the platform gives it; None where it gives none.
        left: Whether they are not in the course any more: they are shown, and not counted.
    """

    sub: str
    name: str | None
    left: bool
    cells: Sequence[Cell]


@dataclass(frozen=True)
class CourseInSight:
    """A course: its roster, its sessions with how the class is with each, and everybody."""

    found: ClassOfLink
    sessions: Sequence[tuple[Session, Totals]]
    people: Sequence[Participant]


def sessions_of(module: Module) -> list[Session]:
    """The sessions of a module; none where it is no course of sessions with a class or people who judge."""
    parts = [module.in_variant(name) for name in module.parts]
    found = [
        Session(part.variant or "", any(step.campus for step in part.steps), part.rubric is not None)
        for part in parts
    ]
    return found if any(one.on_campus or one.judged for one in found) else []


def course_in_sight(
    connection: Connection, place: Place, attempt_row: int, module: Module, now: int
) -> CourseInSight:
    """Everybody of the course of this attempt with all its sessions; `module` is the whole."""
    found = class_of(connection, place, "", module.id, now)
    evidence = {one.sub: one for one in evidence_of_course(connection, attempt_row, module)}
    seated = {seat.user_id: seat.name for seat in found.seats}
    # On a complete roster, whoever is missing has left the course.
    is_complete = bool(found.kept and found.kept.fetched_at is not None and found.kept.complete)
    others = [sub for sub in evidence if sub not in seated]
    here = [*seated, *([] if is_complete else others)]
    left = others if is_complete else []
    sessions = []
    cells: dict[str, list[Cell]] = {sub: [] for sub in (*here, *left)}
    for session in sessions_of(module):
        traces = {sub: _trace(evidence.get(sub), session) for sub in cells}
        totals = totals_of(session, [traces[sub] for sub in here])
        sessions.append((session, totals))
        for sub, trace in traces.items():
            cells[sub].append(cell_of(session, trace, totals))
    people = [
        Participant(sub, seated.get(sub), sub not in seated and is_complete, own)
        for sub, own in cells.items()
    ]
    return CourseInSight(found, sessions, people)


def _trace(one: LearnerEvidence | None, session: Session) -> Trace:
    sessions: Mapping[str, SessionEvidence] = one.sessions if one else {}
    found = sessions.get(session.name)
    if found is None:
        return NO_TRACE
    return Trace(
        count=found.required_done,
        of=found.required,
        begun=found.begun,
        done=found.is_done,
        handed_in=found.finished_at is not None,
        present=found.present_at is not None,
        released=found.released is not None,
    )
