"""`/preview/…`: a module as a teacher may look at it before choosing. Nothing is kept and nobody is known."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from lti_tool.views.content import content_response
from lti_tool.views.current import tool
from lti_tool.views.headers import page_permissions, page_policy

blueprint = Blueprint("preview", __name__)


@blueprint.get("/preview/<module_id>/<language>")
def preview(module_id: str, language: str) -> Response:
    """The page of a module, without an attempt."""
    module = tool().registry.modules.get(module_id)
    if module is None or language not in module.languages:
        abort(404)
    response = content_response(tool().pages[module_id].page(language, host="preview"), "no-cache")
    response.headers["Content-Security-Policy"] = page_policy(())
    response.headers["Permissions-Policy"] = page_permissions(module)
    return response


@blueprint.get("/lti/pictures/<module_id>/<int(max=128):size>.png")
def picture(module_id: str, size: int) -> Response:
    """A picture as a bitmap, for platforms that take no drawing: Blackboard, for one."""
    pages = tool().pages.get(module_id) or tool().leaflets.get(module_id)
    content = pages.bitmap(size) if pages else None
    if content is None:
        abort(404)
    return content_response(content, "public, max-age=86400")
