"""Everything that is kept of one person: to count, to hand over, to erase."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, case, delete, func, select, update

from lti_tool.rules.own_data import (
    Kept,
    KeptAnswer,
    KeptAsk,
    KeptGrade,
    KeptPlace,
    KeptPresence,
    KeptRecording,
    KeptReply,
    KeptWish,
    KeptWork,
)
from lti_tool.store import assessments, uploads
from lti_tool.store import attests as attest_store
from lti_tool.store import score_outbox as outbox
from lti_tool.store.carried import same_person
from lti_tool.store.civic_tables import presences
from lti_tool.store.tables import (
    answers,
    asks,
    attempts,
    contact_wishes,
    contexts,
    deployments,
    learners,
    left_behind,
    replies,
    resource_links,
    roster_members,
    roster_names,
    rosters,
    score_outbox,
)
from modules.kit.answers import Answer


@dataclass(frozen=True)
class Person:
    """Somebody, by the platform's id, at one of the platform's places or at several."""

    user_id: str
    deployment_rows: tuple[int, ...]
    learner_rows: tuple[int, ...]


@dataclass(frozen=True)
class Figures:
    """How much is kept; of one person, or of a whole tenant."""

    people: int
    works: int
    answers: int
    shared: int


def is_approved(connection: Connection, deployment_row: int) -> bool:
    """Whether a deployment still may launch."""
    query = select(deployments.c.id).where(deployments.c.id == deployment_row, deployments.c.approved)
    return connection.scalar(query) is not None


def person_at(connection: Connection, deployment_row: int, user_id: str) -> Person:
    """Somebody at one place of a platform; of whom nothing may be kept."""
    table = learners.c
    query = select(table.id).where(table.deployment_row == deployment_row, table.sub == user_id)
    return Person(user_id, (deployment_row,), tuple(connection.scalars(query)))


def person_of(connection: Connection, attempt_row: int) -> Person | None:
    """Whoever made an attempt, at all places of the platform that may launch; None if it is gone."""
    table = learners.c
    query = select(table.id, table.deployment_row, table.sub).where(table.id.in_(same_person(attempt_row)))
    found = connection.execute(query.order_by(table.id)).all()
    if not found:
        return None
    return Person(found[0].sub, *(tuple(row[column] for row in found) for column in (1, 0)))


def figures(connection: Connection, deployment_row: int, user_id: str | None = None) -> Figures:
    """How much is kept of a person, or of everybody in a tenant."""
    shared = func.count(case((answers.c.audience.in_(("facilitator", "class")), 1)))
    people, works = func.count(learners.c.id.distinct()), func.count(attempts.c.id.distinct())
    query = (
        select(people, works, func.count(answers.c.activity), shared)
        .select_from(attempts)
        .join(learners)
        .outerjoin(answers)
        .where(learners.c.deployment_row == deployment_row)
    )
    if user_id is not None:
        query = query.where(learners.c.sub == user_id)
    row = connection.execute(query).one()
    return Figures(*row)


def everything(connection: Connection, person: Person) -> Kept:
    """All that is kept of a person, works in the order in which they were begun."""
    table = attempts.c
    query = (
        select(
            table.id,
            table.module,
            table.role,
            contexts.c.title.label("course"),
            resource_links.c.title.label("link"),
            table.position,
            table.created_at,
            table.finished_at,
            table.touched_at,
        )
        .select_from(attempts)
        .join(resource_links, resource_links.c.id == table.resource_link_row)
        .outerjoin(contexts, contexts.c.id == resource_links.c.context_row)
        .where(table.learner_row.in_(person.learner_rows))
        .order_by(table.created_at, table.id)
    )
    works = [
        KeptWork(
            *row,
            answers=_answers(connection, row.id),
            replies=_replies(connection, row.id),
            asks=_asks(connection, row.id),
            wish=_wish(connection, row.id),
            grade=_grade(connection, row.id),
            recordings=_recordings(connection, row.id),
            verdict=assessments.kept_about(connection, row.id),
        )
        for row in connection.execute(query).all()
    ]
    names = select(left_behind.c.name).where(left_behind.c.learner_row.in_(person.learner_rows))
    return Kept(
        person.user_id,
        works,
        connection.scalars(names.distinct().order_by(left_behind.c.name)).all(),
        _places(connection, person),
        _presences(connection, person),
        attest_store.kept_of(connection, person.learner_rows),
        assessments.kept_by(connection, person.learner_rows),
    )


def erase(connection: Connection, person: Person) -> None:
    """Remove all that is kept of a person. Their numbers are given to nobody else."""
    courses = select(contexts.c.id).where(contexts.c.deployment_row.in_(person.deployment_rows))
    here = select(rosters.c.id).where(rosters.c.context_row.in_(courses))
    member = roster_members.c
    connection.execute(
        delete(roster_members).where(member.roster_row.in_(here), member.user_id == person.user_id)
    )
    # Works first: who writes in one at this moment has it locked, and is waited for.
    connection.execute(delete(attempts).where(attempts.c.learner_row.in_(person.learner_rows)))
    attest_store.let_go(connection, person.learner_rows)
    connection.execute(delete(learners).where(learners.c.id.in_(person.learner_rows)))


def erase_work(connection: Connection, person: Person, attempt_row: int) -> bool:
    """Remove one work of a person. Says whether it was there."""
    table = attempts.c
    mine = table.learner_row.in_(person.learner_rows)
    gone = delete(attempts).where(table.id == attempt_row, mine)
    row = connection.execute(gone.returning(table.module, table.resource_link_row)).one_or_none()
    if row is None:
        return False
    module = row.module
    there = presences.c
    at_link = there.resource_link_row == row.resource_link_row
    connection.execute(delete(presences).where(at_link, there.learner_row.in_(person.learner_rows)))
    others = select(table.id).where(mine, table.module == module)
    if connection.scalar(others.limit(1)) is None:
        # Nothing of this module is left that could go along or be left behind.
        left = left_behind.c
        of_module = left.name.startswith(f"{module}/", autoescape=True)
        connection.execute(delete(left_behind).where(left.learner_row.in_(person.learner_rows), of_module))
    return True


def stop_sharing(connection: Connection, person: Person, attempt_row: int, activity: str, now: int) -> bool:
    """Let nobody else read an answer any more. Says whether it was shared.

    Its revision goes up: a page that is open elsewhere can't share it again without asking.
    """
    mine = select(attempts.c.id).where(
        attempts.c.id == attempt_row, attempts.c.learner_row.in_(person.learner_rows)
    )
    table = answers.c
    query = update(answers).where(
        table.attempt_row.in_(mine), table.activity == activity, table.audience != "learner"
    )
    changes = {"audience": "learner", "revision": table.revision + 1, "changed_at": now}
    if connection.execute(query.values(**changes)).rowcount == 0:
        return False
    uploads.let_go(connection, attempt_row, activity)
    return True


def own_attempt(connection: Connection, person: Person) -> tuple[int, int] | None:
    """The number of any work of a person as a learner, and of its place."""
    query = (
        select(attempts.c.id, learners.c.deployment_row)
        .join(learners)
        .where(attempts.c.learner_row.in_(person.learner_rows), attempts.c.role == "learner")
        .order_by(attempts.c.id.desc())
    )
    row = connection.execute(query.limit(1)).one_or_none()
    return (row.id, row.deployment_row) if row else None


def _answers(connection: Connection, attempt_row: int) -> Sequence[KeptAnswer]:
    table = answers.c
    query = select(
        table.activity, table.value, table.how, table.audience, table.revision, table.changed_at
    ).where(table.attempt_row == attempt_row)
    return [
        KeptAnswer(
            row.activity,
            Answer(json.loads(row.value), row.how, row.audience, row.revision),
            row.changed_at,
        )
        for row in connection.execute(query.order_by(table.activity))
    ]


def _replies(connection: Connection, attempt_row: int) -> Sequence[KeptReply]:
    table = replies.c
    query = select(table.activity, table.text, table.changed_at, table.seen_at)
    rows = connection.execute(query.where(table.attempt_row == attempt_row).order_by(table.activity))
    return [KeptReply(*row) for row in rows]


def _asks(connection: Connection, attempt_row: int) -> Sequence[KeptAsk]:
    table = asks.c
    query = select(table.activity, table.person, table.expires_at, table.answered_at, table.answer)
    rows = connection.execute(query.where(table.attempt_row == attempt_row).order_by(*asks.primary_key))
    return [KeptAsk(*row[:4], json.loads(row.answer) if row.answer else None) for row in rows]


def _wish(connection: Connection, attempt_row: int) -> KeptWish | None:
    table = contact_wishes.c
    query = select(table.wish, table.how, table.changed_at).where(table.attempt_row == attempt_row)
    row: Any = connection.execute(query).one_or_none()
    return KeptWish(*row) if row else None


def _recordings(connection: Connection, attempt_row: int) -> Sequence[KeptRecording]:
    found = uploads.of_attempt(connection, attempt_row).values()
    return [KeptRecording(one.activity, one.media_type, one.size, one.here_at) for one in found]


def _grade(connection: Connection, attempt_row: int) -> KeptGrade | None:
    table = score_outbox.c
    query = select(
        table.score, table.state, table.reason, table.comment, table.submitted_at, table.settled_at
    )
    row: Any = connection.execute(query.where(table.attempt_row == attempt_row)).one_or_none()
    standing = outbox.standing(connection, attempt_row)
    held = standing is not None and standing.held
    return KeptGrade(**row._mapping, held=held) if row else None


def _places(connection: Connection, person: Person) -> Sequence[KeptPlace]:
    query = (
        select(contexts.c.title, roster_members.c.role, roster_members.c.active, roster_names.c.name)
        .select_from(roster_members)
        .join(rosters)
        .join(contexts)
        .outerjoin(roster_names)
        .where(contexts.c.deployment_row.in_(person.deployment_rows))
        .where(roster_members.c.user_id == person.user_id)
    )
    return [KeptPlace(*row) for row in connection.execute(query.order_by(roster_members.c.id))]


def _presences(connection: Connection, person: Person) -> Sequence[KeptPresence]:
    table = presences.c
    query = (
        select(contexts.c.title, resource_links.c.title, table.how, table.at)
        .select_from(presences)
        .join(resource_links, resource_links.c.id == table.resource_link_row)
        .outerjoin(contexts, contexts.c.id == resource_links.c.context_row)
        .where(table.learner_row.in_(person.learner_rows))
        .order_by(table.at, table.resource_link_row)
    )
    return [KeptPresence(*row) for row in connection.execute(query)]
