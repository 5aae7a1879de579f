"""A class on campus: a facilitator opens a meeting, learners say by its code that they are there.

Whoever can't is ticked by a facilitator, also afterwards. Presence is of a link, whichever meeting of it one
was at: a session that goes on after a break is one session. Where somebody is, and on which device, is never
asked.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from lti_tool.rules.presence import MOST_WRONG, WRONG_SECONDS, judge
from lti_tool.services.class_roster import class_of
from lti_tool.store import class_progress, presence, request_counts
from lti_tool.store.presence import Meeting, Present
from lti_tool.store.roster import Place
from modules.kit.module import Module

Outcome = Literal["here", "try-out", "old", "wrong", "closed", "too-many"]
"""What became of a code. `try-out`: it is right, and who typed it is nobody to count."""

_KIND = "presence"


@dataclass(frozen=True)
class Standing:
    """What a learner's page knows: the meeting that is open, and whether the learner is there already."""

    meeting: int | None
    present: Present | None


@dataclass(frozen=True)
class Attendee:
    """One learner of a class.

    Attributes:
        sub: The platform's id.
        name: As the platform gives it; None where it gives none.
        present: None for somebody of whom nobody said that they were there.
    """

    sub: str
    name: str | None
    present: Present | None


@dataclass(frozen=True)
class Attendance:
    """A class, and whether its platform should be asked again who is in it."""

    people: Sequence[Attendee]
    stale: bool

    @property
    def count(self) -> int:
        """How many are there."""
        return sum(one.present is not None for one in self.people)


def campus_steps(module: Module) -> list[str]:
    """The steps that are done where the class meets."""
    return [step.id for step in module.steps if step.campus]


def open_meeting(connection: Connection, link_row: int, now: int) -> Meeting:
    """Open a meeting, or join the one that is open."""
    return presence.begin(connection, link_row, secrets.token_hex(32), now)


def standing(connection: Connection, attempt_row: int, now: int) -> Standing:
    """What the page of an attempt shows."""
    place = presence.place_of(connection, attempt_row)
    meeting = presence.open_at(connection, place.link_row, now)
    present = presence.find(connection, place.link_row, place.learner_row) if place.counts else None
    return Standing(meeting.id if meeting else None, present)


def confirm(connection: Connection, attempt_row: int, typed: str, now: int) -> Outcome:
    """Note that a learner is there, if the code is that of the meeting that is open at their link.

    Args:
        connection: A transaction that writes, with the attempt locked: two tries at once are two.
        attempt_row: Whose page it is.
        typed: As the learner typed it.
        now: Seconds since 1970.
    """
    place = presence.place_of(connection, attempt_row)
    if place.counts and presence.find(connection, place.link_row, place.learner_row):
        return "here"
    meeting = presence.open_at(connection, place.link_row, now)
    if meeting is None:
        return "closed"
    minute = now // 60
    tries = request_counts.since(connection, _KIND, place.learner_row, minute - WRONG_SECONDS // 60 + 1)
    if tries >= MOST_WRONG:
        return "too-many"
    judged = judge(meeting.secret, typed, now)
    if judged != "right":
        request_counts.add(connection, _KIND, place.learner_row, minute, 1)
        return judged
    if not place.counts:
        return "try-out"
    presence.keep(connection, place.link_row, place.learner_row, "code", now)
    return "here"


def attendance(connection: Connection, place: Place, module: str, now: int) -> Attendance:
    """Everybody who belongs to a link: on the roster, at work there, or once noted as present."""
    found = class_of(connection, place, "", module, now)
    present = presence.of_link_by_sub(connection, place.link_row)
    names: dict[str, str | None] = {seat.user_id: seat.name for seat in found.seats}
    came = (one.user_id for one in class_progress.attempts_at(connection, place.link_row, module))
    for sub in (*came, *present):
        names.setdefault(sub, None)
    return Attendance([Attendee(sub, name, present.get(sub)) for sub, name in names.items()], found.stale)


def tick(connection: Connection, link_row: int, deployment_row: int, sub: str, now: int) -> Present:
    """Note that somebody of the class is there, who may never have opened the module."""
    learner_row = presence.learner_at(connection, deployment_row, sub)
    return presence.keep(connection, link_row, learner_row, "tick", now)
