"""Pages of our own after a launch: an empty page for everybody, filled with a token as a module's page is.

The token stands behind the # of the address and moves into the history entry: no log sees it, and a reload
works.
"""

from __future__ import annotations

from typing import Any

from flask import Response, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from lti_tool.errors import ApiError
from lti_tool.seals import seals_of
from lti_tool.store import platforms
from lti_tool.views.current import browser_language, tool
from lti_tool.views.headers import step_policy
from lti_tool.words import LANGUAGES, words
from modules.kit.page import LANGUAGE_NAMES

SHEET_SECONDS = 4 * 3600
_SCRIPTS = {
    "class": "class.js",
    "guide": "session_guide.js",
    "presence": "presence_code.js",
    "screen": "session_screen.js",
}
"""What a kind of page needs beside `sheet.js`."""


def open_sheet(kind: str, registration_id: int, language: str, value: Any) -> AnyResponse:
    """Go to a page of ours that only the one who launched can fill."""
    token = seals_of(tool()).seal(kind, value)
    return redirect(f"/{kind}/{registration_id}/{language}#{token}", 303)


def sheet_page(kind: str, registration_id: int | None, language: str, *, parts: bool = False) -> Response:
    """The page, the same for everybody; only the registration's platform may frame it.

    Args:
        kind: What it shows: its words and its address are called so.
        registration_id: Of the platform; None for a page that no platform leads to.
        language: One of `LANGUAGES`.
        parts: Whether it is a page to go about in, in either language, and not a text to read.
    """
    if language not in LANGUAGES:
        abort(404)
    texts = words(language, kind)
    html = render_template(
        "sheet.html",
        language=language,
        words=words(language),
        texts=texts,
        sheet=words(language, "sheet"),
        kind=kind,
        parts=parts,
        script=_SCRIPTS.get(kind),
        languages={name: LANGUAGE_NAMES[name] for name in LANGUAGES},
    )
    response = make_response(html)
    response.headers["Content-Security-Policy"] = step_policy(_framers(registration_id))
    return response


def module_sheet(kind: str, registration_id: int, module_id: str, language: str) -> Response:
    """The page of a module's link. Where our own pages have not its language they speak the browser's."""
    module = tool().registry.modules.get(module_id)
    if module is None or language not in {*LANGUAGES, *module.languages}:
        abort(404)
    ours = language if language in LANGUAGES else browser_language()
    return sheet_page(kind, registration_id, ours, parts=True)


def _framers(registration_id: int | None) -> set[str]:
    if registration_id is None:
        return set()
    with tool().database.read() as connection:
        framers = platforms.framers(connection, registration_id)
    if framers is None:
        abort(404)
    return framers


def sheet_value(kind: str) -> Any:
    """What the token at hand says.

    Raises:
        ApiError: There is none, or it is not valid.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    value = seals_of(tool()).open(kind, token.strip(), SHEET_SECONDS)
    if scheme.lower() != "bearer" or value is None:
        raise ApiError(401, "token", "Open this page again from your course.")
    return value


def as_file(body: bytes, media_type: str, name: str) -> Response:
    """A file that the page hands over to its reader."""
    response = Response(body, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def with_newer(response: Response, token: str | None) -> Response:
    """The answer with a newer token of the attempt, if it is time for one."""
    if token:
        response.headers["Wegwijs-Token"] = token
    return response


def ask_again() -> Response:
    """Many ask for the same at once: the page asks again by itself."""
    response = Response(status=503)
    response.headers["Retry-After"] = "2"
    return response
