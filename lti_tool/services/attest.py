"""Attests of a course: who may be granted one, and what facilitators decide. Nothing is granted by itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection

from lti_tool.rules.attest import Course, Part, Traces, course_of, is_met, parts_of, tidy_reason
from lti_tool.services.course_evidence import SessionEvidence, evidence_of_course
from lti_tool.store import attests, course_units
from lti_tool.store.attests import Attest, Grant
from lti_tool.store.course_units import CourseUnit
from modules.kit.civic import Civic
from modules.kit.module import Module

State: TypeAlias = Literal["meets", "missing", "granted", "revoked"]
Outcome: TypeAlias = Literal["granted", "given-back", "revoked", "met", "no-reason", "not-approved", "nobody"]


@dataclass(frozen=True)
class Candidate:
    """A learner of the course: what is there, and the attest if there is one."""

    learner_row: int
    sub: str
    parts: tuple[Part, ...]
    attest: Attest | None

    @property
    def state(self) -> State:
        """What may be decided next."""
        if self.attest:
            return "revoked" if self.attest.revoked_at else "granted"
        return "meets" if is_met(self.parts) else "missing"


@dataclass(frozen=True)
class AttestDesk:
    """The attests of one course, as its facilitators decide about them.

    Attributes:
        attempt_row: Of whoever looks; that they may is decided before.
        module: The whole of it, in no variant.
    """

    connection: Connection
    attempt_row: int
    context_row: int
    module: Module
    civic: Civic

    @cached_property
    def unit(self) -> CourseUnit | None:
        """The course unit as its coordinator describes it."""
        return course_units.find(self.connection, self.context_row)

    @property
    def is_approved(self) -> bool:
        """Whether the civic team says that this course unit leads to the attest."""
        return self.unit is not None and self.unit.state == "approved"

    @cached_property
    def course(self) -> Course:
        """What the rule is held against."""
        return course_of(self.module)

    def candidates(self) -> list[Candidate]:
        """Everybody who left a trace in the course; and who has an attest, also where their work is gone."""
        granted = {one.learner_row: one for one in attests.of_course(self.connection, self.context_row)}
        found = [
            Candidate(one.learner_row, one.sub, self._parts(one.sessions), granted.pop(one.learner_row, None))
            for one in evidence_of_course(self.connection, self.attempt_row, self.module)
        ]
        gone = [
            Candidate(one.learner_row, one.sub, parts_in(one.grounds), one)
            for one in granted.values()
            if one.learner_row is not None and one.sub is not None
        ]
        return [*found, *gone]

    def grant_all(self, learner_rows: Collection[int], now: int) -> tuple[Outcome, int]:
        """Grant one to each of these who meets the rule and has none; says to how many."""
        if not self.is_approved:
            return "not-approved", 0
        ready = [one for one in self.candidates() if one.learner_row in learner_rows and one.state == "meets"]
        return "granted", sum(self._grant(one, None, now) for one in ready)

    def grant(self, learner_row: int, reason: str, now: int) -> Outcome:
        """Grant one; where the rule does not hold, only with a reason."""
        if not self.is_approved:
            return "not-approved"
        one = self._find(learner_row)
        if one is None:
            return "nobody"
        if one.attest:
            return "met"
        why = tidy_reason(reason)
        if one.state == "missing" and why is None:
            return "no-reason"
        return "granted" if self._grant(one, why if one.state == "missing" else None, now) else "met"

    def revoke(self, learner_row: int, was: int, reason: str, now: int) -> Outcome:
        """Make an attest invalid, for a reason."""
        one = attests.of_learner(self.connection, self.context_row, learner_row)
        if one is None:
            return "nobody"
        why = tidy_reason(reason)
        if why is None:
            return "no-reason"
        if one.revoked_at is not None:
            return "met"
        return "revoked" if attests.revoke(self.connection, one.row, was, why, now) else "met"

    def give_back(self, learner_row: int, was: int) -> Outcome:
        """Make a revoked attest valid again."""
        one = attests.of_learner(self.connection, self.context_row, learner_row)
        if one is None:
            return "nobody"
        if one.revoked_at is None:
            return "met"
        return "given-back" if attests.give_back(self.connection, one.row, was) else "met"

    def _find(self, learner_row: int) -> Candidate | None:
        return next((one for one in self.candidates() if one.learner_row == learner_row), None)

    def _grant(self, one: Candidate, reason: str | None, now: int) -> bool:
        document: Mapping[str, Any] = (self.unit and self.unit.approved) or {}
        grounds = {
            "module": self.module.id,
            "parts": [asdict(part) for part in one.parts],
            "unit": {name: str(document.get(name) or "") for name in ("title", "programme", "year")},
        }
        return attests.grant(self.connection, Grant(self.context_row, one.learner_row, grounds, reason), now)

    def _parts(self, sessions: Mapping[str, SessionEvidence]) -> tuple[Part, ...]:
        return parts_of(self.civic.rule, self.course, traces_of(list(sessions.values())))


def traces_of(sessions: Sequence[SessionEvidence]) -> Traces:
    """What counts for the rule."""
    return Traces(
        present=sum(one.present_at is not None for one in sessions),
        done=sum(one.is_done for one in sessions),
        released=any(one.released is not None for one in sessions),
    )


def parts_in(grounds: Mapping[str, Any]) -> tuple[Part, ...]:
    """What there was when an attest was granted."""
    return tuple(Part(**part) for part in grounds.get("parts", ()))
