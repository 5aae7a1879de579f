"""What the learners of one course left behind of one module, at all its links there.

One statement for each kind of thing, whatever the number of learners and links. Answers are read whoever may
see them: a number is made of them, and nothing else goes on.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from lti_tool.store.civic_tables import presences, verdicts
from lti_tool.store.tables import answers, attempts, learners, resource_links
from modules.kit.answers import Answer

_NAMED = 200
"""Databases limit what one statement may name; of more attempts all answers at their links are read."""


@dataclass(frozen=True)
class LinkOfCourse:
    """A link at which the module was opened, and which variant of it the link shows, as far as it says so."""

    row: int
    variant: str | None


@dataclass(frozen=True)
class Work:
    """A learner's attempt. `revisions` is another number as soon as one of its answers changed."""

    row: int
    link_row: int
    learner_row: int
    sub: str
    finished_at: int | None
    revisions: int


@dataclass(frozen=True)
class WasThere:
    """That a learner was present where a link's class met, and since when."""

    link_row: int
    learner_row: int
    sub: str
    at: int


@dataclass(frozen=True)
class ReleasedVerdict:
    """What assessors gave a learner's work, as its learner sees it."""

    attempt_row: int
    verdict: dict[str, Any]
    at: int


@dataclass(frozen=True)
class SharedAnswer:
    """An answer that its learner shared with facilitators, or with the class."""

    learner_row: int
    activity: str
    answer: Answer


def links_of(connection: Connection, attempt_row: int, module: str) -> Sequence[LinkOfCourse]:
    """The links of a module in the course of this attempt, oldest first; without a course, its own."""
    table = resource_links.c
    own = select(resource_links).join(attempts).where(attempts.c.id == attempt_row).subquery()
    opened = select(attempts.c.resource_link_row).where(attempts.c.module == module)
    query = (
        select(table.id, table.variant)
        .join(own, or_(table.id == own.c.id, table.context_row == own.c.context_row))
        .where(table.id.in_(opened))
        .order_by(table.id)
    )
    return [LinkOfCourse(*row) for row in connection.execute(query)]


def work_at(
    connection: Connection, links: Collection[int], module: str, only: int | None = None
) -> Sequence[Work]:
    """Every learner's attempt at these links, oldest first; nobody's try-out. With `only`, this learner's."""
    query = (
        select(
            attempts.c.id,
            attempts.c.resource_link_row,
            attempts.c.learner_row,
            learners.c.sub,
            attempts.c.finished_at,
            func.coalesce(func.sum(answers.c.revision), 0),
        )
        .select_from(attempts)
        .join(learners)
        .outerjoin(answers)
        .where(*_of_learners(links, module, only))
        .group_by(attempts.c.id, learners.c.sub)
        .order_by(attempts.c.id)
    )
    return [Work(*row) for row in connection.execute(query)]


def presences_at(
    connection: Connection, links: Collection[int], only: int | None = None
) -> Sequence[WasThere]:
    """Who was there at these links, also who never opened them. With `only`, whether this learner was."""
    table = presences.c
    query = (
        select(table.resource_link_row, table.learner_row, learners.c.sub, table.at)
        .join(learners)
        .where(table.resource_link_row.in_(links))
        .order_by(table.at, table.learner_row)
    )
    if only is not None:
        query = query.where(table.learner_row == only)
    return [WasThere(*row) for row in connection.execute(query)]


def released_at(
    connection: Connection, links: Collection[int], module: str, only: int | None = None
) -> Sequence[ReleasedVerdict]:
    """The verdicts that learners were given at these links. With `only`, this learner."""
    table = verdicts.c
    query = (
        select(table.attempt_row, table.released, table.released_at)
        .join(attempts)
        .where(*_of_learners(links, module, only), table.released.is_not(None))
    )
    return [
        ReleasedVerdict(row.attempt_row, json.loads(row.released), row.released_at)
        for row in connection.execute(query)
    ]


def answers_at(
    connection: Connection, links: Collection[int], module: str, wanted: Collection[int]
) -> Iterator[tuple[int, dict[str, Answer]]]:
    """The answers of these attempts by activity; attempts without any are left out."""
    table = answers.c
    query: Select[Any] = (
        select(table.attempt_row, table.activity, table.value, table.how)
        .join(attempts)
        .where(*_of_learners(links, module))
        .order_by(table.attempt_row)
    )
    if len(wanted) <= _NAMED:
        query = query.where(table.attempt_row.in_(wanted))
    found: dict[str, Answer] = {}
    of: int | None = None
    for row in connection.execute(query):
        if of is not None and row.attempt_row != of:
            yield of, found
            found = {}
        of = row.attempt_row
        found[row.activity] = Answer(json.loads(row.value), row.how)
    if of is not None:
        yield of, found


def shared_at(
    connection: Connection, links: Collection[int], module: str, activities: Collection[str]
) -> Sequence[SharedAnswer]:
    """What learners shared of these activities at these links; what was changed last comes last."""
    table = answers.c
    query = (
        select(attempts.c.learner_row, table.activity, table.value, table.how)
        .select_from(answers)
        .join(attempts)
        .where(*_of_learners(links, module), table.activity.in_(activities))
        .where(table.audience.in_(("facilitator", "class")))
        .order_by(table.changed_at, table.attempt_row)
    )
    return [
        SharedAnswer(row.learner_row, row.activity, Answer(json.loads(row.value), row.how))
        for row in connection.execute(query)
    ]


def _of_learners(links: Collection[int], module: str, only: int | None = None) -> list[Any]:
    return [
        *([] if only is None else [attempts.c.learner_row == only]),
        attempts.c.resource_link_row.in_(links),
        attempts.c.module == module,
        attempts.c.role == "learner",
        attempts.c.graded,
    ]
