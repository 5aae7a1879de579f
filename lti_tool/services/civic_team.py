"""What the civic team of one platform sees: applications, counts of each course unit, totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from lti_tool.rules.attest import has_attest
from lti_tool.rules.civic_totals import Figures, Total, Unit, same_programme, totals
from lti_tool.services.course_evidence import SessionEvidence, evidence_of_course
from lti_tool.store import civic_counts, course_units
from lti_tool.store.course_units import Course
from lti_tool.store.inspection import Scope
from modules.kit.module import Module

HANDED_IN = ("submitted", "returned", "approved")
"""What the team gets to see of an application; a draft is its coordinator's."""


@dataclass(frozen=True)
class Landscape:
    """Every course of a platform that has to do with the attest.

    Attributes:
        units: With an application that was handed in; by year (newest first), programme and title.
        others: Where learners work and nothing was handed in yet.
        attests: By course: granted, and revoked.
    """

    units: Sequence[Course]
    others: Sequence[Course]
    attests: Mapping[int, tuple[int, int]]

    @property
    def waiting(self) -> Sequence[Course]:
        """What the team has to decide, what came first before the rest."""
        return sorted((one for one in self.units if _state(one) == "submitted"), key=_changed_at)

    @property
    def years(self) -> Sequence[str]:
        """The academic years there are, newest first."""
        return sorted({_said(one, "year") for one in self.units}, reverse=True)

    def totals(self) -> Sequence[Total]:
        """How many units there are, by year and programme."""
        return totals(self._counted(one) for one in self.units)

    def _counted(self, one: Course) -> Unit:
        return Unit(
            programme=_said(one, "programme"),
            year=_said(one, "year"),
            state=_state(one),
            has_activity=_said(one, "activity") == "yes",
            has_reflection=one.is_used or bool(one.unit and one.unit.counts.get("learners")),
            has_attest=self.attests.get(one.context_row, (0, 0))[0] > 0,
        )


def modules_with_attest(modules: Mapping[str, Module]) -> list[Module]:
    """The modules that a course unit may apply with."""
    return [one for one in modules.values() if has_attest(one)]


def landscape(connection: Connection, scope: Scope, modules: Sequence[Module]) -> Landscape:
    """Every course of a platform, or of one place of it."""
    found = course_units.courses_of(connection, scope, [one.id for one in modules])
    units = [one for one in found if one.unit and one.unit.state in HANDED_IN]
    units.sort(key=lambda one: (same_programme(_said(one, "programme")), _said(one, "title").casefold()))
    units.sort(key=lambda one: _said(one, "year"), reverse=True)
    others = [one for one in found if one not in units and one.is_used]
    return Landscape(units, others, civic_counts.attests_of(connection, [one.context_row for one in units]))


def figures_of(connection: Connection, course: Course, modules: Sequence[Module]) -> Figures:
    """The counts of one course, also of work that is gone since."""
    found = _figures(connection, course.context_row, modules)
    return found.at_least(course.unit.counts) if course.unit else found


def keep_counts(connection: Connection, context_row: int, modules: Sequence[Module]) -> None:
    """Keep the counts of a course of which work is about to go; attests stay, and are always counted anew."""
    unit = course_units.find(connection, context_row)
    if unit is not None:
        found = _figures(connection, context_row, modules).at_least(unit.counts).counts()
        gone = {name: found[name] for name in ("learners", "present", "done", "released")}
        course_units.keep_counts(connection, context_row, gone)


def _figures(connection: Connection, context_row: int, modules: Sequence[Module]) -> Figures:
    """What there is now, as the course's own facilitators see it in names."""
    learners: set[int] = set()
    present = done = 0
    to_assess: set[int] = set()
    released: set[int] = set()
    for module in modules:
        attempt_row = civic_counts.an_attempt(connection, context_row, module.id)
        for one in evidence_of_course(connection, attempt_row, module) if attempt_row else ():
            learners.add(one.learner_row)
            present += sum(session.present_at is not None for session in one.sessions.values())
            done += sum(session.is_done for session in one.sessions.values())
            if any(session.released for session in one.sessions.values()):
                released.add(one.learner_row)
            elif any(_waits(session, module) for session in one.sessions.values()):
                to_assess.add(one.learner_row)
    granted, revoked = civic_counts.attests_of(connection, [context_row]).get(context_row, (0, 0))
    return Figures(len(learners), present, done, len(to_assess), len(released), granted, revoked)


def _waits(session: SessionEvidence, module: Module) -> bool:
    """Whether people have this session's work to judge, and its learner handed it in."""
    part = module.in_variant(session.variant) if session.variant in module.parts else module
    return session.finished_at is not None and part.rubric is not None


def _state(course: Course) -> str:
    return course.unit.state if course.unit else ""


def _changed_at(course: Course) -> int:
    return course.unit.changed_at if course.unit else 0


def _said(course: Course, name: str) -> str:
    found: str = course.unit.document[name] if course.unit else ""
    return found
