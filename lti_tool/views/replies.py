"""`/api/replies`: a learner saw what a facilitator wrote back."""

from __future__ import annotations

from flask import Blueprint, Response

from lti_tool.errors import ApiError
from lti_tool.store import replies
from lti_tool.store.replies import Place
from lti_tool.views.api import answer_with, check_token, find_attempt, sent_object
from lti_tool.views.current import tool
from modules.kit.text import clean_text

blueprint = Blueprint("replies", __name__, url_prefix="/api/replies")


@blueprint.post("/seen")
def seen() -> Response:
    """The learner saw the reply to `activity` as it was at `revision`; a newer one is still new."""
    ticket, newer = check_token()
    given = sent_object()
    activity, revision = given.get("activity"), given.get("revision")
    # An activity that no module has, or not any more, is no mistake: there is nothing to note.
    if (
        not isinstance(activity, str)
        or clean_text(activity) != activity
        or type(revision) is not int
        or not 0 < revision < 2**31
    ):
        raise ApiError(400, "shape", "Expected a JSON object with `activity` and `revision`.")
    with tool().database.write() as connection:
        attempt, _ = find_attempt(connection, ticket)
        replies.mark_seen(connection, Place(attempt.id, activity), revision, tool().now())
    return answer_with({}, newer)
