"""The class of a link: who is in it and how far each is, from the platform's roster or from who came.

Says of nobody what they answered.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from lti_tool.errors import ServiceError
from lti_tool.protocol.claims import NRPS_MEDIA_TYPE, SCOPE_MEMBERSHIPS
from lti_tool.protocol.registration import Registration
from lti_tool.protocol.roster import Member, fetch_roster
from lti_tool.protocol.service import Answer
from lti_tool.services.calls import Request, ServiceCalls
from lti_tool.store import class_progress, roster
from lti_tool.store.class_progress import AttemptAtLink
from lti_tool.store.roster import KeptRoster, Place

log = logging.getLogger(__name__)
FRESH_SECONDS = 3600
_WAIT_AFTER_FAILURE = 300
_WAIT_AFTER_REFUSAL = 24 * 3600

State = Literal["not-begun", "busy", "done"]


@dataclass(frozen=True)
class Seat:
    """One learner of a class.

    Attributes:
        user_id: The platform's.
        name: As the platform gives it; None where it gives none.
        number: For those without a name: "Learner 1" and so on.
        last_seen: Seconds since 1970; None for somebody who never opened the link.
        attempt: What they did there; None for somebody who never opened the link.
    """

    user_id: str
    name: str | None
    number: int | None
    state: State
    last_seen: int | None
    attempt: AttemptAtLink | None = None


@dataclass(frozen=True)
class ClassOfLink:
    """A class as its facilitator sees it.

    Attributes:
        kept: The platform's roster. Without one that was fetched, only those who came are known.
        stale: Whether the platform should be asked again.
    """

    seats: Sequence[Seat]
    kept: KeptRoster | None
    stale: bool


@dataclass(frozen=True)
class RosterRefresh:
    """Asks platforms who is in a course, and keeps the answer."""

    calls: ServiceCalls
    clock: Callable[[], float]

    def refresh(self, context_row: int, rlid: str) -> None:
        """Ask once, unless somebody just did. Refusals are kept; nothing is raised."""
        database, now = self.calls.database, int(self.clock())
        with database.write() as connection:
            fetch = roster.claim(connection, context_row, rlid, now)
        if fetch is None:
            return
        try:
            found = fetch_roster(self._get(fetch.registration), fetch.memberships_url, rlid or None)
        except ServiceError as problem:
            wait = _WAIT_AFTER_FAILURE if problem.retry else _WAIT_AFTER_REFUSAL
            with database.write() as connection:
                roster.keep_failure(connection, context_row, rlid, problem.reason, now + wait)
            log.warning("roster of context %d: %s", context_row, problem.reason)
            return
        with database.write() as connection:
            roster.keep(connection, context_row, rlid, found, now)
        log.info("roster of context %d: %d members", context_row, len(found.members))

    def _get(self, registration: Registration) -> Callable[[str], Answer]:
        headers = {"Accept": NRPS_MEDIA_TYPE}
        return lambda url: self.calls.call(registration, SCOPE_MEMBERSHIPS, Request("GET", url, headers))


def class_of(connection: Connection, place: Place, rlid: str, module: str, now: int) -> ClassOfLink:
    """The class of a link, from what is known now."""
    kept = roster.find(connection, place.context_row, rlid) if place.context_row is not None else None
    work = {one.user_id: one for one in class_progress.attempts_at(connection, place.link_row, module)}
    if kept is None or kept.fetched_at is None:
        seats = _seats([(name, None, one) for name, one in work.items()])
        return ClassOfLink(seats, kept, stale=_is_stale(place, kept, now))
    members = roster.members_of(connection, kept.id, now)
    return ClassOfLink(_with_roster(members, work, kept), kept, stale=_is_stale(place, kept, now))


def _is_stale(place: Place, kept: KeptRoster | None, now: int) -> bool:
    if place.memberships_url is None or kept is None:
        return place.memberships_url is not None
    return (kept.fetched_at or 0) <= now - FRESH_SECONDS and kept.next_try_at <= now


def _with_roster(
    members: Sequence[Member], work: Mapping[str, AttemptAtLink], kept: KeptRoster
) -> list[Seat]:
    there = [
        (one.user_id, one.name, work.get(one.user_id))
        for one in members
        if one.active and one.role == "learner"
    ]
    on_it = {one.user_id for one in members}
    # On a complete roster, whoever is missing has left the course.
    others = [] if kept.complete else [(name, None, one) for name, one in work.items() if name not in on_it]
    return _seats([*there, *others])


def _seats(people: Sequence[tuple[str, str | None, AttemptAtLink | None]]) -> list[Seat]:
    named = [Seat(user_id, name, None, *_how_far(one), one) for user_id, name, one in people if name]
    nameless = [(user_id, one) for user_id, name, one in people if not name]
    numbered = [
        Seat(user_id, None, number, *_how_far(one), one) for number, (user_id, one) in enumerate(nameless, 1)
    ]
    return [*sorted(named, key=_by_name), *numbered]


def _by_name(seat: Seat) -> str:
    return (seat.name or "").casefold()


def _how_far(work: AttemptAtLink | None) -> tuple[State, int | None]:
    if work is None:
        return "not-begun", None
    if work.finished_at is not None:
        return "done", work.last_seen
    return "busy" if work.revisions else "not-begun", work.last_seen
