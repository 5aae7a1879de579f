"""Attests: whom facilitators granted one, and what their learners made of it.

An attest has a revision: whoever revokes it or gives it back says which one they saw.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, delete, func, or_, select, update

from lti_tool.rules.kept_attest import KeptAttest, KeptBadge
from lti_tool.store.civic_tables import attest_badges, attests
from lti_tool.store.db import upsert
from lti_tool.store.tables import attempts, contexts, deployments, learners, resource_links

KEPT_SECONDS = 3 * 366 * 24 * 3600
"""So much longer than their work, learners find their attests back."""


@dataclass(frozen=True)
class Attest:
    """One learner's attest for one course unit. Times in seconds since 1970.

    Attributes:
        sub: The platform's id of the learner; None where the learner's data are gone.
        grounds: What it rests on and what it is for, as they were when it was granted.
        reason: Why it was granted though the rule did not hold.
    """

    row: int
    learner_row: int | None
    sub: str | None
    grounds: Mapping[str, Any]
    granted_at: int
    reason: str | None
    revoked_at: int | None
    revoked_because: str | None
    revision: int


@dataclass(frozen=True)
class Grant:
    """What a facilitator grants: to whom, on what grounds, and why where the rule does not hold."""

    context_row: int
    learner_row: int
    grounds: Mapping[str, Any]
    reason: str | None


@dataclass(frozen=True)
class Badge:
    """An attest as its learner made it.

    Attributes:
        about: What it says, apart from its learner.
        credential: As it was signed; None where it was replaced, or the learner's data are gone.
        revoked_at: When the attest was revoked or this was replaced; None while it is valid.
    """

    public_id: str
    attest_row: int
    about: Mapping[str, Any]
    achievement: str
    credential: str | None
    made_at: int
    revoked_at: int | None


_ATTEST = (
    attests.c.id,
    attests.c.learner_row,
    learners.c.sub,
    attests.c.grounds,
    attests.c.granted_at,
    attests.c.reason,
    attests.c.revoked_at,
    attests.c.revoked_because,
    attests.c.revision,
)
_BADGE = (
    attest_badges.c.public_id,
    attest_badges.c.attest_row,
    attest_badges.c.about,
    attest_badges.c.achievement,
    attest_badges.c.credential,
    attest_badges.c.made_at,
    attest_badges.c.replaced_at,
    attests.c.revoked_at.label("attest_revoked_at"),
)


def of_course(connection: Connection, context_row: int) -> list[Attest]:
    """Every attest of a course that is still somebody's, oldest first."""
    query = _attests().where(attests.c.context_row == context_row, attests.c.learner_row.is_not(None))
    return [_attest(row) for row in connection.execute(query.order_by(attests.c.id))]


def holder_of(connection: Connection, attempt_row: int) -> tuple[int | None, int]:
    """In which course an attempt is made, if in any, and by which learner."""
    query = (
        select(resource_links.c.context_row, attempts.c.learner_row)
        .select_from(attempts)
        .join(resource_links)
        .where(attempts.c.id == attempt_row)
    )
    row = connection.execute(query).one()
    return row.context_row, row.learner_row


def of_learner(connection: Connection, context_row: int, learner_row: int) -> Attest | None:
    """A learner's attest of a course."""
    query = _attests().where(attests.c.context_row == context_row, attests.c.learner_row == learner_row)
    row = connection.execute(query).one_or_none()
    return _attest(row) if row else None


def kept_of(connection: Connection, learner_rows: Collection[int]) -> list[KeptAttest]:
    """Everything of a person, oldest first."""
    query = _attests(contexts.c.title).outerjoin(contexts, contexts.c.id == attests.c.context_row)
    query = query.where(attests.c.learner_row.in_(learner_rows)).order_by(attests.c.id)
    return [
        KeptAttest(
            course=row.title,
            unit=one.grounds["unit"]["title"],
            there={part["need"]: part["there"] for part in one.grounds["parts"]},
            granted_at=one.granted_at,
            reason=one.reason,
            revoked_at=one.revoked_at,
            revoked_because=one.revoked_because,
            badges=[
                KeptBadge(badge.public_id, badge.credential, badge.made_at, badge.revoked_at)
                for badge in badges_of(connection, one.row)
            ],
        )
        for row in connection.execute(query).all()
        for one in (_attest(row),)
    ]


def grant(connection: Connection, given: Grant, now: int) -> bool:
    """Grant an attest; says whether there was none yet."""
    values = {"context_row": given.context_row, "learner_row": given.learner_row, "reason": given.reason}
    grounds = json.dumps(given.grounds)
    new = upsert(connection, attests).values(**values, grounds=grounds, granted_at=now, revision=1)
    new = new.on_conflict_do_nothing(index_elements=["context_row", "learner_row"]).returning(attests.c.id)
    return connection.scalar(new) is not None


def revoke(connection: Connection, row: int, was: int, because: str, now: int) -> bool:
    """Make an attest invalid; says whether it still was as somebody saw it."""
    return _change(connection, row, was, revoked_at=now, revoked_because=because)


def give_back(connection: Connection, row: int, was: int) -> bool:
    """Make a revoked attest valid again; says whether it still was as somebody saw it."""
    return _change(connection, row, was, revoked_at=None, revoked_because=None)


def badges_of(connection: Connection, attest_row: int) -> list[Badge]:
    """What its learner made of an attest, newest first: only the first may be valid."""
    query = _badges().where(attest_badges.c.attest_row == attest_row)
    newest = (attest_badges.c.replaced_at.is_not(None), attest_badges.c.made_at.desc())
    return [_badge(row) for row in connection.execute(query.order_by(*newest))]


def count_made(connection: Connection, attest_row: int) -> int:
    """How often its learner made an attest."""
    query = select(func.count()).select_from(attest_badges).where(attest_badges.c.attest_row == attest_row)
    return connection.scalar(query) or 0


def made_of_course(connection: Connection, context_row: int) -> set[int]:
    """The attests of a course of which their learners made something."""
    query = select(attest_badges.c.attest_row).join(attests).where(attests.c.context_row == context_row)
    return set(connection.scalars(query))


def find_badge(connection: Connection, public_id: str) -> Badge | None:
    """What was made, by its public id."""
    row = connection.execute(_badges().where(attest_badges.c.public_id == public_id)).one_or_none()
    return _badge(row) if row else None


def of_achievement(connection: Connection, achievement: str) -> Badge | None:
    """Any badge with an achievement."""
    query = _badges().where(attest_badges.c.achievement == achievement)
    row = connection.execute(query.order_by(attest_badges.c.public_id).limit(1)).one_or_none()
    return _badge(row) if row else None


def add_badge(connection: Connection, badge: Badge) -> None:
    """Keep what a learner made now; of what was made before stays only that it is not valid any more."""
    table = attest_badges.c
    older = and_(table.attest_row == badge.attest_row, table.replaced_at.is_(None))
    _empty(connection, older)
    connection.execute(update(attest_badges).where(older).values(replaced_at=badge.made_at))
    connection.execute(
        attest_badges.insert().values(
            public_id=badge.public_id,
            attest_row=badge.attest_row,
            about=json.dumps(badge.about),
            achievement=badge.achievement,
            credential=badge.credential,
            made_at=badge.made_at,
        )
    )


def lock(connection: Connection, row: int) -> None:
    """Keep an attest as it is until the transaction ends."""
    connection.execute(select(attests.c.id).where(attests.c.id == row).with_for_update())


def revoked(connection: Connection) -> Sequence[str]:
    """The public ids of everything that is not valid any more."""
    query = select(attest_badges.c.public_id).join(attests)
    invalid = or_(attest_badges.c.replaced_at.is_not(None), attests.c.revoked_at.is_not(None))
    return connection.scalars(query.where(invalid).order_by(attest_badges.c.public_id)).all()


def let_go(connection: Connection, learner_rows: Collection[int]) -> None:
    """Make these learners' attests nobody's, before the learners go.

    What was made can still be checked, and says nothing any more of whom it is. What was never made goes.
    """
    _make_nobodys(connection, attests.c.learner_row.in_(learner_rows))


def let_go_of_platform(connection: Connection, registration_id: int) -> None:
    """The same for everybody of a platform, before it goes."""
    query = select(learners.c.id).join(deployments).where(deployments.c.registration_id == registration_id)
    _make_nobodys(connection, attests.c.learner_row.in_(query))


def let_go_of_old(connection: Connection, before: int) -> None:
    """The same for attests that were granted so long before work that goes now, and for those of nobody."""
    old = attests.c.granted_at < before - KEPT_SECONDS
    _make_nobodys(connection, or_(old, attests.c.learner_row.is_(None)))


def has_one() -> ColumnElement[bool]:
    """Of a learner: whether there is an attest of theirs, which outlives their work."""
    return select(attests.c.id).where(attests.c.learner_row == learners.c.id).exists()


def _make_nobodys(connection: Connection, which: ColumnElement[bool]) -> None:
    made = select(attest_badges.c.attest_row)
    connection.execute(delete(attests).where(which, attests.c.id.not_in(made)))
    ours = select(attests.c.id).where(which)
    _empty(connection, attest_badges.c.attest_row.in_(ours))
    bare = {"learner_row": None, "reason": None, "revoked_because": None, "grounds": "{}"}
    connection.execute(update(attests).where(which, attests.c.grounds != "{}").values(**bare))


def _empty(connection: Connection, which: ColumnElement[bool]) -> None:
    """Take out of what was made all that is of its learner: the credential, and what it rested on."""
    table = attest_badges.c
    held = select(table.public_id, table.about).where(which, table.credential.is_not(None))
    for row in connection.execute(held).all():
        about = json.loads(row.about)
        for told in about["told"].values():
            told["rests_on"] = ""
        emptied = update(attest_badges).where(table.public_id == row.public_id)
        connection.execute(emptied.values(about=json.dumps(about), credential=None))


def _change(connection: Connection, row: int, was: int, **changes: Any) -> bool:
    query = update(attests).where(attests.c.id == row, attests.c.revision == was)
    return connection.execute(query.values(revision=was + 1, **changes)).rowcount > 0


def _attests(*more: Any) -> Select[Any]:
    return select(*_ATTEST, *more).select_from(attests).outerjoin(learners)


def _attest(row: Row[Any]) -> Attest:
    return Attest(
        row.id,
        row.learner_row,
        row.sub,
        json.loads(row.grounds),
        row.granted_at,
        row.reason,
        row.revoked_at,
        row.revoked_because,
        row.revision,
    )


def _badges() -> Select[Any]:
    return select(*_BADGE).select_from(attest_badges).join(attests)


def _badge(row: Row[Any]) -> Badge:
    ends = [moment for moment in (row.replaced_at, row.attest_revoked_at) if moment is not None]
    return Badge(
        row.public_id,
        row.attest_row,
        json.loads(row.about),
        row.achievement,
        row.credential,
        row.made_at,
        min(ends, default=None),
    )
