"""How far everybody at a link is with each exercise.

A state follows from an answer and from its module's rule, so it is worked out and not kept: a new version of
a module needs no second look at old work, and what a learner erases leaves no trace. What was worked out is
remembered while this process lives, until an answer of that attempt changes; to forget it costs a moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from sqlalchemy import Connection

from lti_tool.rules.class_progress import NOTHING, Progress, exercises_of, progress_of, required_of
from lti_tool.rules.keep_in_sight import Learner, Sign, sign_of
from lti_tool.services.class_roster import ClassOfLink, Seat, class_of
from lti_tool.services.remembered import Remembered
from lti_tool.store import class_progress, contact_wishes
from lti_tool.store.class_progress import AttemptAtLink
from lti_tool.store.contact_wishes import ContactWish
from lti_tool.store.roster import Place
from modules.kit.module import Activity, Module

_MOST_REMEMBERED = 20_000
"""Attempts; a few hundred bytes each."""


@dataclass(frozen=True)
class Person:
    """One learner of a class: where they are, and whether somebody should look after them.

    Attributes:
        done: How many of the exercises that count are done.
        sign: Why they should be kept in sight; None if there is no reason.
        wish: Whether they want to be contacted; None where they did not say.
    """

    seat: Seat
    progress: Progress
    done: int
    sign: Sign | None
    wish: ContactWish | None


@dataclass(frozen=True)
class ClassInSight:
    """A class with how far everybody is.

    Attributes:
        required: The exercises that count; all of them where none is required.
    """

    found: ClassOfLink
    exercises: Sequence[Activity]
    required: Sequence[Activity]
    people: Sequence[Person]


def class_in_sight(
    connection: Connection, place: Place, module: Module, now: int, silent_days: int
) -> ClassInSight:
    """Everybody of a link's class with how far they are, in the order of the roster."""
    found = class_of(connection, place, "", module.id, now)
    exercises = exercises_of(module)
    required = required_of(exercises)
    attempts = [seat.attempt for seat in found.seats if seat.attempt]
    progress = progress_at(connection, attempts, module)
    wishes = contact_wishes.of_link(connection, place.link_row)
    began = min((one.created_at for one in attempts), default=None)

    def person(seat: Seat) -> Person:
        how_far = progress.get(seat.user_id, NOTHING)
        done = how_far.done_of(required)
        everything = bool(required) and done == len(required)
        learner = Learner(seat.state == "done", seat.last_seen, how_far, everything)
        # Nobody has to answer a survey: where there is nothing else, nobody is asked why they don't.
        sign = sign_of(learner, now=now, class_began=began, silent_days=silent_days) if exercises else None
        return Person(_seen(seat, how_far, exercises), how_far, done, sign, wishes.get(seat.user_id))

    return ClassInSight(found, exercises, required, [person(seat) for seat in found.seats])


def class_at_work(connection: Connection, found: ClassOfLink, module: Module) -> ClassOfLink:
    """A class in which only exercises show that somebody is at work."""
    exercises = exercises_of(module)
    progress = progress_at(connection, [seat.attempt for seat in found.seats if seat.attempt], module)
    seats = [_seen(seat, progress.get(seat.user_id, NOTHING), exercises) for seat in found.seats]
    return replace(found, seats=seats)


def _seen(seat: Seat, how_far: Progress, exercises: Sequence[Activity]) -> Seat:
    # Who is at work and began no exercise asked a question or answered a survey: that is theirs alone.
    only_private = seat.state == "busy" and bool(exercises) and not how_far.begun
    return replace(seat, state="not-begun") if only_private else seat


_Key: TypeAlias = tuple[int, str, str, str | None, int]


_memory: Remembered[_Key, Progress] = Remembered(_MOST_REMEMBERED)
"""By attempt, module as it was, and revisions."""


def progress_at(
    connection: Connection, found: Sequence[AttemptAtLink], module: Module
) -> dict[str, Progress]:
    """How far each of these is, by the platform's id of the learner."""
    keys = {one.row: _key(one, module) for one in found}
    known = _memory.find(connection.engine, list(keys.values()))
    new = _worked_out(
        connection, [one for one in found if one.revisions and keys[one.row] not in known], module
    )
    fresh = {keys[row]: progress for row, progress in new.items()}
    _memory.keep(connection.engine, fresh)
    known |= fresh
    return {one.user_id: known.get(keys[one.row], NOTHING) for one in found}


def _worked_out(
    connection: Connection, found: Sequence[AttemptAtLink], module: Module
) -> dict[int, Progress]:
    exercises = exercises_of(module)
    rows = [one.row for one in found]
    return {row: progress_of(exercises, given) for row, given in class_progress.answers_of(connection, rows)}


def _key(one: AttemptAtLink, module: Module) -> _Key:
    return one.row, module.id, module.version, module.variant, one.revisions
