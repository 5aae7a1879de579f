"""`/parents/…`: the page for parents. Open to anybody, without a login; nothing is kept of who reads it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from lti_tool.leaflet_pages import LeafletPages
from lti_tool.protocol.launch import Launch
from lti_tool.protocol.login import Proof
from lti_tool.services.admission import admit
from lti_tool.views.content import content_response
from lti_tool.views.current import tool

blueprint = Blueprint("parents", __name__)
PARENTS = "parents"
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors *"
)


@blueprint.get("/parents")
def in_own_language() -> AnyResponse:
    """The page in a language that the browser asks for: one address for a letter or a poster."""
    spoken = _pages().leaflet.languages
    asked = (name.replace("_", "-").split("-")[0].lower() for name, _ in request.accept_languages)
    response = redirect(f"/parents/{next((name for name in asked if name in spoken), spoken[0])}", 302)
    response.headers["Vary"] = "Accept-Language"
    return response


@blueprint.get("/parents/<language>")
def parents(language: str) -> Response:
    """The page in one language."""
    pages = _pages()
    if language not in pages.leaflet.languages:
        abort(404)
    response = content_response(pages.page(language), "public, no-cache")
    # There is nothing on it that a click could give away: any site may show it.
    response.headers["Content-Security-Policy"] = _POLICY
    return response


@blueprint.get("/parents/files/<digest>/<path:path>")
def file(digest: str, path: str) -> Response:
    """A file of the page."""
    pages = _pages()
    content = pages.file(path)
    if content is None:
        abort(404)
    kept = "public, max-age=31536000, immutable" if digest == pages.digest else "no-cache"
    response = content_response(content, kept)
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


def open_page(launch: Launch, proof: Proof) -> AnyResponse:
    """The page, from a link in a course. The link is checked like any other; nobody gets an attempt.

    Raises:
        LaunchError: The login was used before, or the deployment is not approved.
    """
    here = tool()
    admit(here.database, launch, proof, here.now())
    return redirect(f"/parents/{_pages().leaflet.language(launch.locale)}", 303)


def _pages() -> LeafletPages:
    pages = tool().leaflets.get(PARENTS)
    if pages is None:
        abort(404)
    return pages
