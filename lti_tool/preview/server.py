"""A small web server for one author, on this machine only."""

from __future__ import annotations

import json
import mimetypes
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lti_tool.preview.shell import FILES, shell
from lti_tool.preview.watch import Watch
from modules.kit.errors import Problem

LOOPBACK = "127.0.0.1"
_SHELL = (
    "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_FRAMED = "frame-ancestors 'self'"
_TYPES = {".js": "text/javascript", ".svg": "image/svg+xml", ".json": "application/json"}


class PreviewServer(ThreadingHTTPServer):
    """Shows what a watch sees."""

    daemon_threads = True
    # A second preview on the same port must be refused, not share it.
    allow_reuse_address = True

    def __init__(self, port: int, watch: Watch) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.watch = watch

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://{LOOPBACK}:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if not self._is_ours():
            self._send(HTTPStatus.FORBIDDEN, b"This preview is for this computer only.", "text/plain", _SHELL)
        elif path == "/state":
            self._send(HTTPStatus.OK, self._state(), "application/json", _SHELL)
        elif path.startswith("/module/"):
            self._module(path.removeprefix("/module/"))
        elif path.removeprefix("/preview/") in FILES and path.startswith("/preview/"):
            file = FILES[path.removeprefix("/preview/")]
            self._send(HTTPStatus.OK, file.read_bytes(), _type_of(file.name), _SHELL)
        else:
            self._page(path)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the standard library's name
        """Say nothing: a request each second tells an author nothing."""

    def _is_ours(self) -> bool:
        """A page of elsewhere whose name leads here (DNS rebinding) may read nothing."""
        port = self.server.server_port
        return self.headers.get("Host") in {f"{LOOPBACK}:{port}", f"localhost:{port}"}

    def _state(self) -> bytes:
        version, built = self.server.watch.now()
        problems = [_told(problem) for problem in built.problems]
        state = {"version": version, "problems": problems, "title": built.title, "guided": built.guided}
        return json.dumps(state).encode()

    def _module(self, name: str) -> None:
        content = self.server.watch.file(name)
        if content is None:
            self._send(HTTPStatus.NOT_FOUND, b"Not found", "text/plain", _FRAMED)
        else:
            self._send(HTTPStatus.OK, content, _type_of(name), _FRAMED)

    def _page(self, path: str) -> None:
        _, built = self.server.watch.now()
        languages = built.languages or self.server.watch.languages() or ("nl", "en")
        language = path.strip("/")
        if path == f"/{language}/" and language in languages:
            page = shell(language, languages, built.title)
            self._send(HTTPStatus.OK, page.encode(), "text/html", _SHELL)
            return
        if language and language not in languages and path != f"/{language}/":
            self._send(HTTPStatus.NOT_FOUND, b"Not found", "text/plain", _SHELL)
            return
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", f"/{languages[0]}/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: HTTPStatus, content: bytes, kind: str, policy: str) -> None:
        text = kind.startswith("text/") or kind in {"application/json", "image/svg+xml"}
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", policy)
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(content)


def _told(problem: Problem) -> dict[str, str]:
    place = f"{problem.file}:{problem.line}" if problem.line else str(problem.file)
    return {"place": place, "message": problem.message}


def _type_of(name: str) -> str:
    return _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
