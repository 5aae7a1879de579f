"""Presence: a meeting with a code that changes, and everybody of the class with a tick."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Response, request

from lti_tool.rules.spreadsheet import table
from lti_tool.services import presence as service
from lti_tool.services.presence import Attendance, Attendee
from lti_tool.store import presence as store
from lti_tool.views.class_page.look import Seen, look, see
from lti_tool.views.class_page.page import blueprint, part, render
from lti_tool.views.current import tool
from lti_tool.views.numbers import moment_in, number_in
from lti_tool.views.presence import poster_of
from lti_tool.views.sheet import as_file
from lti_tool.words import words


@dataclass(frozen=True)
class Row:
    """One learner on the list; `code` names them in a form."""

    code: str
    name: str
    one: Attendee


def has_campus(seen: Seen) -> bool:
    """Whether the link's part of the module has something that is done where the class meets."""
    return bool(service.campus_steps(seen.module))


@part("presence", offered=has_campus)
def presence(seen: Seen) -> dict[str, Any]:
    """What the part shows."""
    found = attendance_of(seen)
    rows = [Row(seen.code_of(one.sub), seen.name_of(one.sub, one.name), one) for one in found.people]
    return {
        "poster": poster_of(seen.connection, seen.place.link_row, seen.now),
        "on_poster": words(seen.language, "presence")["poster"],
        "rows": sorted(rows, key=lambda row: row.name.casefold()),
        "count": found.count,
        "everybody": len(found.people),
        "screen": seen.door("presence"),
    }


@blueprint.post("/presence/open")
def open_meeting() -> Response:
    """Open a meeting, or join the one that a colleague just opened."""
    at = look()
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        if has_campus(seen):
            service.open_meeting(connection, seen.place.link_row, seen.now)
        return render(seen, "presence")


@blueprint.post("/presence/close")
def close_meeting() -> Response:
    """Close the meeting that the facilitator saw (`meeting`); a newer one stays open."""
    at, meeting = look(), number_in(request.form.get("meeting", "")) or 0
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        was_open = store.end(connection, seen.place.link_row, meeting, seen.now)
        said = {"said": "closed" if was_open else "closed-before"} if has_campus(seen) else {}
        return render(seen, "presence", **said)


@blueprint.post("/presence/tick")
def tick_presence() -> Response:
    """Tick somebody of the class (`tick`), or take that back (`untick`, followed by the moment seen)."""
    at = look()
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        if not has_campus(seen):
            return render(seen, "presence")
        chosen, _, was = (request.form.get("tick") or request.form.get("untick", "")).partition(" ")
        people = {seen.code_of(one.sub): one.sub for one in attendance_of(seen).people}
        if chosen not in people:
            return render(seen, "presence", said="gone")
        link, sub = seen.place.link_row, people[chosen]
        if "tick" in request.form:
            service.tick(connection, link, at.ticket.deployment_row, sub, seen.now)
        elif not store.remove(connection, link, sub, moment_in(was) or 0):
            return render(seen, "presence", said="met")
        return render(seen, "presence")


@blueprint.post("/presence/table")
def presence_table() -> Response:
    """The list as a table for a spreadsheet."""
    at = look()
    own = words(at.language, "class/presence")
    with tool().database.read() as connection:
        seen = see(connection, at)
        people = attendance_of(seen).people if has_campus(seen) else []
        rows = sorted((_line(seen, one, own["table"]) for one in people), key=lambda row: row[0].casefold())
        text = table(own["table"]["heads"], rows, at.language)
    name = f"{own['table']['file']}-{seen.module.variant or seen.module.id}.csv"
    return as_file(text.encode(), "text/csv; charset=utf-8", name)


def attendance_of(seen: Seen) -> Attendance:
    """The class; a list that is old is asked for again in the meantime."""
    found = service.attendance(seen.connection, seen.place, seen.module.id, seen.now)
    if found.stale and seen.place.memberships_url is not None and seen.place.context_row is not None:
        tool().jobs.fetch_roster(seen.place.context_row, "")
    return found


def _line(seen: Seen, one: Attendee, texts: Mapping[str, Any]) -> list[str]:
    name, present = seen.name_of(one.sub, one.name), one.present
    if present is None:
        return [name, texts["no"], "", ""]
    at = f"{datetime.fromtimestamp(present.at, UTC):%Y-%m-%d %H:%M}"
    return [name, texts["yes"], at, texts["how"][present.how]]
