"""`POST /guide/feedback`: how an exercise went, from whoever guided it, to the authors of its module."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response

from lti_tool.errors import ApiError
from lti_tool.rules.material_feedback import read
from lti_tool.store import material_feedback
from lti_tool.views.api import answer_with, sent_json
from lti_tool.views.class_page.look import look, see
from lti_tool.views.current import tool

blueprint = Blueprint("material_feedback", __name__)
_LONGEST_VERSION = 32


@blueprint.post("/guide/feedback")
def tap() -> Response:
    """Keep one tap. Only that a facilitator sent it is checked; who it was is written nowhere."""
    at = look()
    body = sent_json()
    with tool().database.write() as connection:
        seen = see(connection, at)
        module = tool().registry.modules[seen.module.id]
        found = read(body, module)
        if found is None:
            raise ApiError(400, "shape", "Expected `number`, `activity`, `verdict` and `note`.")
        day = datetime.fromtimestamp(seen.now, UTC).date().isoformat()
        version = module.version[:_LONGEST_VERSION]
        outcome = material_feedback.keep(connection, found, module.id, version, day)
    return answer_with({"outcome": outcome}, at.newer)
