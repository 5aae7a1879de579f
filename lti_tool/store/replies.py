"""What a facilitator wrote back to shared answers. Each reply is for the learner of its answer alone.

A reply has a revision. Who changes or removes it says which one they saw, so that two facilitators never undo
each other's words in silence.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, update

from lti_tool.store.db import upsert
from lti_tool.store.tables import answers, attempts, learners, replies

_SHARED = ("facilitator", "class")
_FIRST_REVISIONS = 2**30


@dataclass(frozen=True)
class Reply:
    """One reply. Times in seconds since 1970.

    Attributes:
        activity: To the answer of which activity.
        text: As its facilitator typed it; never markup.
        revision: Changes with every change of the text.
        changed_at: When it was written or last changed.
        seen_at: When its learner saw this text; 0: not yet.
    """

    activity: str
    text: str
    revision: int
    changed_at: int
    seen_at: int


@dataclass(frozen=True)
class Place:
    """Under which answer a reply stands: of which attempt, to which activity."""

    attempt_row: int
    activity: str


@dataclass(frozen=True)
class Answered:
    """A learner's shared answer, by the number of the attempt, and what was written back if anything was."""

    attempt_row: int
    reply: Reply | None


_COLUMNS = (
    replies.c.activity,
    replies.c.text,
    replies.c.revision,
    replies.c.changed_at,
    replies.c.seen_at,
)


def of_learner(connection: Connection, attempt_row: int, *, unshared: bool = True) -> Sequence[Reply]:
    """Every reply that one learner got in one attempt, by activity.

    Args:
        connection: A transaction.
        attempt_row: The learner's attempt.
        unshared: Also those to answers that the learner has taken back since. A learner keeps what was
            written to them; nobody else may hear from a reply that there is an answer which is not shared.
    """
    query = select(*_COLUMNS).where(replies.c.attempt_row == attempt_row).order_by(replies.c.activity)
    if not unshared:
        query = query.where(_is_shared())
    return [Reply(*row) for row in connection.execute(query)]


def under(connection: Connection, link_row: int, module: str, activity: str) -> Mapping[str, Answered]:
    """Every answer to one activity that is shared now, by the platform's id of its learner.

    Args:
        connection: A transaction.
        link_row: The link.
        module: The module that it shows.
        activity: One of the module's.
    """
    query = (
        select(learners.c.sub, attempts.c.id, *_COLUMNS)
        .select_from(answers)
        .join(attempts)
        .join(learners)
        .outerjoin(replies, _same_answer())
        .where(attempts.c.resource_link_row == link_row, attempts.c.module == module)
        .where(attempts.c.role == "learner", attempts.c.graded)
        .where(answers.c.activity == activity, answers.c.audience.in_(_SHARED))
    )
    return {
        row.sub: Answered(row.id, Reply(*row[2:]) if row.revision else None)
        for row in connection.execute(query)
    }


def counts(connection: Connection, link_row: int, module: str) -> Mapping[str, int]:
    """How many of the answers that are shared now have a reply, by activity."""
    query = (
        select(replies.c.activity, func.count())
        .join(attempts)
        .where(attempts.c.resource_link_row == link_row, attempts.c.module == module, _is_shared())
        .group_by(replies.c.activity)
    )
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def find(connection: Connection, place: Place) -> Reply | None:
    """The reply that stands under an answer, if there is one."""
    row = connection.execute(select(*_COLUMNS).where(*_at(place))).one_or_none()
    return Reply(*row) if row else None


def is_shared(connection: Connection, place: Place, link_row: int, module: str) -> bool:
    """Whether a learner of this link shares this answer now; until the transaction ends, that stays so."""
    table = answers.c
    query = (
        select(table.attempt_row)
        .join(attempts)
        .where(table.attempt_row == place.attempt_row, table.activity == place.activity)
        .where(table.audience.in_(_SHARED))
        .where(attempts.c.resource_link_row == link_row, attempts.c.module == module)
        .where(attempts.c.role == "learner", attempts.c.graded)
    )
    return connection.scalar(query.with_for_update(of=answers)) is not None


def write(connection: Connection, place: Place, text: str, *, was: int, now: int) -> bool:
    """Write a reply or change it, if nobody did since the revision that its facilitator saw.

    Args:
        connection: A transaction that writes.
        place: Under which answer.
        text: What it says from now on; new to its learner.
        was: The revision seen; 0 where there was none.
        now: Seconds since 1970.

    Returns:
        Whether it is as wanted; False leaves what somebody else did.
    """
    table = replies.c
    values = {"text": text, "changed_at": now, "seen_at": 0}
    if was:
        change = update(replies).where(*_at(place), table.revision == was)
        return (
            connection.scalar(change.values(revision=was + 1, **values).returning(table.revision)) is not None
        )
    # Not 1: who saw a reply that was removed and written anew must not take the new one for it.
    first = 1 + secrets.randbelow(_FIRST_REVISIONS)
    new = upsert(connection, replies).values(
        attempt_row=place.attempt_row, activity=place.activity, revision=first, **values
    )
    return connection.scalar(new.on_conflict_do_nothing().returning(table.revision)) is not None


def remove(connection: Connection, place: Place, *, was: int) -> bool:
    """Remove a reply, if nobody changed it since the revision that its facilitator saw.

    Returns:
        Whether it is gone; False leaves what somebody else wrote.
    """
    connection.execute(delete(replies).where(*_at(place), replies.c.revision == was))
    return find(connection, place) is None


def mark_seen(connection: Connection, place: Place, revision: int, now: int) -> None:
    """Note that the learner saw a reply. A text that was changed meanwhile is still new."""
    here = (*_at(place), replies.c.revision == revision, replies.c.seen_at == 0)
    connection.execute(update(replies).where(*here).values(seen_at=now))


def _at(place: Place) -> tuple[ColumnElement[bool], ...]:
    return replies.c.attempt_row == place.attempt_row, replies.c.activity == place.activity


def _is_shared() -> ColumnElement[bool]:
    return select(answers.c.attempt_row).where(_same_answer(), answers.c.audience.in_(_SHARED)).exists()


def _same_answer() -> ColumnElement[bool]:
    table = answers.c
    return and_(table.attempt_row == replies.c.attempt_row, table.activity == replies.c.activity)
