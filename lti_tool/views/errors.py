"""The one place where an error becomes an answer: a page people understand, or JSON for the runtime."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from lti_tool.errors import ApiError, DynamicRegistrationError, LaunchError, TooManyError
from lti_tool.views.current import browser_language, tool
from lti_tool.views.refusals import note, trace
from lti_tool.words import words

log = logging.getLogger(__name__)
_STATUS = {
    "LTI-PENDING": 403,
    "LTI-REVIEW": 403,
    "LTI-PRIVACY": 403,
    "LTI-MODULE": 404,
    "LTI-CHOOSER": 403,
    "REG-INVITATION": 403,
    "REG-FORM": 403,
    "REG-EXISTS": 409,
    "REG-UNREACHABLE": 502,
    "REG-REFUSED": 502,
    "REG-ANSWER": 502,
}


def error_page(
    code: str,
    status: int,
    *,
    facts: Mapping[str, str] | None = None,
    again: Mapping[str, str] | None = None,
) -> Response:
    """A page that says what happened, what to do, and a code for the administrator.

    Args:
        code: A key of `errors` in the words.
        status: HTTP status.
        facts: What the administrator needs to mend it; nothing personal.
        again: The parameters of the login, to start once more in a window of its own.
    """
    language = browser_language()
    texts = words(language)
    if code.startswith(("LTI-", "REG-")):
        tool().counters.count("refusals_total", reason=code)
    reference = note(code) if code.startswith("LTI-") else None
    html = render_template(
        "error.html",
        language=language,
        words=texts,
        error=texts["errors"][code],
        code=code,
        reference=reference,
        inspector=f"{tool().settings.public_url}/inspector",
        facts=facts or {},
        again=again,
    )
    return make_response(html, status)


def register(app: Flask) -> None:
    """Turn every error into an answer."""

    @app.errorhandler(LaunchError)
    def on_launch_error(error: LaunchError) -> Response:
        log.warning("refused: %s", error)
        trace().facts = error.facts or trace().facts
        return error_page(error.code, _STATUS.get(error.code, 400))

    @app.errorhandler(DynamicRegistrationError)
    def on_registration_error(error: DynamicRegistrationError) -> Response:
        log.warning("registration refused: %s", error.code)
        return error_page(error.code, _STATUS.get(error.code, 400), facts={error.code: error.detail})

    @app.errorhandler(TooManyError)
    def on_too_many(error: TooManyError) -> Response:
        tool().counters.count("rate_limited_total", kind=error.kind)
        answer = (
            _api_answer(429, "busy", "Your school asks for much at once. Again in a moment.")
            if error.kind == "api"
            else error_page("too-many", 429)
        )
        answer.headers["Retry-After"] = str(error.seconds)
        return answer

    @app.errorhandler(ApiError)
    def on_api_error(error: ApiError) -> Response:
        return _api_answer(error.status, error.code, str(error))

    @app.errorhandler(HTTPException)
    def on_http_error(error: HTTPException) -> Any:
        status = error.code or 500
        if status < 400:
            return error
        if request.path.startswith("/api/"):
            return _api_answer(status, f"http-{status}", error.name)
        return error_page("not-found" if status == 404 else "bad-request", status)

    @app.errorhandler(Exception)
    def on_surprise(error: Exception) -> Response:
        # Where it happened, without the error's message: that may hold what somebody typed.
        places = "".join(traceback.format_tb(error.__traceback__))
        log.error("%s at %s\n%s", type(error).__name__, request.endpoint, places)
        if request.path.startswith("/api/"):
            return _api_answer(500, "trouble", "Something went wrong on the server.")
        return error_page("trouble", 500)


def _api_answer(status: int, code: str, message: str) -> Response:
    return make_response(jsonify(error={"code": code, "message": message}), status)
