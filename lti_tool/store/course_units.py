"""The application of a course unit: one for each course, with a revision, so that nobody undoes another's."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, select, update

from lti_tool.store.civic_tables import course_units
from lti_tool.store.db import upsert
from lti_tool.store.inspection import Scope
from lti_tool.store.tables import attempts, contexts, deployments, resource_links


@dataclass(frozen=True)
class CourseUnit:
    """An application as it is kept. Moments in seconds since 1970.

    Attributes:
        document: What its coordinator wrote; `rules/course_unit.py` knows its parts.
        state: draft, submitted, approved or returned.
        decided_at: When it was last approved or returned; None before that, and as long as it is submitted.
        note: What the civic team last wrote back.
        approved: The document as it was last approved.
        counts: What there was of its students before their work went.
    """

    context_row: int
    document: dict[str, Any]
    state: str
    revision: int
    changed_at: int
    decided_at: int | None
    note: str | None
    approved: dict[str, Any] | None
    counts: dict[str, int]


@dataclass(frozen=True)
class Version:
    """An application as somebody saw it; revision 0: they saw that there was none."""

    context_row: int
    revision: int


@dataclass(frozen=True)
class Course:
    """A course of a platform with its application, if there is one.

    Attributes:
        place: The deployment, as the platform calls it.
        is_used: Whether learners opened a module of those asked for.
    """

    context_row: int
    title: str | None
    place: str
    is_used: bool
    unit: CourseUnit | None


_table = course_units.c
_COLUMNS = (
    _table.context_row,
    _table.document,
    _table.state,
    _table.revision,
    _table.changed_at,
    _table.decided_at,
    _table.note,
    _table.approved,
    _table.counts,
)


def find(connection: Connection, context_row: int) -> CourseUnit | None:
    """The application of a course, if there is one."""
    row = connection.execute(select(*_COLUMNS).where(_table.context_row == context_row)).one_or_none()
    return _unit(row) if row else None


def title_of(connection: Connection, context_row: int) -> str | None:
    """What the platform calls a course."""
    return connection.execute(select(contexts.c.title).where(contexts.c.id == context_row)).scalar()


def programmes_beside(connection: Connection, context_row: int) -> list[str]:
    """The programmes of approved applications at the same place: to write one's own in the same way."""
    here = contexts.alias("here")
    query = (
        select(_table.document)
        .join(contexts, contexts.c.id == _table.context_row)
        .join(here, here.c.deployment_row == contexts.c.deployment_row)
        .where(here.c.id == context_row, _table.state == "approved")
    )
    return sorted({json.loads(document)["programme"] for document in connection.scalars(query)})


def write(connection: Connection, seen: Version, document: Mapping[str, Any], state: str, now: int) -> bool:
    """Keep what a coordinator wrote, if nobody changed it since the version that they saw.

    Args:
        connection: A transaction that writes.
        seen: The version before.
        document: What is to be kept.
        state: draft or submitted.
        now: Seconds since 1970.

    Returns:
        Whether it is kept; False leaves what somebody else wrote.
    """
    values: dict[str, Any] = {"document": json.dumps(document), "state": state, "changed_at": now}
    if seen.revision == 0:
        new = upsert(connection, course_units).values(context_row=seen.context_row, revision=1, **values)
        return connection.scalar(new.on_conflict_do_nothing().returning(_table.revision)) is not None
    if state == "submitted":
        values["decided_at"] = None
    return _changed(connection, seen, values)


def decide(connection: Connection, seen: Version, state: str, note: str | None, now: int) -> bool:
    """Keep what the civic team decided, if the application is still the one that they read.

    Returns:
        Whether it is kept; False: somebody changed it meanwhile.
    """
    values: dict[str, Any] = {"state": state, "note": note, "decided_at": now}
    if state == "approved":
        values["approved"] = _table.document
    return _changed(connection, seen, values)


def keep_counts(connection: Connection, context_row: int, counts: Mapping[str, int]) -> None:
    """Keep what there is of a course's students, for when their work is gone."""
    query = update(course_units).where(_table.context_row == context_row)
    connection.execute(query.values(counts=json.dumps(counts)))


def courses_of(connection: Connection, scope: Scope, modules: Sequence[str]) -> list[Course]:
    """The courses of a platform with an application, or in which learners opened one of these modules."""
    used = exists(_used(modules))
    query = (
        select(contexts.c.id, contexts.c.title, deployments.c.deployment_id, used.label("used"), *_COLUMNS)
        .select_from(contexts)
        .join(deployments, deployments.c.id == contexts.c.deployment_row)
        .outerjoin(course_units, _table.context_row == contexts.c.id)
        .where(*_within(scope), (_table.context_row.is_not(None)) | used)
        .order_by(contexts.c.id)
    )
    return [_course(row) for row in connection.execute(query)]


def course_of(
    connection: Connection, scope: Scope, context_row: int, modules: Sequence[str]
) -> Course | None:
    """One of these courses; None for another platform's."""
    return next(
        (one for one in courses_of(connection, scope, modules) if one.context_row == context_row), None
    )


def _used(modules: Sequence[str]) -> Select[Any]:
    return (
        select(attempts.c.id)
        .join(resource_links, resource_links.c.id == attempts.c.resource_link_row)
        .where(resource_links.c.context_row == contexts.c.id)
        .where(attempts.c.module.in_(modules), attempts.c.role == "learner", attempts.c.graded)
        .correlate(contexts)
    )


def _within(scope: Scope) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        deployments.c.registration_id == scope.registration_id,
        # A place that was turned away shows nothing any more.
        deployments.c.approved,
    ]
    if scope.deployment_id is not None:
        found.append(deployments.c.deployment_id == scope.deployment_id)
    return found


def _changed(connection: Connection, seen: Version, values: Mapping[str, Any]) -> bool:
    here = (_table.context_row == seen.context_row, _table.revision == seen.revision)
    query = update(course_units).where(*here).values(revision=seen.revision + 1, **values)
    return connection.execute(query).rowcount > 0


def _course(row: Row[Any]) -> Course:
    unit = _unit(row) if row.context_row is not None else None
    return Course(row.id, row.title, row.deployment_id, bool(row.used), unit)


def _unit(row: Any) -> CourseUnit:
    approved = json.loads(row.approved) if row.approved else None
    counts = json.loads(row.counts) if row.counts else {}
    kept = {name: getattr(row, name) for name in ("state", "revision", "changed_at", "decided_at", "note")}
    return CourseUnit(row.context_row, json.loads(row.document), approved=approved, counts=counts, **kept)
