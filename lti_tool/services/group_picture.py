"""A group's picture: what was shown last, or a new one where enough answers have come since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from lti_tool.rules import group_totals
from lti_tool.rules.group_sum import add
from lti_tool.rules.group_totals import Answers, Shown, Tally
from lti_tool.store import group_pictures
from lti_tool.store.db import Database
from lti_tool.store.group_pictures import KeptPicture
from modules.kit.activity_types.survey import SurveyQuestion
from modules.kit.module import Module
from modules.kit.totals import Table, survey_questions, surveys


@dataclass(frozen=True)
class Outcome:
    """What the same people, or others of their course, answered before.

    Attributes:
        before: Of everybody of the course who answered then.
        moved: Of who answered both times, how many went up, stayed, or went down; no figures where that would
            tell of somebody.
    """

    before: Shown
    moved: Shown


@dataclass(frozen=True)
class Asked:
    """A question and what may be told of its answers.

    Attributes:
        parted: Whether they would be told apart for parts of the group, where that tells of nobody.
        table: Which parts those are.
        parts: The answers of each part; none where it would tell of somebody.
        outcome: What was answered before, where the question was asked before.
    """

    question: SurveyQuestion
    shown: Shown
    parted: bool = False
    table: Table | None = None
    parts: Sequence[Shown] = ()
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Picture:
    """What is seen of a group, or of several.

    Attributes:
        people: How many answers are in it; how many there are so far while there is no picture.
        waiting: How many learners' answers are new or changed since.
        taken_at: In seconds since 1970; None while there are too few answers for a picture.
        since: When the oldest of several was taken.
        groups: How many groups are in it.
        small: How many people answered in groups that are too small to be in it.
    """

    people: int
    waiting: int
    taken_at: int | None
    asked: Sequence[Asked]
    since: int | None = None
    groups: int = 1
    small: int = 0


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
    return Picture(counted.people, waiting, kept.taken_at, _asked(shown, counted), since=kept.taken_at)


def picture_of_all(database: Database, link_rows: Sequence[int], module: Module, now: int) -> Picture:
    """The pictures of several links as one. A link that has none of its own is not in it."""
    found = [picture_of(database, link_row, module, module, now) for link_row in link_rows]
    taken = [one for one in found if one.taken_at is not None]
    small = sum(one.people for one in found if one.taken_at is None)
    if len(taken) == 1:
        return replace(taken[0], small=small)
    if not taken:
        return Picture(max((one.people for one in found), default=0), 0, None, (), groups=0, small=small)
    times = [one.taken_at or 0 for one in taken]
    return Picture(
        people=sum(one.people for one in taken),
        waiting=sum(one.waiting for one in taken),
        taken_at=max(times),
        since=min(times),
        asked=[
            Asked(question, add(question.choices, [_shown(one, name) for one in taken]))
            for name, question in survey_questions(module.steps).items()
        ],
        groups=len(taken),
        small=small,
    )


def _shown(picture: Picture, question: str) -> Shown:
    return next((one.shown for one in picture.asked if one.question.id == question), Shown(None, ()))


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
    counted = group_totals.tally(module, group.answers)
    if kept is not None:
        differ = group_totals.changes(kept.revisions, group.revisions)
        before = group_totals.read(kept.tally)
        if group_totals.tells_who_came(before, counted, differ):
            return kept
        counted = replace(counted, parts=group_totals.parts_to_show(before, counted))
    new = KeptPicture(group_totals.written(counted), group.revisions, now)
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
    if table is None or not group_totals.adds_up(
        counted.parts[group_totals.key_of(table)], counted.questions[question.id]
    ):
        return Asked(question, shown, parted=bool(tables))
    parts = group_totals.show_parts(question, counted.parts[group_totals.key_of(table)])
    # The choices by which it was parted may have changed since.
    if any(
        name not in {*known[table.by].choices, group_totals.NO_ANSWER} for one in parts for name in one.part
    ):
        parts = ()
    return Asked(question, shown, parted=True, table=table if parts else None, parts=parts)
