"""Links by which a learner asks others, and their answers until they stand among the learner's own.

One for each person that an activity has a place for. Of the link only a hash is kept.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, and_, delete, func, or_, select, update

from lti_tool.store.db import upsert
from lti_tool.store.tables import asks, attempts, deployments, learners


@dataclass(frozen=True)
class Ask:
    """A question that is out, or was answered.

    Attributes:
        person: Which of the people, counted from 0.
        answer: As it came, until it is among the learner's own.
    """

    activity: str
    person: int
    expires_at: int
    answered_at: int | None
    answer: Mapping[str, Any] | None


@dataclass(frozen=True)
class OpenAsk:
    """A link that can be answered, as somebody opens it."""

    attempt_row: int
    module: str
    activity: str
    person: int
    expires_at: int


_ASK = select(asks.c.activity, asks.c.person, asks.c.expires_at, asks.c.answered_at, asks.c.answer)


def of_attempt(connection: Connection, attempt_row: int, now: int) -> Sequence[Ask]:
    """The questions of a learner's work that are out or were answered."""
    is_there = or_(asks.c.expires_at > now, asks.c.answered_at.is_not(None))
    query = _ASK.where(asks.c.attempt_row == attempt_row, is_there).order_by(asks.c.activity, asks.c.person)
    return [
        Ask(*row[:4], json.loads(row.answer) if row.answer else None) for row in connection.execute(query)
    ]


def has_come(connection: Connection, attempt_row: int) -> bool:
    """Whether an answer came that is not among the learner's own yet."""
    query = select(asks.c.person).where(asks.c.attempt_row == attempt_row, asks.c.answer.is_not(None))
    return connection.scalar(query.limit(1)) is not None


def count_open(connection: Connection, attempt_row: int, now: int) -> int:
    """How many of a learner's links wait for an answer."""
    waits = (asks.c.attempt_row == attempt_row, asks.c.answered_at.is_(None), asks.c.expires_at > now)
    return connection.scalar(select(func.count()).select_from(asks).where(*waits)) or 0


def add(connection: Connection, attempt_row: int, activity: str, person: int, expires_at: int) -> str | None:
    """Make a link and return its token, which is told once; an earlier one for this person no longer works.

    None where an answer of this person is yet to be taken in.
    """
    token = secrets.token_urlsafe(24)
    key = {"attempt_row": attempt_row, "activity": activity, "person": person}
    fresh = {"token_hash": _hash(token), "expires_at": expires_at, "answered_at": None}
    query = upsert(connection, asks).values(**key, **fresh)
    query = query.on_conflict_do_update(index_elements=list(key), set_=fresh, where=asks.c.answer.is_(None))
    return token if connection.execute(query.returning(asks.c.person)).one_or_none() else None


def withdraw(connection: Connection, attempt_row: int, activity: str, person: int) -> None:
    """Make a link worthless that nobody answered."""
    which = (asks.c.attempt_row == attempt_row, asks.c.activity == activity, asks.c.person == person)
    connection.execute(delete(asks).where(*which, asks.c.answered_at.is_(None)))


def find_open(connection: Connection, token: str, now: int) -> OpenAsk | None:
    """The link with this token, if it can still be answered."""
    query = (
        select(attempts.c.id, attempts.c.module, asks.c.activity, asks.c.person, asks.c.expires_at)
        .select_from(asks)
        .join(attempts)
        .join(learners)
        .join(deployments, deployments.c.id == learners.c.deployment_row)
        .where(asks.c.token_hash == _hash(token), asks.c.answered_at.is_(None), asks.c.expires_at > now)
        .where(deployments.c.approved)
    )
    row = connection.execute(query).one_or_none()
    return OpenAsk(*row) if row else None


def answer(connection: Connection, token: str, given: Mapping[str, Any], now: int) -> bool:
    """Keep an answer. Says whether the link was still open: of two at once, one wins."""
    is_open = and_(asks.c.answered_at.is_(None), asks.c.expires_at > now)
    query = update(asks).where(asks.c.token_hash == _hash(token), is_open)
    return connection.execute(query.values(answered_at=now, answer=json.dumps(given))).rowcount > 0


def take_in(connection: Connection, attempt_row: int, activity: str, person: int) -> None:
    """Forget an answer here: it stands among the learner's own now."""
    which = (asks.c.attempt_row == attempt_row, asks.c.activity == activity, asks.c.person == person)
    connection.execute(update(asks).where(*which).values(answer=None))


def forget_old(connection: Connection, now: int) -> None:
    """Remove links that have had their time; an answer that the learner has not seen yet stays."""
    connection.execute(delete(asks).where(asks.c.expires_at <= now, asks.c.answer.is_(None)))


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
