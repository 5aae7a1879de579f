"""`/api/verdict`: a learner saw what assessors made of their work."""

from __future__ import annotations

from flask import Blueprint, Response

from lti_tool.errors import ApiError
from lti_tool.store import assessments
from lti_tool.views.api import answer_with, check_token, find_attempt, sent_object
from lti_tool.views.current import tool

blueprint = Blueprint("verdict", __name__, url_prefix="/api/verdict")


@blueprint.post("/seen")
def seen() -> Response:
    """The learner saw the verdict as it was at `revision`; a newer one is still new."""
    ticket, newer = check_token()
    revision = sent_object().get("revision")
    if type(revision) is not int or not 0 < revision < 2**31:
        raise ApiError(400, "shape", "Expected a JSON object with `revision`.")
    with tool().database.write() as connection:
        attempt, _ = find_attempt(connection, ticket)
        assessments.mark_seen(connection, attempt.id, revision, tool().now())
    return answer_with({}, newer)
