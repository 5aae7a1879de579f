"""The web application: wiring, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, request
from flask.sessions import NullSession, SessionInterface, SessionMixin
from werkzeug.routing import MapAdapter

from lti_tool.services.turn import in_turn
from lti_tool.settings import Settings
from lti_tool.tool import Tool, make_tool
from lti_tool.views import (
    api,
    ask,
    asks,
    assets,
    attest,
    attest_public,
    booklet,
    carried,
    civic,
    class_page,
    contact_wish,
    deep_link,
    errors,
    grades,
    guide,
    headers,
    health,
    inspector,
    keys,
    launch,
    learn,
    link_module,
    login,
    material_feedback,
    metrics,
    mine,
    notices,
    operator,
    packages,
    parents,
    presence,
    presence_screen,
    preview,
    privacy,
    register,
    replies,
    review,
    roster,
    session_guide,
    setup,
    uploads,
    verdict,
    watch,
)

LARGEST_REQUEST = 2 * 1024 * 1024
LARGEST_FORM = 128 * 1024
"""Bytes; a launch with everything that platforms send has 10 KB."""


class _NoSession(SessionInterface):
    """Sessions of Flask, of which we have none."""

    _null = NullSession()

    def open_session(self, app: Flask, request: Request) -> SessionMixin:  # noqa: ARG002
        """The same for everybody: it holds nothing."""
        return self._null


class _Application(Flask):
    """Flask, without what it would work out again in each launch and we don't need."""

    session_interface = _NoSession()

    def __init__(self, public_url: str) -> None:
        super().__init__("lti_tool", static_folder="static", static_url_path="/lti/static")
        self._public = urlsplit(public_url)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is: none of ours is a coroutine."""
        return func

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """What finds the route: at our public address, whatever host a request says it is for."""
        if request is None:
            return None
        return MapAdapter(
            self.url_map,
            server_name=self._public.netloc,
            script_name="/",
            subdomain="",
            url_scheme=self._public.scheme,
            path_info=request.path,
            default_method=request.method,
            query_args=request.environ.get("QUERY_STRING", ""),
        )


def create_app(settings: Settings, tool: Tool | None = None) -> Flask:
    """Make the application.

    Args:
        settings: As read by `read_settings`.
        tool: The installation's parts, where the caller made them already.

    Raises:
        LtiToolError: The settings or the database don't allow it; see `make_tool`.
    """
    app = _Application(settings.public_url)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_FORM
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions["wegwijs"] = tool = tool or make_tool(settings)
    if tool.database.is_sqlite:  # at hand in this process: there is nothing to wait for but Python itself
        app.wsgi_app = in_turn(app.wsgi_app, tool.turn)  # type: ignore[assignment,method-assign]
    for view in (
        login, launch, deep_link, link_module, learn, parents, preview, assets, api, grades, guide, keys,
        health, metrics, register, operator, inspector, setup, roster, review, privacy, notices, carried,
        asks, ask, civic, mine, contact_wish, class_page, booklet, packages, session_guide, replies,
        attest, attest_public, material_feedback, uploads, presence, presence_screen, verdict,
    ):  # fmt: skip
        app.register_blueprint(view.blueprint)
    app.before_request(_limit_forms)
    errors.register(app)
    headers.register(app)
    watch.register(app, tool)
    return app


def _limit_forms() -> None:
    # Answers come as JSON. Werkzeug has no limit of its own for forms that are not multipart.
    if not request.is_json:
        request.max_content_length = LARGEST_FORM
