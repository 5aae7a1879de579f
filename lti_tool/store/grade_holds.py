"""Links whose grades wait until a facilitator lets them go.

The scores themselves stand in the outbox as ever: what is held is only not taken from there. One of them may
be let go by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, false, func, or_, select, true, update

from lti_tool.store.db import upsert
from lti_tool.store.tables import attempts, grade_holds, score_outbox


def joined(query: Select[Any]) -> Select[Any]:
    """A query of attempts, with the hold of their link if there is one."""
    same = grade_holds.c.resource_link_row == attempts.c.resource_link_row
    return query.outerjoin(grade_holds, same)


def is_free() -> ColumnElement[bool]:
    """Whether a score may leave: for queries with the outbox that are `joined`.

    Work that was handed in and has no score yet is no grade: the platform may know that it is there.
    """
    table = score_outbox.c
    return or_(grade_holds.c.held_at.is_(None), table.let_go, table.score.is_(None))


def is_held() -> ColumnElement[bool]:
    """Whether a score waits for a facilitator: for queries with the outbox that are `joined`."""
    table = score_outbox.c
    waits = and_(table.state == "waiting", table.score.is_not(None), table.let_go.is_(false()))
    held = and_(grade_holds.c.held_at.is_not(None), waits)
    # Where nothing is in the outbox the database says neither yes nor no.
    return func.coalesce(held, false())


def held_since(connection: Connection, link_row: int) -> int:
    """When somebody began to hold the grades of a link, in seconds since 1970; 0: they are not held."""
    table = grade_holds.c
    return int(connection.scalar(select(table.held_at).where(table.resource_link_row == link_row)) or 0)


def hold(connection: Connection, link_row: int, now: int) -> bool:
    """Hold the grades of a link from now on. What is under way or arrived is not taken back.

    Returns:
        Whether it was this call; False where they were held already.
    """
    query = upsert(connection, grade_holds).values(resource_link_row=link_row, held_at=now)
    new = query.on_conflict_do_nothing().returning(grade_holds.c.held_at)
    if connection.scalar(new) is None:
        return False
    # What was let go of an earlier hold waits like the others.
    here = select(attempts.c.id).where(attempts.c.resource_link_row == link_row)
    change = update(score_outbox).where(score_outbox.c.attempt_row.in_(here), score_outbox.c.let_go)
    connection.execute(change.values(let_go=False))
    return True


def release(connection: Connection, link_row: int, was: int) -> Sequence[int] | None:
    """Let all grades of a link go, if they are still held since the moment that the facilitator saw.

    Returns:
        The attempts whose score waits, to be woken after the transaction; None where somebody else let them
        go, or held them anew, meanwhile.
    """
    table = grade_holds.c
    here = (table.resource_link_row == link_row, table.held_at == was)
    if connection.scalar(delete(grade_holds).where(*here).returning(table.held_at)) is None:
        return None
    query = (
        select(attempts.c.id)
        .join(score_outbox, score_outbox.c.attempt_row == attempts.c.id)
        .where(attempts.c.resource_link_row == link_row, score_outbox.c.state == "waiting")
    )
    return connection.scalars(query.order_by(attempts.c.id)).all()


def let_go(connection: Connection, attempt_rows: Collection[int]) -> None:
    """Let single scores go though the others of their link are held; a later score of theirs waits again."""
    here = score_outbox.c.attempt_row.in_(attempt_rows)
    connection.execute(update(score_outbox).where(here).values(let_go=true()))
