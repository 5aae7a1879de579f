"""`/api/presence`: a learner says to be there. `/here/…`: where the QR beside the code leads.

That page is the same for everybody and knows nobody: the code stands behind the # of its address, and the
page hands it to a module of this browser, if one is open.
"""

from __future__ import annotations

from dataclasses import dataclass

import segno
from flask import Blueprint, Response, make_response, render_template
from markupsafe import Markup
from sqlalchemy import Connection

from lti_tool.errors import ApiError
from lti_tool.rules.presence import STEP_SECONDS, code_at
from lti_tool.services import presence as service
from lti_tool.store import presence as store
from lti_tool.views.api import answer_with, check_token, find_attempt, sent_object
from lti_tool.views.current import browser_language, tool
from lti_tool.views.headers import alone_policy
from lti_tool.views.presence_told import told
from lti_tool.words import words

blueprint = Blueprint("presence", __name__)


@dataclass(frozen=True)
class Poster:
    """What hangs on the wall while a meeting is open.

    Attributes:
        qr: The address as a picture (SVG).
        address: The same to read, without the code.
    """

    meeting: int
    code: str
    qr: Markup
    address: str


def poster_of(connection: Connection, link_row: int, now: int) -> Poster | None:
    """The code of a link's meeting, if one is open."""
    meeting = store.open_at(connection, link_row, now)
    if meeting is None:
        return None
    code = code_at(meeting.secret, now)
    address = f"{tool().settings.public_url}/here/{meeting.id}"
    picture = segno.make(f"{address}#{code}", error="m", micro=False)
    drawn = picture.svg_inline(
        border=4, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return Poster(meeting.id, code, Markup(drawn), address)  # noqa: S704 - drawn by segno, of our own text


@blueprint.get("/here/<int(max=2147483647):meeting>")
def here(meeting: int) -> Response:
    """Where the QR leads. Nothing is looked up: the page only reads its own address."""
    language = browser_language()
    html = render_template(
        "here.html",
        language=language,
        words=words(language),
        texts=words(language, "here"),
        meeting=meeting,
        seconds=2 * STEP_SECONDS,
    )
    response = make_response(html)
    response.headers["Content-Security-Policy"] = alone_policy()
    return response


@blueprint.get("/api/presence")
def look() -> Response:
    """Whether a meeting is open, and whether the learner is there already."""
    ticket, newer = check_token()
    with tool().database.read() as connection:
        attempt, module = find_attempt(connection, ticket)
        return answer_with({"presence": told(connection, attempt, module)}, newer)


@blueprint.post("/api/presence")
def confirm() -> Response:
    """Say to be there, by the code (`code`)."""
    ticket, newer = check_token()
    code = sent_object().get("code")
    if not isinstance(code, str):
        raise ApiError(400, "shape", "Expected a JSON object with `code`.")
    with tool().database.write(durable=True) as connection:
        attempt, module = find_attempt(connection, ticket, to_write=True)
        has_campus = bool(service.campus_steps(module))
        outcome = service.confirm(connection, attempt.id, code, tool().now()) if has_campus else "closed"
        body = {"outcome": outcome, "presence": told(connection, attempt, module)}
    return answer_with(body, newer)
