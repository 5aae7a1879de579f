"""A learner asks others by a link; what they answer joins the learner's own."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection

from lti_tool.protocol.scores import iso
from lti_tool.rules import asks as rules
from lti_tool.store import asks, attempts
from lti_tool.store.attempts import Attempt
from modules.kit.activity_type import Refusal
from modules.kit.answers import Answer
from modules.kit.module import Activity, Module


def take_in(connection: Connection, attempt: Attempt, module: Module, now: int) -> None:
    """Put every answer that came into the learner's own, in the place of who gave it.

    Done when the learner opens the work, not when the answer comes: so nothing changes behind an open page.
    """
    attempts.lock(connection, attempt.id)
    came: dict[str, list[asks.Ask]] = defaultdict(list)
    for one in asks.of_attempt(connection, attempt.id, now):
        if one.answer is not None:
            came[one.activity].append(one)
    own = attempts.answers_of(connection, attempt.id)
    for activity_id, found in came.items():
        for one in found:
            if activity := rules.askable(module, activity_id, one.person):
                before = own.get(activity_id, Answer(None))
                if after := _join(connection, attempt, activity, before, one, now):
                    own[activity_id] = after


def _join(  # noqa: PLR0913, PLR0917 (an answer, and where it goes)
    connection: Connection, attempt: Attempt, activity: Activity, before: Answer, one: asks.Ask, now: int
) -> Answer | None:
    value = rules.joined(activity, before.value, one.person, one.answer or {})
    if isinstance(value, Refusal):
        return None  # no room for it: it waits until the learner made some
    after = Answer(value, before.how, before.audience, before.revision)
    revision = attempts.save_answer(connection, attempt.id, activity.id, after, now)
    if not isinstance(revision, int):
        return None
    asks.take_in(connection, attempt.id, activity.id, one.person)
    return Answer(value, before.how, before.audience, revision)


def standing(connection: Connection, attempt_row: int, now: int) -> list[dict[str, Any]]:
    """Of each person asked: whether they answered, and whether that is new to the page."""
    return [
        {
            "activity": one.activity,
            "person": one.person,
            "state": "waiting" if one.answered_at is None else "answered",
            "new": one.answer is not None,
            "until": iso(one.expires_at),
        }
        for one in asks.of_attempt(connection, attempt_row, now)
    ]


def make(connection: Connection, attempt_row: int, activity_id: str, person: int, now: int) -> str | Refusal:
    """Make a link for one person and return its token, or say why not.

    Returns:
        The token, or a refusal: `too-many` wait for an answer, or this person's answer has just come.
    """
    attempts.lock(connection, attempt_row)
    asks.withdraw(connection, attempt_row, activity_id, person)
    if asks.count_open(connection, attempt_row, now) >= rules.MOST_OPEN:
        return Refusal("too-many")
    token = asks.add(connection, attempt_row, activity_id, person, now + rules.ASK_SECONDS)
    return token or Refusal("answered")
