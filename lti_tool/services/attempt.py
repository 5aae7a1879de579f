"""An attempt from launch to finish: load what is known, let the rules decide, write it down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from lti_tool.errors import LaunchError
from lti_tool.protocol.launch import Launch
from lti_tool.protocol.launch_facts import Arrival
from lti_tool.protocol.login import Proof
from lti_tool.protocol.registration import origin_of
from lti_tool.rules import attempt as attempt_rules
from lti_tool.rules.attempt import Grade
from lti_tool.store import assessments, attempts, launch_log, launches, notices, platforms, score_outbox
from lti_tool.store.attempts import Attempt
from lti_tool.store.db import Database
from modules.kit import scoring
from modules.kit.activity_type import Refusal
from modules.kit.answers import Answer, is_same, read_answer
from modules.kit.module import Module


@dataclass(frozen=True)
class Opened:
    """A launch that led to an attempt."""

    attempt_row: int
    deployment_row: int


@dataclass
class Saved:
    """What became of each answer that a page sent."""

    saved: dict[str, int] = field(default_factory=dict)
    conflicts: dict[str, Answer] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def open_attempt(database: Database, launch: Launch, proof: Proof, module: Module | None, now: int) -> Opened:
    """Use a login up and open or resume the attempt its launch leads to, all or nothing.

    Raises:
        LaunchError: The login was used before, the deployment is not approved (it then waits for
            approval), or the launch names no module that we have.
    """
    origin = origin_of(launch.return_url) if launch.return_url else None
    module_id = module.id if module else None
    with database.write() as connection:
        if not launches.use_login(connection, proof.state):
            raise LaunchError("LTI-STATE", "this login was used already")
        known = launches.find_known(connection, launch, module_id, origin)
        if known and known.approved and module_id:
            if origin and known.origin is None:
                platforms.add_frame_origin(connection, launch.registration.id, origin)
            if launch.product and launch.product != launch.registration.product:
                platforms.keep_product(connection, launch.registration.id, launch.product)
            attempt_row = launches.keep_launch(connection, launch, module_id, known, now)
            if launch.notice_service_url:
                notices.keep_service(connection, known.deployment_row, launch.notice_service_url, now)
            arrival = Arrival(launch.registration.id, proof.rung, launch.facts)
            launch_log.add(connection, arrival, now)
            return Opened(attempt_row, known.deployment_row)
        if known is None:
            platforms.add_pending(connection, launch.registration.id, launch.deployment_id, now)
    if known is None or not known.approved:
        raise LaunchError("LTI-PENDING", "this deployment waits for approval")
    raise LaunchError("LTI-MODULE", "the launch names no module, or one that is not here")


def save(
    connection: Connection, attempt: Attempt, module: Module, given: Mapping[str, Any], now: int
) -> Saved:
    """Keep the answers that a page sent, each on its own terms."""
    result = Saved()
    for activity_id, raw in given.items():
        activity = module.activities.get(activity_id)
        answer = read_answer(activity, raw) if activity else Refusal("unknown-activity")
        if isinstance(answer, Refusal):
            result.refused[activity_id] = answer.code
            continue
        outcome = attempts.save_answer(connection, attempt.id, activity_id, answer, now)
        if isinstance(outcome, int):
            result.saved[activity_id] = outcome
        elif is_same(answer, outcome):
            # Our reply to the first sending got lost on its way; nothing is in conflict.
            result.saved[activity_id] = outcome.revision
        else:
            result.conflicts[activity_id] = outcome
    return result


def finish(connection: Connection, attempt: Attempt, module: Module, now: int) -> Grade | None:
    """End an attempt and, in the same transaction, put its score in the outbox.

    Finishing twice with the same score sends it once.
    """
    attempts.lock(connection, attempt.id)
    attempts.keep_finished(connection, attempt.id, now)
    reason = why_no_grade(attempt)
    if reason:
        return Grade("none", reason=reason)
    score = scoring.score_to_send(module, attempts.answers_of(connection, attempt.id))
    if isinstance(score, str):
        return Grade("none", reason=score)
    before = score_outbox.standing(connection, attempt.id)
    if score is None and before:
        score = before.score  # handing in again does not take away what a person gave
    if before is None or before.score != score or before.state == "refused":
        score_outbox.put(connection, attempt.id, score, now)
    return grade_of(connection, attempt, module)


def hand_in(connection: Connection, attempt: Attempt, module: Module, now: int) -> Grade | None:
    """Finish by the learner's own act: where people judge, that shares what they read.

    Sending a grade again is no such act: what was taken back since stays so.
    """
    if attempt.role == "learner":
        assessments.share(connection, attempt.id, handed_in(module), now)
    return finish(connection, attempt, module, now)


def handed_in(module: Module) -> list[str]:
    """The exercises that a learner hands in by finishing, with their own weighing if it may be shared."""
    if module.rubric is None:
        return []
    named = (module.activities.get(name) for name in (*module.rubric.work, module.rubric.activity))
    return [one.id for one in named if one and one.widest_audience != "learner"]


def release_score(  # noqa: PLR0913, PLR0917 (a person's judgement has many sides)
    connection: Connection, attempt: Attempt, module: Module, score: float, comment: str | None, now: int
) -> Grade | None:
    """Send the score that a person gave to work that was handed in.

    The hand-in keeps its time, so that the platform sees a grade for it and no new attempt.

    Args:
        connection: In a transaction.
        attempt: Of a learner.
        module: That of the attempt.
        score: 0 to 1.
        comment: For the learner, in plain text. An earlier one stays where there is none.
        now: Seconds since 1970.
    """
    attempts.lock(connection, attempt.id)
    reason = why_no_grade(attempt)
    if reason:
        return Grade("none", reason=reason)
    before = score_outbox.standing(connection, attempt.id)
    score_outbox.put(
        connection,
        attempt.id,
        scoring.within_bounds(score),
        now,
        submitted_at=before.submitted_at if before else attempt.finished_at,
        comment=comment,
    )
    return grade_of(connection, attempt, module)


def send_if_more_is_done(connection: Connection, attempt: Attempt, module: Module, now: int) -> bool:
    """After the finish, a score that grew goes out again; it never goes down by itself.

    Returns:
        Whether there is something new to deliver.
    """
    before = score_outbox.standing(connection, attempt.id)
    if attempt.finished_at is None or before is None or why_no_grade(attempt):
        return False
    score = scoring.score_to_send(module, attempts.answers_of(connection, attempt.id))
    if score is None or isinstance(score, str) or before.score is None or score <= before.score:
        return False
    score_outbox.put(connection, attempt.id, score, now, submitted_at=before.submitted_at)
    return True


def resend(connection: Connection, attempt: Attempt, module: Module, now: int) -> Grade | None:
    """Send the score of a finished attempt once more, at the learner's wish."""
    if attempt.finished_at is None:
        return None
    standing = score_outbox.standing(connection, attempt.id)
    if standing is None:
        # There was nowhere to send it to when it was finished; perhaps there is now.
        return finish(connection, attempt, module, now)
    if not why_no_grade(attempt):
        score_outbox.send_again(connection, [attempt.id], now)
    return grade_of(connection, attempt, module)


def grade_of(connection: Connection, attempt: Attempt, module: Module) -> Grade | None:
    """How far an attempt's grade is on its way; None while there is none."""
    standing = score_outbox.standing(connection, attempt.id)
    if standing:
        return attempt_rules.grade_underway(
            standing.state, standing.score, standing.settled_at, standing.reason, held=standing.held
        )
    if attempt.finished_at is None:
        return None
    reason = why_no_grade(attempt)
    if reason is None:
        score = scoring.score_to_send(module, attempts.answers_of(connection, attempt.id))
        reason = score if isinstance(score, str) else "not-sent"
    return Grade("none", reason=reason)


def why_no_grade(attempt: Attempt) -> str | None:
    """Why an attempt's score goes nowhere; None if it goes to a gradebook."""
    return attempt_rules.why_no_grade(
        role=attempt.role,
        graded=attempt.graded,
        grading=attempt.grading,
        line_item_url=attempt.line_item_url,
        line_items_url=attempt.line_items_url,
        scopes=attempt.scopes,
    )
