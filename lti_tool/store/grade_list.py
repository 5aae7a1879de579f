"""Lists of grades on their way: for who runs the server, and for the facilitators of one link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, select

from lti_tool.store import grade_holds
from lti_tool.store.score_outbox import State
from lti_tool.store.tables import (
    attempts,
    contexts,
    deployments,
    learners,
    resource_links,
    roster_members,
    roster_names,
    rosters,
    score_outbox,
)

UNSETTLED = ("waiting", "refused")


@dataclass(frozen=True)
class ListedGrade:
    """One learner's grade. Times in seconds since 1970.

    Attributes:
        score: None where a person has yet to judge the work, and where nothing is to be sent.
        state: As in the outbox; None where there is nothing in it.
        held: Whether it waits for a facilitator who holds the grades of its link.
    """

    attempt_row: int
    registration_id: int
    sub: str
    module: str
    course: str | None
    score: float | None
    state: State | None
    reason: str | None
    tries: int | None
    next_try_at: int | None
    settled_at: int | None
    held: bool


@dataclass(frozen=True)
class Wanted:
    """Which grades to list; what is None or empty does not matter.

    Attributes:
        state: "waiting", "delivered" or "refused".
        course: A part of the course's title.
        attempt_rows: These alone.
    """

    state: str | None = None
    registration_id: int | None = None
    course: str | None = None
    attempt_rows: tuple[int, ...] = ()


def find(connection: Connection, wanted: Wanted) -> Sequence[ListedGrade]:
    """All grades in the outbox that are wanted, oldest attempt first."""
    query = _listed().where(score_outbox.c.state.is_not(None))
    if wanted.state is not None:
        query = query.where(score_outbox.c.state == wanted.state)
    if wanted.registration_id is not None:
        query = query.where(deployments.c.registration_id == wanted.registration_id)
    if wanted.course is not None:
        query = query.where(contexts.c.title.icontains(wanted.course, autoescape=True))
    if wanted.attempt_rows:
        query = query.where(attempts.c.id.in_(wanted.attempt_rows))
    return [ListedGrade(*row) for row in connection.execute(query)]


def of_link(connection: Connection, attempt_row: int, module: str) -> Sequence[ListedGrade]:
    """Everybody who finished a module at the link where this attempt is made, whether a grade left or not."""
    link = select(attempts.c.resource_link_row).where(attempts.c.id == attempt_row).scalar_subquery()
    query = _listed().where(
        attempts.c.resource_link_row == link,
        attempts.c.module == module,
        attempts.c.role == "learner",
        attempts.c.graded,
        attempts.c.finished_at.is_not(None),
    )
    return [ListedGrade(*row) for row in connection.execute(query)]


def names_at(connection: Connection, attempt_row: int, now: int) -> dict[str, str]:
    """The names on the roster of an attempt's course, by user id, while they may be kept."""
    query = (
        select(roster_members.c.user_id, roster_names.c.name)
        .select_from(attempts)
        .join(resource_links, resource_links.c.id == attempts.c.resource_link_row)
        .join(rosters, rosters.c.context_row == resource_links.c.context_row)
        .join(roster_members, roster_members.c.roster_row == rosters.c.id)
        .join(roster_names, roster_names.c.roster_member_row == roster_members.c.id)
        .where(attempts.c.id == attempt_row, roster_names.c.expires_at > now)
    )
    return {row.user_id: row.name for row in connection.execute(query)}


def _listed() -> Select[Any]:
    table = score_outbox.c
    query = (
        select(
            attempts.c.id,
            deployments.c.registration_id,
            learners.c.sub,
            attempts.c.module,
            contexts.c.title,
            table.score,
            table.state,
            table.reason,
            table.tries,
            table.next_try_at,
            table.settled_at,
            grade_holds.is_held(),
        )
        .select_from(attempts)
        .join(learners)
        .join(deployments, deployments.c.id == learners.c.deployment_row)
        .join(resource_links, resource_links.c.id == attempts.c.resource_link_row)
        .outerjoin(contexts, contexts.c.id == resource_links.c.context_row)
        .outerjoin(score_outbox, and_(score_outbox.c.attempt_row == attempts.c.id))
    )
    return grade_holds.joined(query).order_by(attempts.c.id)
