"""What every request meets first and every answer last: only this computer, only this origin."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from lti_tool.practice_lms.lms import the_lms

CONTENT_PATH = "/content/"


def protect(app: Flask) -> None:
    """Add the checks to the app."""
    app.before_request(_own_name)
    app.before_request(_own_origin)
    app.after_request(_headers)


def _own_name() -> AnyResponse | None:
    # A strange Host header is a page elsewhere that made its own name point to this computer (DNS rebinding).
    own = urlsplit(the_lms().registration.issuer).netloc
    if request.host == own:
        return None
    if request.method == "GET" and request.host == own.replace("localhost", "127.0.0.1"):
        return redirect(the_lms().registration.issuer + request.full_path.rstrip("?"))
    return abort(403)


def _own_origin() -> None:
    # The tool's requests to /lti/ carry a token or a signature; all others must come from our own pages.
    origin = request.headers.get("Origin")
    if request.method == "GET" or request.path.startswith("/lti/") or origin is None:
        return
    if origin != the_lms().registration.issuer:
        abort(403)


def _headers(response: Response) -> Response:
    tool = the_lms().registration.tool_origin
    if request.path.startswith(CONTENT_PATH):
        # Packages may hold inline script, as packages do, but can't call anybody.
        policy = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'self'"
    else:
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            f"frame-src 'self' {tool}; form-action 'self' {tool}; frame-ancestors 'self'; base-uri 'none'"
        )
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response
