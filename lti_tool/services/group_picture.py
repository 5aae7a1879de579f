"""A group's picture: what was shown last, or a new one where enough answers have come since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from lti_tool.rules import group_totals
from lti_tool.rules.group_totals import Answers, Shown, Tally
from lti_tool.store import group_pictures
from lti_tool.store.db import Database
from lti_tool.store.group_pictures import KeptPicture
from modules.kit.activity_types.survey import SurveyQuestion
from modules.kit.module import Module
from modules.kit.totals import Table, survey_questions, surveys


@dataclass(frozen=True)
class Asked:
    """A question and what may be told of its answers.

    Attributes:
        parted: Whether they would be told apart for parts of the group, where that tells of nobody.
        table: Which parts those are.
        parts: The answers of each part; none where it would tell of somebody.
    """

    question: SurveyQuestion
    shown: Shown
    parted: bool
    table: Table | None
    parts: Sequence[Shown]


@dataclass(frozen=True)
class Picture:
    """What a facilitator sees.

    Attributes:
        people: How many answers are in it; how many there are so far while there is no picture.
        waiting: How many learners' answers are new or changed since.
        taken_at: In seconds since 1970; None while there are too few answers for a picture.
    """

    people: int
    waiting: int
    taken_at: int | None
    asked: Sequence[Asked]


@dataclass(frozen=True)
class _Group:
    """The answers of a group as they are now, and the revision of each by the number of its attempt."""

    answers: Sequence[Answers]
    revisions: Mapping[str, int]


def picture_of(database: Database, link_row: int, whole: Module, shown: Module, now: int) -> Picture:
    """The picture of a link's group.

    Args:
        database: Where the answers are, and where a new picture is remembered: the next must differ enough.
        link_row: Our number of the link.
        whole: The module with all its steps.
        shown: The module with the steps that the link shows.
        now: Seconds since 1970.
    """
    with database.read() as connection:
        kept, group = _look(connection, link_row, whole)
    if group_totals.may_be_shown(kept.revisions if kept else None, group.revisions) or _is_over(kept, group):
        with database.write() as connection:
            group_pictures.lock(connection, link_row)
            kept, group = _look(connection, link_row, whole)
            kept = _taken(connection, link_row, whole, kept, group, now)
    if kept is None:
        return Picture(len(group.answers), 0, None, ())
    counted = group_totals.read(kept.tally)
    waiting = group_totals.changes(kept.revisions, group.revisions)
    return Picture(counted.people, waiting, kept.taken_at, _asked(shown, counted))


def _look(connection: Connection, link_row: int, module: Module) -> tuple[KeptPicture | None, _Group]:
    kept = group_pictures.find(connection, link_row, module.id)
    found = group_pictures.of_link(connection, link_row, module.id, list(surveys(module)))
    told = [(one, group_totals.answers_of(module, one.values)) for one in found]
    told = [(one, answers) for one, answers in told if answers]
    revisions = {str(one.attempt_row): one.revision for one, _ in told}
    return kept, _Group([answers for _, answers in told], revisions)


def _is_over(kept: KeptPicture | None, group: _Group) -> bool:
    """Whether nobody is left of whom a picture was shown."""
    return kept is not None and not group.answers


def _taken(  # noqa: PLR0913, PLR0917 (all that a picture is made of)
    connection: Connection, link_row: int, module: Module, kept: KeptPicture | None, group: _Group, now: int
) -> KeptPicture | None:
    if _is_over(kept, group):
        group_pictures.forget(connection, link_row, module.id)
        return None
    if not group_totals.may_be_shown(kept.revisions if kept else None, group.revisions):
        return kept  # somebody else was first
    counted = group_totals.written(group_totals.tally(module, group.answers))
    new = KeptPicture(counted, group.revisions, now)
    group_pictures.keep(connection, link_row, module.id, new)
    return new


def _asked(module: Module, counted: Tally) -> list[Asked]:
    questions = survey_questions(module.steps)
    return [
        _one(module, counted, question)
        for name, question in questions.items()
        # A module may have got questions since.
        if name in counted.questions
    ]


def _one(module: Module, counted: Tally, question: SurveyQuestion) -> Asked:
    shown = group_totals.show(question, counted.questions[question.id])
    known = survey_questions(module.steps)
    tables = [table for table in module.totals.tables if table.of == question.id] if module.totals else []
    tables = [table for table in tables if table.by in known] if shown.people is not None else []
    table = group_totals.table_to_show(tables, counted.parts)
    if table is None:
        return Asked(question, shown, parted=bool(tables), table=None, parts=())
    parts = group_totals.show_parts(question, counted.parts[group_totals.key_of(table)])
    return Asked(question, shown, parted=True, table=table, parts=parts)
