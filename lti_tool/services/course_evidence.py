"""What there is of everybody in a course, by session: what is done, who was there, what assessors gave.

Each session of a module (a part) is a link of its own in one course; here they come together. What
facilitators, assessors and the attest say builds on this, so that no two pages count differently. Whoever
left the course stays: what they did was done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy import Connection

from lti_tool.rules.class_progress import FINISHED, exercises_of, state_of
from lti_tool.services.remembered import Remembered
from lti_tool.store import course_evidence
from lti_tool.store.course_evidence import LinkOfCourse, WasThere, Work
from modules.kit.answers import Answer
from modules.kit.module import Module

WHOLE = ""
"""The session of a module that is no course of parts."""

_Key: TypeAlias = tuple[int, str, str, str | None, int]


@dataclass(frozen=True)
class _HowFar:
    required_done: int
    begun: bool


_NOTHING = _HowFar(0, begun=False)
_known: Remembered[_Key, _HowFar] = Remembered(20_000)
"""By attempt, module as it was, and revisions."""


@dataclass(frozen=True)
class Released:
    """What the learner was given. `competences` has points and most by competence."""

    points: float
    most: float
    at: int
    competences: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class SessionEvidence:
    """What there is of one learner in one session. Times in seconds since 1970.

    A link that stands twice in a course shows the same session: the better work of both counts, and who was
    there at either was there.

    Attributes:
        link_row: The link of the work; of the meeting where there is no work.
        attempt_row: The work; None for somebody who was there and never opened the link.
        required: How many exercises count in this session.
        required_done: How many of them are done.
        begun: Whether any exercise was begun: questions of one's own and surveys don't say it.
        finished_at: When the learner finished it last.
    """

    variant: str
    link_row: int
    attempt_row: int | None
    required: int
    required_done: int
    finished_at: int | None
    present_at: int | None
    released: Released | None
    begun: bool = False

    @property
    def is_done(self) -> bool:
        """Whether everything that counts is done."""
        return self.attempt_row is not None and self.required_done >= self.required


@dataclass(frozen=True)
class LearnerEvidence:
    """One learner; a session that left no trace is not among `sessions`."""

    learner_row: int
    sub: str
    sessions: Mapping[str, SessionEvidence]


@dataclass
class _Traces:
    """What one learner left in one session, before it is one thing."""

    sub: str
    work: list[Work] = field(default_factory=list)
    was_there: list[WasThere] = field(default_factory=list)


def evidence_of_course(
    connection: Connection, attempt_row: int, module: Module, *, only: int | None = None
) -> list[LearnerEvidence]:
    """Everybody who did something of a module in the course of this attempt, or was there, oldest first.

    Args:
        connection: In a transaction.
        attempt_row: Of whoever looks; that they may is decided before.
        module: The whole of it, in no variant.
        only: A learner; of others nothing is read.
    """
    links = {one.row: one for one in course_evidence.links_of(connection, attempt_row, module.id)}
    work = course_evidence.work_at(connection, list(links), module.id, only)
    was_there = course_evidence.presences_at(connection, list(links), only)
    released = {
        one.attempt_row: _released(one.verdict, one.at)
        for one in course_evidence.released_at(connection, list(links), module.id, only)
    }
    editions = {row: module.in_variant(link.variant) for row, link in links.items()}
    how_far = _how_far(connection, work, links, editions)
    traces: dict[int, dict[str, _Traces]] = {}

    def of(one: Work | WasThere) -> _Traces:
        shown = editions[one.link_row].variant
        name = shown if shown in module.parts else WHOLE
        return traces.setdefault(one.learner_row, {}).setdefault(name, _Traces(one.sub))

    for attempt in work:
        of(attempt).work.append(attempt)
    for present in was_there:
        of(present).was_there.append(present)
    return [
        LearnerEvidence(
            learner_row,
            next(iter(sessions.values())).sub,
            {name: _one(name, found, editions, how_far, released) for name, found in sessions.items()},
        )
        for learner_row, sessions in traces.items()
    ]


def _one(
    name: str,
    found: _Traces,
    editions: Mapping[int, Module],
    how_far: Mapping[int, _HowFar],
    released: Mapping[int, Released],
) -> SessionEvidence:
    best = max(
        found.work,
        key=lambda one: (
            one.row in released,
            how_far[one.row].required_done,
            one.finished_at is not None,
            -one.row,
        ),
        default=None,
    )
    first = min(found.was_there, key=lambda one: one.at, default=None)
    anywhere = best or first
    assert anywhere is not None  # noqa: S101 (traces are of something)
    return SessionEvidence(
        variant=name,
        link_row=anywhere.link_row,
        attempt_row=best.row if best else None,
        required=len(editions[anywhere.link_row].required),
        required_done=how_far[best.row].required_done if best else 0,
        finished_at=best.finished_at if best else None,
        present_at=first.at if first else None,
        released=released.get(best.row) if best else None,
        begun=best is not None and how_far[best.row].begun,
    )


def _how_far(
    connection: Connection,
    work: Sequence[Work],
    links: Mapping[int, LinkOfCourse],
    editions: Mapping[int, Module],
) -> dict[int, _HowFar]:
    """How far each attempt is; only answers that changed are read again."""
    keys = {one.row: _key(one, editions[one.link_row]) for one in work}
    known = _known.find(connection.engine, list(keys.values()))
    new = {one.row: editions[one.link_row] for one in work if one.revisions and keys[one.row] not in known}
    if new:
        module = next(iter(new.values()))
        found = course_evidence.answers_at(connection, list(links), module.id, list(new))
        worked_out = {keys[row]: _of_answers(new[row], given) for row, given in found if row in new}
        _known.keep(connection.engine, worked_out)
        known |= worked_out
    return {row: known.get(key, _NOTHING) for row, key in keys.items()}


def _of_answers(module: Module, given: Mapping[str, Answer]) -> _HowFar:
    done = sum(state_of(one, given.get(one.id)) in FINISHED for one in module.required)
    begun = any(state_of(one, given.get(one.id)) != "not-begun" for one in exercises_of(module))
    return _HowFar(done, begun)


def _key(one: Work, module: Module) -> _Key:
    return one.row, module.id, module.version, module.variant, one.revisions


def _released(verdict: Mapping[str, Any], at: int) -> Released:
    competences = {name: (float(one[0]), float(one[1])) for name, one in verdict["competences"].items()}
    return Released(float(verdict["points"]), float(verdict["most"]), at, competences)
