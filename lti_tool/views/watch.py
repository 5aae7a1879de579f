"""How each request went: its number, its duration, what is counted of it, and a line in the log.

What is told of a request is its route, as a template: never its address, which may hold a token or an id.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable
from itertools import count
from time import perf_counter
from typing import Any

from flask import Flask, Response, request

from lti_tool.tool import Tool

log = logging.getLogger(__name__)
BEGAN, NUMBER = "wegwijs.began", "wegwijs.request"
SLOW_SECONDS = 2.0
_WORK = {
    "login.login": "login",
    "launch.launch": "launch",
    "learn.learn": "page",
    "api.load": "load",
    "api.save": "save",
    "api.finish": "finish",
    "assets.asset": "asset",
    "static": "asset",
}
WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]


def register(app: Flask, tool: Tool) -> None:
    """Watch every request of the application. Comes last, so that waiting for a turn counts too."""
    app.wsgi_app = _begin(app.wsgi_app)  # type: ignore[assignment,method-assign]
    counters, told = tool.counters, tool.settings.log_requests

    @app.after_request
    def watch(response: Response) -> Response:
        environ = request.environ
        seconds = perf_counter() - environ[BEGAN]
        status = response.status_code
        endpoint = request.endpoint
        work = _WORK.get(endpoint or "", "other")
        counters.time("request_seconds", seconds, work=work, status=f"{status // 100}xx")
        response.headers.add("Wegwijs-Request", environ[NUMBER])
        if told or status >= 500 or seconds > SLOW_SECONDS:
            _tell(status, seconds)
        return response


def _begin(app: WsgiApp) -> WsgiApp:
    # Numbers of this process, that no other process has: enough to find the lines of one request.
    process, numbers = secrets.token_hex(4), count(1)

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ[BEGAN] = perf_counter()
        environ[NUMBER] = f"{process}-{next(numbers):x}"
        return app(environ, start_response)

    return answer


def _tell(status: int, seconds: float) -> None:
    rule = request.url_rule.rule if request.url_rule else "none"
    method = request.method if request.method in _METHODS else "other"  # anybody may make one up
    milliseconds = round(seconds * 1000, 1)
    log.info(
        "%s %s: %d in %.1f ms",
        method,
        rule,
        status,
        milliseconds,
        extra={"told": {"method": method, "route": rule, "status": status, "milliseconds": milliseconds}},
    )


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
