"""`/presence`: the code of a meeting on the wall, with the QR and how many are there; no names."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

from lti_tool.services import presence as service
from lti_tool.views.class_page.look import Seen, look, see
from lti_tool.views.class_page.presence import has_campus
from lti_tool.views.class_page.sparing import sparing
from lti_tool.views.current import tool
from lti_tool.views.presence import poster_of
from lti_tool.views.sheet import module_sheet, with_newer
from lti_tool.words import words
from modules.kit.rich_text import plain

blueprint = Blueprint("presence_screen", __name__, url_prefix="/presence")


@blueprint.get("/<int(max=2147483647):registration_id>/<module_id>/<language>")
def page(registration_id: int, module_id: str, language: str) -> Response:
    """The page itself: empty until a token is shown."""
    return module_sheet("presence", registration_id, module_id, language)


@blueprint.get("/sheet")
def sheet() -> Response:
    """The code as it is now, as a piece of HTML."""
    at = look()
    with tool().database.read() as connection:
        return sparing(_sheet(see(connection, at)))


@blueprint.post("/open")
def begin() -> Response:
    """Open a meeting from the screen itself."""
    at = look()
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        if has_campus(seen):
            service.open_meeting(connection, seen.place.link_row, seen.now)
        return _sheet(seen)


def _sheet(seen: Seen) -> Response:
    found = service.attendance(seen.connection, seen.place, seen.module.id, seen.now)
    html = render_template(
        "presence_sheet.html",
        here=words(seen.language, "presence"),
        title=plain(seen.module.words[seen.spoken].module.title),
        course=seen.attempt.title,
        on_poster=words(seen.language, "presence")["poster"],
        poster=poster_of(seen.connection, seen.place.link_row, seen.now) if has_campus(seen) else None,
        offered=has_campus(seen),
        count=found.count,
        everybody=len(found.people),
        back=seen.door("class") + "?part=presence",
    )
    return with_newer(make_response(html), seen.look.newer)
