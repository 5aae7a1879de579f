"""Scores that a platform must still hear of, and what became of each.

The row is written in the same transaction as the end of the attempt, so no grade can be lost between.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Select, and_, case, func, select, update

from lti_tool.protocol.families import family_of
from lti_tool.protocol.registration import Registration
from lti_tool.protocol.scores import Delivered, Later, Outcome, Refused
from lti_tool.store import grade_holds
from lti_tool.store.db import upsert
from lti_tool.store.platforms import REGISTRATION_COLUMNS, registration_of
from lti_tool.store.tables import (
    attempts,
    deployments,
    learners,
    registrations,
    resource_links,
    score_outbox,
)

State = Literal["waiting", "delivered", "refused"]
CLAIM_SECONDS = 180
"""Longer than the calls of one delivery may take together."""
_PER_DEPLOYMENT = 5


@dataclass(frozen=True)
class Standing:
    """How far the delivery of an attempt's score is.

    Attributes:
        score: 0 to 1; None while a person has yet to judge the work.
        held: Whether it waits for a facilitator who holds the grades of its link.
    """

    version: int
    score: float | None
    state: State
    reason: str | None
    settled_at: int | None
    submitted_at: int
    held: bool


@dataclass(frozen=True)
class Place:
    """Where an attempt's score goes, and whose it is."""

    registration: Registration
    deployment_row: int
    link_row: int
    resource_link_id: str
    title: str | None
    line_item_url: str | None
    own_line_item_url: str | None
    line_items_url: str | None
    scopes: str
    grading: bool
    sub: str
    module: str
    role: str
    graded: bool
    started_at: int


@dataclass(frozen=True)
class Claimed:
    """A score that this process, and no other, delivers now.

    Attributes:
        taken_score: The grade that the platform has of us already.
        taken_submitted_at: The hand-in that the platform has of us already.
    """

    attempt_row: int
    version: int
    tries: int
    score: float | None
    comment: str | None
    submitted_at: int
    stamp: int
    taken_score: float | None
    taken_submitted_at: int | None
    place: Place


_PLACE = (
    select(
        *REGISTRATION_COLUMNS,
        learners.c.deployment_row,
        resource_links.c.id,
        resource_links.c.resource_link_id,
        resource_links.c.title,
        resource_links.c.line_item_url,
        resource_links.c.own_line_item_url,
        resource_links.c.line_items_url,
        resource_links.c.scopes,
        resource_links.c.grading,
        learners.c.sub,
        attempts.c.module,
        attempts.c.role,
        attempts.c.graded,
        attempts.c.created_at,
    )
    .select_from(attempts)
    .join(learners)
    .join(deployments, deployments.c.id == learners.c.deployment_row)
    .join(registrations)
    .join(resource_links, resource_links.c.id == attempts.c.resource_link_row)
)


def put(  # noqa: PLR0913 (the last two have a name)
    connection: Connection,
    attempt_row: int,
    score: float | None,
    now: int,
    *,
    submitted_at: int | None = None,
    comment: str | None = None,
) -> None:
    """Put a score in the outbox, in place of any earlier one of this attempt.

    Where the grades of the link are held it waits there, also if an earlier one was let go.

    Args:
        connection: In a transaction.
        attempt_row: Of a learner who gets grades.
        score: 0 to 1; None for work that a person has yet to judge.
        now: Seconds since 1970.
        submitted_at: When the work was handed in; now, unless only its score changed.
        comment: For the learner. An earlier one stays where there is none.
    """
    fresh: dict[str, Any] = {
        "score": score,
        "submitted_at": now if submitted_at is None else submitted_at,
        "state": "waiting",
        "reason": None,
        "tries": 0,
        "next_try_at": now,
        "settled_at": None,
        "let_go": False,
    }
    if comment is not None:
        fresh["comment"] = comment
    query = upsert(connection, score_outbox).values(
        attempt_row=attempt_row, version=1, claimed_until=0, sent_stamp=0, **fresh
    )
    changes = {**fresh, "version": score_outbox.c.version + 1}
    connection.execute(query.on_conflict_do_update(index_elements=["attempt_row"], set_=changes))


def send_again(connection: Connection, attempt_rows: Collection[int], now: int) -> None:
    """Deliver the same scores once more, at once."""
    query = update(score_outbox).where(score_outbox.c.attempt_row.in_(attempt_rows))
    connection.execute(
        query.values(
            version=score_outbox.c.version + 1,
            state="waiting",
            reason=None,
            tries=0,
            next_try_at=now,
            settled_at=None,
        )
    )


def standing(connection: Connection, attempt_row: int) -> Standing | None:
    """How far the delivery is; None if there is no score."""
    table = score_outbox.c
    columns = (table.version, table.score, table.state, table.reason, table.settled_at, table.submitted_at)
    query = grade_holds.joined(
        select(*columns, grade_holds.is_held()).select_from(score_outbox).join(attempts)
    )
    row: Any = connection.execute(query.where(table.attempt_row == attempt_row)).one_or_none()
    return Standing(*row) if row else None


def due(connection: Connection, now: int, limit: int) -> list[int]:
    """The attempts whose score may be delivered now, longest waiting first; none that is held.

    Of each deployment only a few: the rest follow from there, and a school with thousands does not
    make the others wait.
    """
    table = score_outbox.c
    order = (table.next_try_at, table.attempt_row)
    turn = func.row_number().over(partition_by=learners.c.deployment_row, order_by=order)
    ready = _ready(now).add_columns(table.next_try_at, turn.label("turn")).subquery()
    query = (
        select(ready.c.attempt_row)
        .where(ready.c.turn <= _PER_DEPLOYMENT)
        .order_by(ready.c.turn, ready.c.next_try_at)
        .limit(limit)
    )
    return list(connection.scalars(query))


def next_of(connection: Connection, deployment_row: int, now: int) -> int | None:
    """The attempt whose score is next at a deployment."""
    table = score_outbox.c
    query = _ready(now).where(learners.c.deployment_row == deployment_row)
    found: Any = connection.scalar(query.order_by(table.next_try_at, table.attempt_row).limit(1))
    return None if found is None else int(found)


def _ready(now: int) -> Select[tuple[int]]:
    table = score_outbox.c
    query = (
        select(table.attempt_row)
        .select_from(score_outbox)
        .join(attempts)
        .join(learners)
        .join(deployments, deployments.c.id == learners.c.deployment_row)
        .join(registrations)
    )
    return (
        grade_holds.joined(query)
        .where(grade_holds.is_free())
        .where(table.state == "waiting", table.next_try_at <= now, table.claimed_until <= now)
        .where(deployments.c.approved, deployments.c.quiet_until <= now, registrations.c.quiet_until <= now)
    )


def claim(connection: Connection, attempt_row: int, now: int) -> Claimed | None:
    """Take a score to deliver it. Of several processes that try, one gets it.

    Each claim raises the timestamp to send by at least a second: Moodle refuses a second post with the
    same one. None also while it is held, and while as many as the platform likes at once are under way to
    this deployment.
    """
    if connection.scalar(_ready(now).where(score_outbox.c.attempt_row == attempt_row)) is None:
        return None
    place = place_of(connection, attempt_row)
    if _under_way(connection, place.deployment_row, now) >= family_of(place.registration).at_once:
        return None
    table = score_outbox.c
    later = table.sent_stamp + 1
    query = (
        update(score_outbox)
        .where(table.attempt_row == attempt_row, table.state == "waiting")
        .where(table.next_try_at <= now, table.claimed_until <= now)
        .values(
            claimed_until=now + CLAIM_SECONDS,
            tries=table.tries + 1,
            sent_stamp=case((later > now, later), else_=now),
        )
        .returning(
            table.attempt_row,
            table.version,
            table.tries,
            table.score,
            table.comment,
            table.submitted_at,
            table.sent_stamp.label("stamp"),
            table.taken_score,
            table.taken_submitted_at,
        )
    )
    taken: Any = connection.execute(query).one_or_none()
    return Claimed(**taken._mapping, place=place) if taken else None


def place_of(connection: Connection, attempt_row: int) -> Place:
    """Where an attempt's score goes, whether there is one or not."""
    row: Any = connection.execute(_PLACE.where(attempts.c.id == attempt_row)).one()
    return Place(registration_of(row), *row[len(REGISTRATION_COLUMNS) :])


def _under_way(connection: Connection, deployment_row: int, now: int) -> int:
    """How many scores are on their way to a deployment; nobody else takes one until the transaction ends."""
    connection.execute(select(deployments.c.id).where(deployments.c.id == deployment_row).with_for_update())
    query = (
        select(func.count())
        .select_from(score_outbox)
        .join(attempts)
        .join(learners)
        .where(learners.c.deployment_row == deployment_row, score_outbox.c.claimed_until > now)
    )
    return int(connection.scalar(query) or 0)


def settle(connection: Connection, claimed: Claimed, outcome: Outcome, now: int, wait: int) -> None:
    """Write down what became of a claimed score. A newer one that came meanwhile goes on waiting.

    Args:
        connection: In a transaction.
        claimed: The score as it was claimed.
        outcome: What the platform said.
        now: Seconds since 1970.
        wait: Seconds until the next try, if there is one.
    """
    table = score_outbox.c
    known: dict[str, Any] = {"claimed_until": 0}
    match outcome:
        case Delivered():
            known["taken_submitted_at"] = claimed.submitted_at
            if claimed.score is not None:
                known["taken_score"] = claimed.score
            values: dict[str, Any] = {"state": "delivered", "reason": None, "settled_at": now}
        case Later(reason):
            known["sent_stamp"] = case(
                (table.sent_stamp < outcome.stamp, outcome.stamp), else_=table.sent_stamp
            )
            values = {"reason": reason, "next_try_at": now + wait}
        case Refused(reason):
            values = {"state": "refused", "reason": reason, "settled_at": now}
    row = table.attempt_row == claimed.attempt_row
    connection.execute(update(score_outbox).where(row).values(**known))
    same = and_(row, table.version == claimed.version)
    connection.execute(update(score_outbox).where(same).values(**values))


def wake_up(connection: Connection, attempt_rows: Collection[int]) -> None:
    """Leave the platforms of these attempts alone no longer: somebody knows that they answer again."""
    schools = select(learners.c.deployment_row).join(attempts).where(attempts.c.id.in_(attempt_rows))
    chosen = deployments.c.id.in_(schools)
    platforms = select(deployments.c.registration_id).where(chosen)
    connection.execute(update(registrations).where(registrations.c.id.in_(platforms)).values(quiet_until=0))
    connection.execute(update(deployments).where(chosen).values(quiet_until=0))


def leave_alone(connection: Connection, place: Place, until: int, *, platform: bool) -> None:
    """Make no calls for a while: to a deployment that does not answer, or to a platform that asks so."""
    table, number = (
        (registrations, place.registration.id) if platform else (deployments, place.deployment_row)
    )
    same = and_(table.c.id == number, table.c.quiet_until < until)
    connection.execute(update(table).where(same).values(quiet_until=until))
