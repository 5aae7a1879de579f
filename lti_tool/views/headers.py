"""Headers that every answer carries."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, Response, request

from modules.kit.activity_types.audio_answer import AudioAnswer
from modules.kit.module import Module

# A step on the way to a module, or an explanation, may stand in any course page: before the first
# launch we can't know them all, and there is nothing on these pages that a click could give away.
_STEP_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'"
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "media-src 'self' blob:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors "
)
_PERMISSIONS = "camera=(), geolocation=(), microphone={}, payment=(), usb=()"


def page_policy(frame_origins: Iterable[str]) -> str:
    """The content security policy of a module's page: framed by its own platform only."""
    return _PAGE_POLICY + " ".join(["'self'", *sorted(frame_origins)])


def page_permissions(module: Module) -> str:
    """What a module's page may ask of the device: the microphone where an activity records."""
    records = any(activity.type.name == AudioAnswer.name for activity in module.activities.values())
    return _PERMISSIONS.format("(self)" if records else "()")


def step_policy(frame_origins: Iterable[str]) -> str:
    """The content security policy of a page with a form of ours: framed by these origins only."""
    ancestors = " ".join(["'self'", *sorted(frame_origins)])
    more = "connect-src 'self'; media-src blob:; form-action 'self'"
    return f"{_STEP_POLICY}; {more}; frame-ancestors {ancestors}"


def alone_policy() -> str:
    """The content security policy of a page with a form that stands in no frame."""
    return f"{_STEP_POLICY}; form-action 'self'; frame-ancestors 'none'"


def register(app: Flask) -> None:
    """Add the headers to every answer that has no stricter ones."""
    always = [
        ("Content-Security-Policy", _STEP_POLICY),
        ("Referrer-Policy", "no-referrer"),
        ("Permissions-Policy", _PERMISSIONS.format("()")),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    if app.extensions["wegwijs"].settings.secure:
        always.append(("Strict-Transport-Security", "max-age=31536000"))

    @app.after_request
    def add_headers(response: Response) -> Response:
        there = {name.lower() for name, _ in response.headers}
        # All at once: werkzeug would look through all that are there for each of them.
        response.headers.extend([one for one in always if one[0].lower() not in there])
        if request.path.startswith("/lti/static/"):
            # A frame in a sandbox has no origin: it may load our scripts only if anybody may.
            response.headers["Access-Control-Allow-Origin"] = "*"
        return response
