"""What all pages share: the person in the address, the language, the words, the time."""

import secrets
from datetime import datetime
from typing import Any

from flask import Flask, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tool.practice_lms.course import TITLES
from lti_tool.practice_lms.language import DEFAULT, LANGUAGES, say
from lti_tool.practice_lms.lms import the_lms
from lti_tool.practice_lms.people import PEOPLE, Person, by_key

LANGUAGE_COOKIE = "practice_lms_language"
BROWSER_COOKIE = "practice_lms_browser"


def prepare(app: Flask) -> None:
    """Give the templates their words and the app its language switch."""
    app.after_request(_mark_browser)
    app.context_processor(_for_templates)
    app.template_filter("clock")(clock)
    app.add_url_rule("/language", view_func=choose_language, methods=["POST"])
    for status in (403, 404, 413):
        app.register_error_handler(status, _problem)


def language() -> str:
    """The language of this browser's pages."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, DEFAULT)
    return chosen if chosen in LANGUAGES else DEFAULT


def t(key: str, **values: object) -> str:
    """A sentence in this browser's language."""
    return say(language(), key, **values)


def person_or_404(key: str) -> Person:
    """The person in the address."""
    person = by_key(key) or abort(404)
    g.person = person
    return person


def browser() -> str:
    """What marks this browser; a launch works only where it began."""
    if "browser" not in g:
        g.browser = request.cookies.get(BROWSER_COOKIE) or secrets.token_urlsafe(16)
    return str(g.browser)


def as_person(other: Person) -> str:
    """The address of this same page for somebody else."""
    if (
        request.method == "GET"
        and request.endpoint
        and request.view_args
        and "person_key" in request.view_args
    ):
        return url_for(request.endpoint, **{**request.view_args, "person_key": other.key})
    return url_for("course.home", person_key=other.key)


def clock(moment: datetime) -> str:
    """Hours, minutes and seconds on this computer's clock; with the day when that is not today."""
    local = moment.astimezone()
    pattern = "%H:%M:%S" if local.date() == datetime.now().astimezone().date() else "%d/%m %H:%M"
    return local.strftime(pattern)


def choose_language() -> Response:
    """Keep the language and go back to where the person was."""
    wanted, back = request.form.get("language", ""), request.form.get("back", "/")
    # "//elsewhere" and "/\elsewhere" would lead to another site.
    inside = back.startswith("/") and not back.startswith(("//", "/\\"))
    response = redirect(back if inside else "/")
    if wanted in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, wanted, samesite="Lax", max_age=365 * 86400)
    return response


def _mark_browser(response: Any) -> Any:
    if "browser" in g and request.cookies.get(BROWSER_COOKIE) != g.browser:
        response.set_cookie(BROWSER_COOKIE, g.browser, samesite="Lax", httponly=True)
    return response


def _for_templates() -> dict[str, Any]:
    return {
        "t": t,
        "language": language(),
        "languages": LANGUAGES,
        "people": PEOPLE,
        "person": g.get("person"),
        "as_person": as_person,
        "course_title": TITLES[language()],
        "lms": the_lms(),
    }


def _problem(error: Any) -> tuple[str, int]:
    return render_template("problem.html", code=error.code), error.code
