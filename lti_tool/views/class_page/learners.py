"""The class: who is there and how far each is."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from lti_tool.services.class_roster import class_of
from lti_tool.views.class_page.look import Seen, look, see
from lti_tool.views.class_page.page import blueprint, part, render
from lti_tool.views.current import tool
from lti_tool.words import words

_STATES = ("busy", "not-begun", "done")


@part("class")
def learners(seen: Seen) -> dict[str, Any]:
    """What the part shows."""
    place = seen.place
    found = class_of(seen.connection, place, "", seen.module.id, seen.now)
    wanted = request.args.get("state")
    asking = place.memberships_url is not None and found.stale
    if asking and place.context_row is not None:
        tool().jobs.fetch_roster(place.context_row, "")
    kept = found.kept
    return {
        "states": {name: sum(seat.state == name for seat in found.seats) for name in _STATES},
        "wanted": wanted if wanted in _STATES else None,
        "seats": [seat for seat in found.seats if wanted not in _STATES or seat.state == wanted],
        "everybody": len(found.seats),
        "names": request.args.get("names") != "off",
        "offered": place.memberships_url is not None,
        "fetched_at": kept.fetched_at if kept else None,
        "complete": bool(kept and kept.complete),
        "asking": asking,
        "refused": _why_no_roster(kept.reason, seen.language) if kept and kept.reason else None,
    }


@blueprint.post("/refresh")
def refresh() -> Response:
    """Ask the platform again who is in the class; its answer comes with a later look."""
    at = look()
    with tool().database.read() as connection:
        seen = see(connection, at)
        if seen.place.context_row is not None and seen.place.memberships_url is not None:
            tool().jobs.fetch_roster(seen.place.context_row, "")
        return render(seen, "class", said="asked")


def _why_no_roster(reason: str, language: str) -> str:
    known: dict[str, str] = words(language, "class/class")["refusals"]
    kind = reason.partition("-")[0]
    return str(known.get(reason) or known.get(kind) or known["other"]).format(reason=reason)
