"""Removing what has had its time, a little at once, and what of it is written down: counts, and nobody.

Several processes may be at it together. What one of them looks at, the others leave alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, delete, func, or_, select, update

from lti_tool.store import attests
from lti_tool.store.civic_tables import assessments, course_units, meetings, presences, verdicts
from lti_tool.store.db import upsert
from lti_tool.store.tables import (
    answers,
    asks,
    attempts,
    contact_wishes,
    grade_holds,
    group_moves,
    group_pictures,
    learners,
    link_dates,
    replies,
    resource_links,
    retention_runs,
    rosters,
    session_documents,
    wall_marks,
)

DAY = 24 * 3600


@dataclass(frozen=True)
class Run:
    """What was done on one day. Moments in seconds since 1970.

    Attributes:
        before: Work last touched before this moment went; 0 where nothing might go, as the clock was new.
        finished_at: 0 while it is not at its end.
    """

    ran_at: int
    before: int
    works: int
    people: int
    finished_at: int


_RUN = select(
    retention_runs.c.ran_at,
    retention_runs.c.before,
    retention_runs.c.works,
    retention_runs.c.people,
    retention_runs.c.finished_at,
)


def find(connection: Connection, now: int) -> Run | None:
    """The run of this day (UTC)."""
    row = connection.execute(_RUN.where(retention_runs.c.id == now // DAY)).one_or_none()
    return Run(*row) if row else None


def newest(connection: Connection, now: int, most: int) -> Sequence[Run]:
    """The last runs, newest first; none of a day that a clock that was ahead made up."""
    query = _RUN.where(retention_runs.c.ran_at <= now).order_by(retention_runs.c.ran_at.desc())
    return [Run(*row) for row in connection.execute(query.limit(most))]


def that_removed(connection: Connection, most: int) -> Sequence[Run]:
    """The last runs that removed anything, newest first."""
    table = retention_runs.c
    query = _RUN.where((table.works > 0) | (table.people > 0)).order_by(table.ran_at.desc())
    return [Run(*row) for row in connection.execute(query.limit(most))]


def begin(connection: Connection, now: int, before: int) -> None:
    """Write down that this day's run began, unless another process did."""
    values = {"id": now // DAY, "ran_at": now, "before": before, "works": 0, "people": 0}
    connection.execute(upsert(connection, retention_runs).values(**values).on_conflict_do_nothing())


def begin_anew(connection: Connection, now: int, before: int) -> None:
    """Have this day's run look at everything once more."""
    begin(connection, now, before)
    changes = {"before": before, "finished_at": 0}
    connection.execute(update(retention_runs).where(retention_runs.c.id == now // DAY).values(**changes))


def finish(connection: Connection, run: Run, now: int) -> None:
    """Write down that a day's run came to its end."""
    query = update(retention_runs).where(retention_runs.c.id == run.ran_at // DAY)
    connection.execute(query.values(finished_at=now))


def old_works(connection: Connection, before: int, after: int, most: int) -> Sequence[int]:
    """Works last touched before a moment, by number: the first few after one."""
    query = select(attempts.c.id).where(attempts.c.id > after, *_is_old(before))
    return connection.scalars(query.order_by(attempts.c.id).limit(most)).all()


def erase_works(connection: Connection, run: Run, works: Sequence[int]) -> None:
    """Remove works and all that hangs on them; not those that somebody is writing in, or just did."""
    table = attempts.c
    ours = select(table.id).where(table.id.in_(works)).with_for_update(skip_locked=True)
    free = connection.scalars(ours).all()
    gone = delete(attempts).where(table.id.in_(free), *_is_old(run.before))
    _count(connection, run, works=connection.execute(gone).rowcount)
    _erase_presences(connection, run.before)


def without_works(connection: Connection, after: int, most: int) -> Sequence[int]:
    """Learners of whom no work is left, by number: the first few after one."""
    query = select(learners.c.id).where(learners.c.id > after, _has_nothing())
    return connection.scalars(query.order_by(learners.c.id).limit(most)).all()


def erase_people(connection: Connection, run: Run, people: Sequence[int]) -> None:
    """Remove learners of whom no work is left; not those who begin at this moment."""
    table = learners.c
    ours = select(table.id).where(table.id.in_(people)).with_for_update(skip_locked=True)
    free = connection.scalars(ours).all()
    gone = delete(learners).where(table.id.in_(free), _has_nothing())
    _count(connection, run, people=connection.execute(gone).rowcount)


def erase_leftovers(connection: Connection, run: Run) -> None:
    """Remove what a class kept at links where nobody worked since, and rosters of then."""
    moments: tuple[tuple[Table, Column[int]], ...] = (
        (session_documents, session_documents.c.changed_at),
        (group_pictures, group_pictures.c.taken_at),
        (wall_marks, wall_marks.c.changed_at),
        (grade_holds, grade_holds.c.held_at),
        (meetings, meetings.c.opened_at),
    )
    _erase_presences(connection, run.before)
    for table, moment in moments:
        connection.execute(delete(table).where(moment < run.before, _is_deserted(table)))
    day = datetime.fromtimestamp(run.before, UTC).date().isoformat()
    connection.execute(delete(link_dates).where(link_dates.c.day < day, _is_deserted(link_dates)))
    course = group_moves.c.context_row
    worked_in = (
        select(attempts.c.id)
        .join(resource_links, resource_links.c.id == attempts.c.resource_link_row)
        .where(resource_links.c.context_row == course)
    )
    connection.execute(delete(group_moves).where(group_moves.c.taken_at < run.before, ~worked_in.exists()))
    _erase_drafts(connection, run.before)
    connection.execute(delete(rosters).where(rosters.c.fetched_at < run.before))
    attests.let_go_of_old(connection, run.before)


def courses_that_lose(connection: Connection, before: int) -> Sequence[int]:
    """The courses with an application that was ever handed in, of which work would go."""
    query = (
        select(course_units.c.context_row)
        .join(resource_links, resource_links.c.context_row == course_units.c.context_row)
        .join(attempts, attempts.c.resource_link_row == resource_links.c.id)
        .where(_was_handed_in(), *_is_old(before))
        .distinct()
    )
    return connection.scalars(query).all()


def count_old(connection: Connection, before: int) -> tuple[int, int]:
    """How many works would go, and of how many people nothing would be left."""
    works = connection.scalar(select(func.count()).select_from(attempts).where(*_is_old(before))) or 0
    stays = select(attempts.c.id).where(attempts.c.learner_row == learners.c.id, ~and_(*_is_old(before)))
    was_there = select(presences.c.at).where(
        presences.c.learner_row == learners.c.id, presences.c.at >= before
    )
    gone = (~stays.exists(), ~was_there.exists(), ~attests.has_one())
    people = select(func.count()).select_from(learners).where(*gone)
    return works, connection.scalar(people) or 0


def count_old_at(connection: Connection, link_row: int, before: int) -> int:
    """How many learners' works at one link were last touched before a moment."""
    table = attempts.c
    here = (table.resource_link_row == link_row, table.role == "learner", *_is_old(before))
    return connection.scalar(select(func.count()).select_from(attempts).where(*here)) or 0


def _is_old(before: int) -> tuple[ColumnElement[bool], ...]:
    """Nothing of a work happened since: its learner did nothing, and nobody did anything for them."""
    table = attempts.c
    return (
        table.created_at < before,
        func.coalesce(table.finished_at, 0) < before,
        table.touched_at < before,
        *(
            ~select(kept.c.attempt_row).where(kept.c.attempt_row == table.id, moment >= before).exists()
            for kept, moment in _MOMENTS
        ),
    )


_MOMENTS: tuple[tuple[Table, Column[Any]], ...] = (
    (answers, answers.c.changed_at),
    (replies, replies.c.changed_at),
    (contact_wishes, contact_wishes.c.changed_at),
    (asks, asks.c.answered_at),
    (assessments, assessments.c.changed_at),
    (verdicts, verdicts.c.changed_at),
)


def _has_nothing() -> ColumnElement[bool]:
    works = select(attempts.c.id).where(attempts.c.learner_row == learners.c.id)
    # Who was ticked on campus and never opened the module has no work.
    was_there = select(presences.c.at).where(presences.c.learner_row == learners.c.id)
    return and_(~works.exists(), ~was_there.exists(), ~attests.has_one())


def _erase_presences(connection: Connection, before: int) -> None:
    """Forget who was there before a moment, where they have no work that stays."""
    table = presences.c
    works = select(attempts.c.id).where(
        attempts.c.learner_row == table.learner_row, attempts.c.resource_link_row == table.resource_link_row
    )
    connection.execute(delete(presences).where(table.at < before, ~works.exists()))


def _erase_drafts(connection: Connection, before: int) -> None:
    """Forget applications of course units that nobody ever handed in, where nobody works any more."""
    table = course_units.c
    worked_in = (
        select(attempts.c.id)
        .join(resource_links, resource_links.c.id == attempts.c.resource_link_row)
        .where(resource_links.c.context_row == table.context_row)
    )
    draft = (~_was_handed_in(), table.changed_at < before)
    connection.execute(delete(course_units).where(*draft, ~worked_in.exists()))


def _was_handed_in() -> ColumnElement[bool]:
    """Whether the civic team has an application, or decided about it before it became a draft again."""
    table = course_units.c
    return or_(table.state != "draft", table.approved.is_not(None), table.note.is_not(None))


def _is_deserted(table: Table) -> ColumnElement[bool]:
    here = attempts.c.resource_link_row == table.c.resource_link_row
    return ~select(attempts.c.id).where(here).exists()


def _count(connection: Connection, run: Run, *, works: int = 0, people: int = 0) -> None:
    table = retention_runs.c
    query = update(retention_runs).where(table.id == run.ran_at // DAY)
    connection.execute(query.values(works=table.works + works, people=table.people + people))
