"""What may be done with an attempt, and what its grade is. No Flask, no SQL, no network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lti_tool.protocol.claims import SCOPE_LINE_ITEM, SCOPE_LINE_ITEM_READ, SCOPE_SCORE

GradeState = Literal["delivered", "waiting", "refused", "none"]


@dataclass(frozen=True)
class Grade:
    """What learner and facilitator see of a grade's way to the gradebook.

    Attributes:
        at: When it was delivered or refused, in seconds since 1970.
        reason: Why it waits, was refused or does not exist; "assessed-by-person" where the work was
            delivered and a person has yet to judge it. Explained in the words.
    """

    state: GradeState
    at: int | None = None
    reason: str | None = None


def why_no_grade(  # noqa: PLR0913 (all have a name)
    *,
    role: str,
    graded: bool,
    grading: bool,
    line_item_url: str | None,
    line_items_url: str | None,
    scopes: str,
) -> str | None:
    """Why this attempt's score goes nowhere; None if it goes to a gradebook.

    Args:
        role: Who made the attempt.
        graded: Whether this person's score may ever be posted.
        grading: Whether the teacher wants grades of this link.
        line_item_url: Where scores go.
        line_items_url: Where columns are found and made, if it does not say where scores go.
        scopes: What we may do there, with spaces between.
    """
    if role != "learner":
        return "try-out"
    if not graded:
        return "not-a-learner"
    if not grading:
        return "not-wanted"
    allowed = set(scopes.split())
    if not line_item_url and not (line_items_url and allowed & {SCOPE_LINE_ITEM, SCOPE_LINE_ITEM_READ}):
        return "no-line-item"
    if SCOPE_SCORE not in allowed:
        return "no-scope"
    return None


def grade_underway(
    state: GradeState, score: float | None, at: int | None, reason: str | None, *, held: bool
) -> Grade:
    """The grade of work that was sent on its way.

    Args:
        state: How far it is.
        score: 0 to 1; None while a person has yet to judge the work.
        at: When it was delivered or refused.
        reason: Why it waits or was refused.
        held: Whether it waits for a facilitator who holds the grades of its link.
    """
    if held:
        return Grade(state, at, "held")
    judged = score is not None or state != "delivered"
    return Grade(state, at, reason if judged else "assessed-by-person")
