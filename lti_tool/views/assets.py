"""`/assets/…`: the files of a module's page."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from lti_tool.views.content import content_response
from lti_tool.views.current import tool

blueprint = Blueprint("assets", __name__)


@blueprint.get("/assets/<digest>/<module_id>/<path:path>")
def asset(digest: str, module_id: str, path: str) -> Response:
    """A file of a module's page."""
    pages = tool().pages.get(module_id)
    content = pages.file(path) if pages else None
    if pages is None or content is None:
        abort(404)
    # A page that was open during an update asks for the files of before; it gets today's, not to keep.
    is_current = digest == pages.digest
    kept = "public, max-age=31536000, immutable" if is_current else "no-cache"
    response = content_response(content, kept)
    # A picture opened by itself runs nothing.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
