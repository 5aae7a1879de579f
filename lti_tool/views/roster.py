"""`/api/roster`: for a facilitator, who is in the class and how far each is. Never what they answered."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy import Connection

from lti_tool.attempt_token import Ticket
from lti_tool.errors import ApiError
from lti_tool.protocol.scores import iso
from lti_tool.services.class_progress import class_at_work
from lti_tool.services.class_roster import ClassOfLink, Seat, class_of
from lti_tool.store import roster
from lti_tool.store.roster import Place
from lti_tool.views.api import answer_with, check_token, find_attempt
from lti_tool.views.current import browser_language, tool
from lti_tool.words import LANGUAGES, words

blueprint = Blueprint("roster", __name__, url_prefix="/api")


@blueprint.get("/roster")
def show() -> Response:
    """Everybody in the course with how far they are; `?of=link` for those of this link alone.

    An old roster is asked for again in the meantime.
    """
    return _roster(always=False)


@blueprint.post("/roster/refresh")
def refresh() -> Response:
    """Ask the platform again; its answer comes with a later look."""
    return _roster(always=True)


def _roster(*, always: bool) -> Response:
    ticket, newer = check_token()
    if ticket.role != "facilitator":
        raise ApiError(403, "role", "The class is for facilitators.")
    with tool().database.read() as connection:
        place, rlid, found = _find(connection, ticket)
    asking = place.context_row is not None and place.memberships_url is not None and (always or found.stale)
    if asking and place.context_row is not None:
        tool().jobs.fetch_roster(place.context_row, rlid)
    return answer_with(_body(found, asking=asking), newer)


def _find(connection: Connection, ticket: Ticket) -> tuple[Place, str, ClassOfLink]:
    attempt, module = find_attempt(connection, ticket)
    place = roster.place_of(connection, attempt.id)
    rlid = place.resource_link_id if request.args.get("of") == "link" else ""
    found = class_of(connection, place, rlid, module.id, tool().now())
    return place, rlid, class_at_work(connection, found, module)


def _body(found: ClassOfLink, *, asking: bool) -> dict[str, Any]:
    kept = found.kept
    return {
        "roster": {
            "from": "platform" if kept and kept.fetched_at is not None else "visits",
            "at": iso(kept.fetched_at) if kept and kept.fetched_at is not None else None,
            "complete": bool(kept and kept.complete),
            "asking": asking,
            "reason": kept.reason if kept else None,
        },
        "members": [_member(seat) for seat in found.seats],
    }


def _member(seat: Seat) -> dict[str, Any]:
    return {
        "name": seat.name or f"{_learner_word()} {seat.number}",
        "state": seat.state,
        "lastSeen": iso(seat.last_seen) if seat.last_seen is not None else None,
    }


def _learner_word() -> str:
    wanted = request.args.get("language")
    language = wanted if wanted in LANGUAGES else browser_language()
    return str(words(language)["learner"])
