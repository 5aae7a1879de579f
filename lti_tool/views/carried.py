"""`/api/carried`: what goes along from earlier modules, and what the learner leaves behind."""

from __future__ import annotations

from flask import Blueprint, Response, request

from lti_tool.errors import ApiError
from lti_tool.services import carried
from lti_tool.views.api import answer_with, check_token, find_attempt
from lti_tool.views.current import tool
from modules.kit.carried import carried_into

blueprint = Blueprint("carried", __name__, url_prefix="/api")


@blueprint.post("/carried")
def change() -> Response:
    """Leave answers behind (`false`) or take them along again (`true`), by name; say what goes along now."""
    ticket, newer = check_token()
    wanted = request.get_json(silent=True)
    with tool().database.write(durable=True) as connection:
        attempt, module = find_attempt(connection, ticket)
        if not isinstance(wanted, dict) or not all(isinstance(one, bool) for one in wanted.values()):
            raise ApiError(400, "shape", "Expected a JSON object of names with true or false.")
        if not wanted.keys() <= set(carried_into(module)):
            raise ApiError(400, "name", "This module does not look back at that.")
        carried.change(connection, attempt.id, wanted)
        modules, language = tool().registry.modules, request.args.get("language", "")
        return answer_with(
            {"carried": carried.gather(connection, attempt.id, module, modules, language)}, newer
        )
