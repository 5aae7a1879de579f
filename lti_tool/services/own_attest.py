"""A learner's own attest of a course: what there is, what is missing, and what was made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from sqlalchemy import Connection

from lti_tool.rules.attest import Part, course_of, has_attest, is_met, parts_of
from lti_tool.services.attest import traces_of
from lti_tool.services.course_evidence import evidence_of_course
from lti_tool.store import attests
from lti_tool.store.attempts import Attempt
from lti_tool.store.attests import Attest, Badge
from modules.kit.civic import Civic
from modules.kit.module import Module

State: TypeAlias = Literal["none", "met", "granted", "made", "revoked"]


@dataclass(frozen=True)
class Standing:
    """How it stands.

    Attributes:
        parts: What the rule asks for and what is there; empty once the attest was granted.
        badge: What was made last.
    """

    parts: tuple[Part, ...]
    attest: Attest | None
    badge: Badge | None

    @property
    def state(self) -> State:
        """What the learner is told."""
        if self.attest is None:
            return "met" if is_met(self.parts) else "none"
        if self.attest.revoked_at is not None:
            return "revoked"
        return "made" if self.badge else "granted"


def may_have_one(attempt: Attempt, module: Module) -> bool:
    """Whether an attest belongs to a whole module, and whoever makes this attempt may get it."""
    return attempt.role == "learner" and attempt.graded and has_attest(module)


def standing_of(connection: Connection, attempt: Attempt, module: Module, civic: Civic) -> Standing | None:
    """How it stands with the attest of whoever makes an attempt; None where none can be had.

    Args:
        connection: In a transaction.
        attempt: Whoever asks.
        module: The whole of it, in no variant.
        civic: With the rule.
    """
    context_row, learner_row = attests.holder_of(connection, attempt.id)
    if not may_have_one(attempt, module) or context_row is None:
        return None
    found = attests.of_learner(connection, context_row, learner_row)
    if found is None:
        own = evidence_of_course(connection, attempt.id, module, only=learner_row)
        traces = traces_of([session for one in own for session in one.sessions.values()])
        return Standing(parts_of(civic.rule, course_of(module), traces), None, None)
    badges = attests.badges_of(connection, found.row)
    return Standing((), found, badges[0] if badges else None)
