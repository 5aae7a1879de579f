"""The grades of everybody at one link: how far each is, sending again, holding, letting go."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from lti_tool.rules import attempt as attempt_rules
from lti_tool.rules.attempt import Grade, grade_underway
from lti_tool.services import attempt as attempt_service
from lti_tool.store import attempts, grade_holds, grade_list
from lti_tool.store.attempts import Attempt
from lti_tool.store.grade_list import UNSETTLED, ListedGrade
from modules.kit.module import Module


@dataclass(frozen=True)
class LinkOfGrades:
    """A link as the facilitator has it open.

    Attributes:
        attempt_row: The facilitator's own attempt there.
    """

    attempt_row: int
    deployment_row: int
    module: Module


@dataclass(frozen=True)
class LearnersGrade:
    """One learner who finished, and how far the grade is."""

    listed: ListedGrade
    grade: Grade


def grades_of(connection: Connection, link: LinkOfGrades) -> list[LearnersGrade]:
    """Everybody who finished, whether a grade left or not."""
    listed = grade_list.of_link(connection, link.attempt_row, link.module.id)
    without = [one for one in listed if one.state is None]
    nowhere = _why_nowhere(connection, link, without)
    return [LearnersGrade(one, _grade(connection, link, one, nowhere)) for one in listed]


def resend(
    connection: Connection, link: LinkOfGrades, chosen: Collection[int], now: int, *, everything: bool = False
) -> Sequence[int]:
    """Put grades on their way once more: those chosen, or whatever was not delivered.

    Returns:
        The numbers of the attempts whose grade now waits; to be woken after the transaction.
    """
    return [
        one.attempt_row
        for one in grade_list.of_link(connection, link.attempt_row, link.module.id)
        if one.attempt_row in chosen or (everything and one.state in {*UNSETTLED, None})
        if _send(connection, link, one, now)
    ]


def let_one_go(connection: Connection, link: LinkOfGrades, attempt_row: int, now: int) -> Sequence[int]:
    """Send one learner's grade though the others are held; also one that was refused, or never left.

    Returns:
        The attempt, if its grade now waits; to be woken after the transaction.
    """
    sent = resend(connection, link, {attempt_row}, now)
    grade_holds.let_go(connection, sent)
    return sent


def may_be_held(attempt: Attempt) -> bool:
    """Whether learners of the link of this attempt get grades at all."""
    return (
        attempt_rules.why_no_grade(
            role="learner",
            graded=True,
            grading=attempt.grading,
            line_item_url=attempt.line_item_url,
            line_items_url=attempt.line_items_url,
            scopes=attempt.scopes,
        )
        is None
    )


def _send(connection: Connection, link: LinkOfGrades, one: ListedGrade, now: int) -> bool:
    attempt = attempts.find(connection, one.attempt_row, link.deployment_row)
    grade = attempt_service.resend(connection, attempt, link.module, now) if attempt else None
    return grade is not None and grade.state == "waiting"


def _why_nowhere(connection: Connection, link: LinkOfGrades, without: Sequence[ListedGrade]) -> str | None:
    """Why no grade of this link can go anywhere: the same for all who could have one, so asked once."""
    attempt = attempts.find(connection, without[0].attempt_row, link.deployment_row) if without else None
    return attempt_service.why_no_grade(attempt) if attempt else None


def _grade(connection: Connection, link: LinkOfGrades, one: ListedGrade, nowhere: str | None) -> Grade:
    if one.state is not None:
        return grade_underway(one.state, one.score, one.settled_at, one.reason, held=one.held)
    if nowhere is not None:
        return Grade("none", reason=nowhere)
    attempt = attempts.find(connection, one.attempt_row, link.deployment_row)
    grade = attempt_service.grade_of(connection, attempt, link.module) if attempt else None
    return grade or Grade("none")
