"""`/api/contact`: whether a learner may be contacted; asked once, at the end of a module."""

from __future__ import annotations

from flask import Blueprint, Response, request

from lti_tool.errors import ApiError
from lti_tool.store import contact_wishes
from lti_tool.store.contact_wishes import WISHES
from lti_tool.views.api import answer_with, check_token, find_attempt, sent_object
from lti_tool.views.current import browser_language, tool
from lti_tool.words import LANGUAGES, words

blueprint = Blueprint("contact_wish", __name__, url_prefix="/api")


@blueprint.get("/contact")
def find() -> Response:
    """What the learner said, and how the question is put."""
    ticket, newer = check_token()
    wanted = request.args.get("language")
    language = wanted if wanted in LANGUAGES else browser_language()
    with tool().database.read() as connection:
        attempt, _ = find_attempt(connection, ticket)
        said = contact_wishes.find(connection, attempt.id)
    asked = words(language, "mine")["ask"]
    return answer_with({"wish": said.wish if said else None, "words": asked}, newer)


@blueprint.post("/contact")
def keep() -> Response:
    """Keep `wish` ("yes" or "no") and, in the learner's words, `how`."""
    ticket, newer = check_token()
    given = sent_object()
    wish, how = given.get("wish"), given.get("how")
    if wish not in WISHES or not isinstance(how, str | None):
        raise ApiError(400, "shape", "Expected a JSON object with `wish` (yes or no) and `how`.")
    if ticket.role != "learner":
        raise ApiError(403, "role", "Only learners are asked this.")
    with tool().database.write(durable=True) as connection:
        attempt, _ = find_attempt(connection, ticket, to_write=True)
        contact_wishes.keep(connection, attempt.id, wish, how, tool().now())
    return answer_with({"wish": wish}, newer)
