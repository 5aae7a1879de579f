"""The days of what a module plans, as this class's facilitators set them."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, request

from lti_tool.rules.days import is_day
from lti_tool.store import link_dates
from lti_tool.views.class_page.look import Seen, look, see
from lti_tool.views.class_page.page import blueprint, part, render
from lti_tool.views.current import tool


@part("dates", offered=lambda seen: bool(_items(seen)))
def dates(seen: Seen) -> dict[str, Any]:
    """What the part shows."""
    return {"items": _items(seen), "days": link_dates.of_attempt(seen.connection, seen.attempt.id)}


@blueprint.post("/dates")
def change() -> Response:
    """Set the days of the form that its facilitator changed; what somebody else changed meanwhile stays."""
    at = look()
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        if not _items(seen):
            abort(404)
        said = "dates"
        for item in _items(seen):
            day, was = request.form.get(f"day-{item}", ""), request.form.get(f"was-{item}", "")
            if day == was or not all(is_day(text) for text in (day, was) if text):
                continue
            if not link_dates.change(connection, seen.place.link_row, item, was=was or None, day=day or None):
                said = "dates-met"
        return render(seen, "dates", said=said)


def _items(seen: Seen) -> dict[str, str]:
    """What a facilitator may set a day for, in words by id."""
    activity_words = seen.module.words[seen.spoken].activities
    found: dict[str, str] = {}
    for activity in seen.module.activities.values():
        found |= activity.type.dated(activity.options, activity_words[activity.id])
    return found
