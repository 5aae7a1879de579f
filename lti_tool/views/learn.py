"""`/learn/…`: a module's page. It holds nothing personal; the answers come by the API."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from lti_tool.store import platforms
from lti_tool.views.content import content_response
from lti_tool.views.current import tool
from lti_tool.views.headers import page_permissions, page_policy

blueprint = Blueprint("learn", __name__)


@blueprint.get("/learn/<int(max=2147483647):registration_id>/<module_id>/<language>")
@blueprint.get("/learn/<int(max=2147483647):registration_id>/<module_id>/<variant>/<language>")
def learn(registration_id: int, module_id: str, language: str, variant: str | None = None) -> Response:
    """The page of a module, or of a variant of it, for the course pages of one platform."""
    module = tool().registry.modules.get(module_id)
    if module is None or language not in module.languages or variant not in {None, *module.variants}:
        abort(404)
    with tool().database.read() as connection:
        framers = platforms.framers(connection, registration_id)
    if framers is None:
        abort(404)
    response = content_response(tool().pages[module_id].page(language, variant=variant), "private, no-cache")
    response.headers["Content-Security-Policy"] = page_policy(framers)
    response.headers["Permissions-Policy"] = page_permissions(module)
    return response
