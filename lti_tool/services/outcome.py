"""What a course answered before and after: both pictures, and how many of the same people moved."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from lti_tool.rules import group_totals, outcome
from lti_tool.rules.group_sum import add
from lti_tool.rules.group_totals import Shown
from lti_tool.rules.outcome import Pair
from lti_tool.services.group_picture import Asked, Outcome, Picture, picture_of_all
from lti_tool.store import group_pictures
from lti_tool.store.db import Database
from lti_tool.store.group_pictures import KeptPicture
from modules.kit.module import Module
from modules.kit.totals import Compare, comparable, survey_questions, surveys

UNKNOWN = Shown(None, ())


@dataclass(frozen=True)
class Courses:
    """Where a module is laid beside an earlier one: in one course, or in each of several."""

    module: Module
    modules: Mapping[str, Module]
    context_rows: Sequence[int]


@dataclass(frozen=True)
class _Told:
    """One learner's answers, as a picture shows them."""

    attempt: int
    revision: int
    changed_at: int
    answers: group_totals.Answers


@dataclass(frozen=True)
class _Crowd:
    """A picture that is shown of a link, and who stands in it with the answers that it shows."""

    tally: group_totals.Tally
    people: Mapping[int, _Told]

    def chosen(self, question: str) -> Mapping[str, int]:
        """How many chose what; nothing of a question that the module got since."""
        counted = self.tally.questions.get(question)
        return counted.chosen if counted else {}


@dataclass(frozen=True)
class _Both:
    """Who stands in a picture of both times, for one question, and what these two pictures count.

    Attributes:
        revisions: Of both answers together, by the numbers of the attempts.
    """

    pairs: Sequence[Pair]
    revisions: Mapping[str, int]
    before: Mapping[str, int]
    after: Mapping[str, int]


def with_outcome(database: Database, picture: Picture, courses: Courses, now: int) -> Picture:
    """A picture in which each question that was asked before has what was answered then.

    Args:
        database: Where the answers are, and where what is shown is remembered.
        picture: Of the later module.
        courses: Whose earlier answers are laid beside it.
        now: Seconds since 1970.
    """
    compared = comparable(courses.module, courses.modules)
    if not compared or picture.taken_at is None:
        return picture
    before = {
        name: _before(database, courses, name, now) for name in {one.module for one in compared.values()}
    }
    moved = [_moves_of(database, context_row, courses, compared, now) for context_row in courses.context_rows]

    def beside(asked: Asked) -> Asked:
        compare = compared.get(asked.question.id)
        if compare is None:
            return asked
        earlier = [one.shown for one in before[compare.module].asked if one.question.id == compare.question]
        told = add(outcome.MOVES, [one.get(asked.question.id, UNKNOWN) for one in moved])
        return replace(asked, outcome=Outcome(earlier[0] if earlier else UNKNOWN, told))

    return replace(picture, asked=[beside(asked) for asked in picture.asked])


def _before(database: Database, courses: Courses, module_id: str, now: int) -> Picture:
    module = courses.modules[module_id]
    with database.read() as connection:
        links = _links(connection, module, courses.context_rows)
    return picture_of_all(database, links, module, now)


def _links(connection: Connection, module: Module, context_rows: Iterable[int]) -> list[int]:
    return [
        link_row
        for context_row in context_rows
        for link_row, _ in group_pictures.links_of(connection, module.id, context_row=context_row)
    ]


def _moves_of(
    database: Database, context_row: int, courses: Courses, compared: Mapping[str, Compare], now: int
) -> Mapping[str, Shown]:
    """What is shown of one course's moves, by question: as it was last, or anew where enough has changed."""
    with database.read() as connection:
        kept, found = _look(connection, context_row, courses, compared)
    if _is_new(kept, found):
        with database.write() as connection:
            group_pictures.lock_course(connection, context_row)
            kept, found = _look(connection, context_row, courses, compared)
            if _is_new(kept, found):  # nobody else was first
                kept = _taken(connection, context_row, courses.module, kept, found, now)
    tally = kept.tally if kept else {}
    return {name: outcome.shown(counted) for name, counted in tally.items() if counted}


def _look(
    connection: Connection, context_row: int, courses: Courses, compared: Mapping[str, Compare]
) -> tuple[KeptPicture | None, Mapping[str, _Both]]:
    kept = group_pictures.find_moves(connection, context_row, courses.module.id)
    found = {name: _both_times(connection, context_row, courses, one) for name, one in compared.items()}
    return kept, found


def _revisions(found: Mapping[str, _Both]) -> Mapping[str, int]:
    return {key: number for one in found.values() for key, number in one.revisions.items()}


def _is_new(kept: KeptPicture | None, found: Mapping[str, _Both]) -> bool:
    """Whether enough has changed to count anew, or nobody is left who was counted."""
    now = _revisions(found)
    return group_totals.may_be_shown(kept.revisions if kept else None, now) or (kept is not None and not now)


def _taken(  # noqa: PLR0913, PLR0917 (all that a picture is made of)
    connection: Connection,
    context_row: int,
    module: Module,
    kept: KeptPicture | None,
    found: Mapping[str, _Both],
    now: int,
) -> KeptPicture | None:
    revisions = _revisions(found)
    if not revisions:
        group_pictures.forget_moves(connection, context_row, module.id)
        return None
    known = survey_questions(module.steps)
    tally = {
        name: outcome.moved(known[name].choices, one.pairs, one.before, one.after, _leave_out)
        for name, one in found.items()
    }
    if kept is not None:
        differ = group_totals.changes(kept.revisions, revisions)
        if outcome.tells_who_moved(kept.tally, tally, differ):
            return kept
    new = KeptPicture(tally, revisions, now)
    group_pictures.keep_moves(connection, context_row, module.id, new)
    return new


def _both_times(connection: Connection, context_row: int, courses: Courses, compare: Compare) -> _Both:
    """Of a course's pictures of both times, the two with the most people in common.

    Only two: where pictures of several links overlap, what each tells of the others would add up.
    """
    earlier = _crowds(connection, context_row, courses.modules[compare.module])
    later = _crowds(connection, context_row, courses.module)
    found = [_in_both(one, other, compare) for one in earlier for other in later]
    return max(found, key=lambda one: len(one.pairs), default=_Both((), {}, {}, {}))


def _in_both(earlier: _Crowd, later: _Crowd, compare: Compare) -> _Both:
    pairs, revisions = [], {}
    for learner_row, after in later.people.items():
        before = earlier.people.get(learner_row)
        # What was changed after the end is no beginning any more.
        if before is None or before.changed_at > after.changed_at:
            continue
        first, second = before.answers.get(compare.question), after.answers.get(compare.of)
        if isinstance(first, str) and isinstance(second, str):
            pairs.append(Pair(first, second))
            revisions[f"{before.attempt}-{after.attempt}"] = before.revision + after.revision
    return _Both(pairs, revisions, earlier.chosen(compare.question), later.chosen(compare.of))


def _crowds(connection: Connection, context_row: int, module: Module) -> list[_Crowd]:
    found = []
    for link_row, _ in group_pictures.links_of(connection, module.id, context_row=context_row):
        kept = group_pictures.find(connection, link_row, module.id)
        if kept is not None:
            found.append(_crowd(connection, link_row, module, kept))
    return found


def _crowd(connection: Connection, link_row: int, module: Module, kept: KeptPicture) -> _Crowd:
    sets = group_pictures.of_link(connection, link_row, module.id, list(surveys(module)))
    return _Crowd(
        group_totals.read(kept.tally),
        {
            one.learner_row: _Told(
                one.attempt_row, one.revision, one.changed_at, group_totals.answers_of(module, one.values)
            )
            for one in sets
            # Only as the picture shows them.
            if kept.revisions.get(str(one.attempt_row)) == one.revision
        },
    )


def _leave_out(pairs: Sequence[Pair], surplus: int) -> Sequence[Pair]:
    # Not from a seed that somebody could try out.
    return secrets.SystemRandom().sample(pairs, len(pairs) - surplus)
