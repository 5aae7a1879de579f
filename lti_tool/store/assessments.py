"""What assessors think of handed-in work, and the verdicts that learners were given.

An assessment has a revision, and so has a verdict: who saves says which one they saw. A verdict is written
while its attempt is locked, so that of several who release at once one does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select, update

from lti_tool.rules.assessment import Agreed, Assessment, Mark, Sheet
from lti_tool.rules.verdict import KeptAssessing, KeptVerdict
from lti_tool.store.civic_tables import assessments, verdicts
from lti_tool.store.db import upsert
from lti_tool.store.tables import answers, attempts, learners

_SHARED = ("facilitator", "class")


@dataclass(frozen=True)
class Work:
    """One learner's work at a link; handed in where it is finished. Moments in seconds since 1970."""

    attempt_row: int
    sub: str
    finished_at: int | None


@dataclass(frozen=True)
class Verdict:
    """What the assessors of a learner's work chose together, and what the learner was given.

    Attributes:
        released: As `rules.assessment.to_release` makes it; None before the first time.
        seen_at: When the learner saw it; 0: not yet.
    """

    agreed: Agreed | None
    revision: int
    changed_at: int
    released: Mapping[str, Any] | None
    released_at: int | None
    seen_at: int


def works_at(connection: Connection, link_row: int, module: str) -> Sequence[Work]:
    """Every learner's work on a module at a link: what was handed in first, first."""
    query = _works(link_row, module).order_by(
        attempts.c.finished_at.is_(None), attempts.c.finished_at, attempts.c.id
    )
    return [Work(*row) for row in connection.execute(query)]


def work_at(connection: Connection, link_row: int, module: str, attempt_row: int) -> Work | None:
    """One learner's work at a link, if it is there; with another link's number nothing is found."""
    row = connection.execute(_works(link_row, module).where(attempts.c.id == attempt_row)).one_or_none()
    return Work(*row) if row else None


def assessor_of(connection: Connection, attempt_row: int) -> int:
    """Our number of whoever has an attempt open."""
    return int(
        connection.execute(select(attempts.c.learner_row).where(attempts.c.id == attempt_row)).scalar_one()
    )


def at_link(connection: Connection, link_row: int, module: str) -> Mapping[int, list[Assessment]]:
    """All assessments of the works at a link, by attempt."""
    works = _works(link_row, module).with_only_columns(attempts.c.id)
    found: dict[int, list[Assessment]] = {}
    query = _ASSESSMENT.where(assessments.c.attempt_row.in_(works)).order_by(assessments.c.id)
    for row in connection.execute(query):
        found.setdefault(row.attempt_row, []).append(_assessment(row))
    return found


def of_attempt(connection: Connection, attempt_row: int) -> list[Assessment]:
    """All assessments of one work, oldest first."""
    query = _ASSESSMENT.where(assessments.c.attempt_row == attempt_row).order_by(assessments.c.id)
    return [_assessment(row) for row in connection.execute(query)]


def any_at(connection: Connection, link_row: int, module: str) -> bool:
    """Whether any work at a link was assessed, be it in a draft."""
    works = _works(link_row, module).with_only_columns(attempts.c.id)
    query = select(assessments.c.id).where(assessments.c.attempt_row.in_(works)).limit(1)
    return connection.scalar(query) is not None


def write(  # noqa: PLR0913 (all but the first three have a name)
    connection: Connection,
    attempt_row: int,
    assessor_row: int,
    *,
    sheet: Sheet,
    work: Mapping[str, int],
    done: bool,
    was: int,
    now: int,
) -> bool:
    """Keep what an assessor thinks, if they did not save since the revision that they saw.

    Args:
        connection: A transaction that writes.
        attempt_row: Of the learner.
        assessor_row: Whose assessment it is.
        sheet: Levels and comments.
        work: The revisions of the answers that lay before the assessor.
        done: Whether the assessor is ready.
        was: The revision seen; 0 where there was none.
        now: Seconds since 1970.

    Returns:
        Whether it is kept; False leaves what was saved elsewhere.
    """
    table = assessments.c
    values = {
        "scores": _dump(sheet.marks),
        "comment": sheet.comment,
        "work": json.dumps(dict(work)),
        "changed_at": now,
        "done_at": now if done else None,
    }
    if was:
        here = (table.attempt_row == attempt_row, table.assessor_row == assessor_row, table.revision == was)
        change = update(assessments).where(*here).values(revision=was + 1, **values)
        return connection.scalar(change.returning(table.id)) is not None
    new = upsert(connection, assessments).values(
        attempt_row=attempt_row, assessor_row=assessor_row, revision=1, **values
    )
    return connection.scalar(new.on_conflict_do_nothing().returning(table.id)) is not None


def verdicts_at(connection: Connection, link_row: int, module: str) -> Mapping[int, Verdict]:
    """The verdicts on the works at a link, by attempt."""
    works = _works(link_row, module).with_only_columns(attempts.c.id)
    rows = connection.execute(_VERDICT.where(verdicts.c.attempt_row.in_(works)))
    return {row.attempt_row: _verdict(row) for row in rows}


def verdict_of(connection: Connection, attempt_row: int) -> Verdict | None:
    """The verdict on one work, as far as there is one."""
    row = connection.execute(_VERDICT.where(verdicts.c.attempt_row == attempt_row)).one_or_none()
    return _verdict(row) if row else None


def keep_agreed(connection: Connection, attempt_row: int, agreed: Agreed, now: int) -> None:
    """Keep what was chosen together, in a transaction that has the attempt locked."""
    document = {"marks": json.loads(_dump(agreed.sheet.marks)), "of": dict(agreed.of)}
    _put(connection, attempt_row, now, agreed=json.dumps(document), comment=agreed.sheet.comment)


def keep_released(connection: Connection, attempt_row: int, released: Mapping[str, Any], now: int) -> None:
    """Give the learner a verdict, in place of an earlier one; the attempt is locked."""
    _put(connection, attempt_row, now, released=json.dumps(released), released_at=now, seen_at=0)


def mark_seen(connection: Connection, attempt_row: int, revision: int, now: int) -> None:
    """Note that the learner saw a verdict; one that was released meanwhile is still new."""
    table = verdicts.c
    here = (table.attempt_row == attempt_row, table.revision == revision, table.seen_at == 0)
    connection.execute(update(verdicts).where(*here, table.released_at.is_not(None)).values(seen_at=now))


def work_revisions(
    connection: Connection, attempt_rows: Sequence[int], activities: Sequence[str]
) -> Mapping[int, Mapping[str, int]]:
    """The revisions of what is handed in and shared now, by attempt and activity."""
    table = answers.c
    found: dict[int, dict[str, int]] = {}
    for start in range(0, len(attempt_rows), 500):
        some = table.attempt_row.in_(attempt_rows[start : start + 500])
        query = select(table.attempt_row, table.activity, table.revision).where(
            some, table.activity.in_(activities), table.audience.in_(_SHARED)
        )
        for attempt_row, activity, revision in connection.execute(query):
            found.setdefault(attempt_row, {})[activity] = revision
    return found


def share(connection: Connection, attempt_row: int, activities: Sequence[str], now: int) -> None:
    """Let assessors read what is handed in, as far as nobody but its learner could."""
    if not activities:
        return
    table = answers.c
    here = and_(table.attempt_row == attempt_row, table.activity.in_(activities), table.audience == "learner")
    changes = {"audience": "facilitator", "revision": table.revision + 1, "changed_at": now}
    connection.execute(update(answers).where(here).values(**changes))


def kept_about(connection: Connection, attempt_row: int) -> KeptVerdict | None:
    """What is kept of the judging of a work; None where nobody began."""
    table = assessments.c
    query = select(func.count(), func.max(table.changed_at)).where(table.attempt_row == attempt_row)
    begun, changed_at = connection.execute(query).one()
    verdict = verdict_of(connection, attempt_row)
    if verdict is None:
        return KeptVerdict(begun, None, None, 0, changed_at) if begun else None
    last = max(changed_at or 0, verdict.changed_at)
    return KeptVerdict(begun, verdict.released, verdict.released_at, verdict.seen_at, last)


def kept_by(connection: Connection, learner_rows: Sequence[int]) -> Sequence[KeptAssessing]:
    """The assessments that somebody wrote, oldest first."""
    query = (
        select(attempts.c.module, assessments.c.changed_at, assessments.c.done_at)
        .select_from(assessments)
        .join(attempts, attempts.c.id == assessments.c.attempt_row)
        .where(assessments.c.assessor_row.in_(learner_rows))
        .order_by(assessments.c.id)
    )
    return [KeptAssessing(*row) for row in connection.execute(query)]


_ASSESSMENT = select(
    assessments.c.id,
    assessments.c.attempt_row,
    assessments.c.assessor_row,
    assessments.c.scores,
    assessments.c.comment,
    assessments.c.work,
    assessments.c.revision,
    assessments.c.changed_at,
    assessments.c.done_at,
)
_VERDICT = select(
    verdicts.c.attempt_row,
    verdicts.c.agreed,
    verdicts.c.comment,
    verdicts.c.revision,
    verdicts.c.changed_at,
    verdicts.c.released,
    verdicts.c.released_at,
    verdicts.c.seen_at,
)


def _put(connection: Connection, attempt_row: int, now: int, **values: Any) -> None:
    fresh = {"agreed": "null", "comment": "", **values}
    new = upsert(connection, verdicts).values(
        attempt_row=attempt_row, revision=1, changed_at=now, **{"seen_at": 0, **fresh}
    )
    changes = {"revision": verdicts.c.revision + 1, "changed_at": now, **values}
    connection.execute(new.on_conflict_do_update(index_elements=["attempt_row"], set_=changes))


def _works(link_row: int, module: str) -> Select[Any]:
    table = attempts.c
    return (
        select(table.id, learners.c.sub, table.finished_at)
        .select_from(attempts)
        .join(learners, learners.c.id == table.learner_row)
        .where(*_is_learners(link_row, module))
    )


def _is_learners(link_row: int, module: str) -> tuple[ColumnElement[bool], ...]:
    table = attempts.c
    return (
        table.resource_link_row == link_row,
        table.module == module,
        table.role == "learner",
        table.graded,
    )


def _assessment(row: Any) -> Assessment:
    return Assessment(
        row.id,
        row.assessor_row,
        Sheet(_marks(json.loads(row.scores)), row.comment),
        json.loads(row.work),
        row.revision,
        row.changed_at,
        row.done_at is not None,
    )


def _verdict(row: Any) -> Verdict:
    document = json.loads(row.agreed)
    agreed = None
    if document:
        of = {int(number): revision for number, revision in document["of"].items()}
        agreed = Agreed(Sheet(_marks(document["marks"]), row.comment), of)
    released = json.loads(row.released) if row.released else None
    return Verdict(agreed, row.revision, row.changed_at, released, row.released_at, row.seen_at)


def _marks(document: Mapping[str, Any]) -> dict[str, Mark]:
    return {name: Mark(one["level"], one["comment"]) for name, one in document.items()}


def _dump(marks: Mapping[str, Mark]) -> str:
    return json.dumps({name: {"level": one.level, "comment": one.comment} for name, one in marks.items()})
