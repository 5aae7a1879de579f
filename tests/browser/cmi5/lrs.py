"""The side of a cmi5 platform that a page calls: the token, documents with versions, and statements.

Documents are kept here; statements go to a learning record store once they obey the profile.
"""

import hashlib
import http.server
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.browser.cmi5.rules import SESSION_ID, Launch, broken_rules, verb

Statement = dict[str, Any]
Record = Callable[[Sequence[Statement]], int]
"""Has statements recorded; returns the HTTP status of whoever does it."""

_MAY_SEND = "Authorization, Content-Type, X-Experience-API-Version, If-Match, If-None-Match"


@dataclass
class Session:
    """One launch, as the platform keeps track of it."""

    launch: Launch
    token: str
    is_fetched: bool = False
    knows_preferences: bool = False
    is_abandoned: bool = False
    statements: list[Statement] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        return any(verb(one) == "terminated" for one in self.statements)


class Endpoint:
    """An LRS's address at ``127.0.0.1``, on a site of its own.

    Attributes:
        documents: every document by its resource and parameters.
        errors: what pages did that they should not have done.
        failing: by resource (`state`, `statements`, `profile`), the status that it answers with for now.
        without_conditions: whether the site lets pages send no conditions (`If-Match`), as some do.
        asked_each_time: whether a browser must ask before each call of another site's page.
    """

    def __init__(self, record: Record | None) -> None:
        self.documents: dict[str, bytes] = {}
        self.sessions: list[Session] = []
        self.errors: list[str] = []
        self.calls: list[str] = []
        self.failing: dict[str, int] = {}
        self.without_conditions = False
        self.asked_each_time = False
        self.changed = threading.Condition()
        self._record = record or (lambda _: 200)
        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), type("Handler", (_Handler,), {"endpoint": self})
        )
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()

    def token(self, path: str) -> dict[str, str]:
        """Answer a fetch URL: the token the first time, an error ever after (8.2)."""
        session = self.sessions[int(path.rpartition("/")[2])]
        if session.is_fetched:
            return {"error-code": "1", "error-text": "The token was given before."}
        session.is_fetched = True
        return {"auth-token": session.token}

    def answer(
        self, method: str, resource: str, query: dict[str, str], headers: Any, body: bytes
    ) -> tuple[int, bytes, dict[str, str]]:
        """Answer one xAPI call with status, content and headers."""
        kind = {"activities/state": "state", "agents/profile": "profile"}.get(resource, resource)
        self.calls.append(f"{method} {kind} {query.get('stateId', '')}".strip())
        if kind in self.failing:
            return self.failing[kind], b"", {}
        token = headers.get("Authorization", "").removeprefix("Basic ")
        session = next((one for one in self.sessions if one.token == token), None)
        if session is None or headers.get("X-Experience-API-Version") != "1.0.3":
            return 401, b"", {}
        if kind == "statements":
            return self._statements(session, json.loads(body)), b"[]", {}
        session.knows_preferences |= kind == "profile"
        key = json.dumps([resource, sorted(query.items())])
        return self._read(key) if method == "GET" else self._write(key, session, query, headers, body)

    def _read(self, key: str) -> tuple[int, bytes, dict[str, str]]:
        if key not in self.documents:
            return 404, b"", {}
        return 200, self.documents[key], {"ETag": _tag(self.documents[key])}

    def _write(
        self, key: str, session: Session, query: dict[str, str], headers: Any, body: bytes
    ) -> tuple[int, bytes, dict[str, str]]:
        if query.get("stateId") == "LMS.LaunchData":
            self.errors.append("10.2.1 the launch data was overwritten")
        if session.launch.mode != "Normal":
            self.errors.append(f"a document written in {session.launch.mode}")
        there = self.documents.get(key)
        wanted, unwanted = headers.get("If-Match"), headers.get("If-None-Match")
        if (wanted and (there is None or wanted != _tag(there))) or (unwanted == "*" and there is not None):
            return 412, b"", {}
        with self.changed:
            self.documents[key] = body
            self.changed.notify_all()
        return 204, b"", {}

    def _statements(self, session: Session, statements: list[Statement]) -> int:
        with self.changed:
            if session.is_abandoned:
                return 403
            # What is sent a second time, word for word, is recorded already.
            statements = [one for one in statements if one not in session.statements]
            if not statements:
                return 200
            heard = list(session.statements)
            earlier = [
                one
                for other in self.sessions
                if other.launch.registration == session.launch.registration
                and other.launch.activity_id == session.launch.activity_id
                for one in other.statements
            ]
            broken = (
                [] if session.knows_preferences else ["11 preferences not read before the first statement"]
            )
            for one in statements:
                broken += broken_rules(one, session.launch, heard, earlier)
                heard.append(one)
            if broken:
                self.errors += [f"{rule} ({', '.join(verb(one) for one in statements)})" for rule in broken]
                return 403
            status = self._record(statements)
            if status < 300:
                session.statements += statements
            else:
                self.errors.append(f"the LRS answered {status}")
            self.changed.notify_all()
            return status


def session_of(template: dict[str, Any]) -> str:
    """The id that the platform gave a session."""
    return str(template["extensions"][SESSION_ID])


def _tag(content: bytes) -> str:
    return f'"{hashlib.sha1(content).hexdigest()}"'


class _Handler(http.server.BaseHTTPRequestHandler):
    endpoint: Endpoint
    protocol_version = "HTTP/1.1"

    def do_OPTIONS(self) -> None:
        self._answer(204, b"", {})

    def do_GET(self) -> None:
        self._call()

    def do_PUT(self) -> None:
        self._call()

    def do_POST(self) -> None:
        if self.path.startswith("/fetch/"):
            self._answer(200, json.dumps(self.endpoint.token(self.path)).encode(), {})
        else:
            self._call()

    def _call(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        address = urlsplit(self.path)
        resource = address.path.removeprefix("/xapi/")
        query = dict(parse_qsl(address.query))
        if "method" in query:
            self._alternate(resource, query["method"], body)
        else:
            self._answer(*self.endpoint.answer(self.command, resource, query, self.headers, body))

    def _alternate(self, resource: str, method: str, body: bytes) -> None:
        """A call in the form that needs no asking: all of it in the content (xAPI 1.0.3, part three, 1.3)."""
        form = dict(parse_qsl(body.decode()))
        names = {"Authorization", "X-Experience-API-Version", "If-Match", "If-None-Match", "Content-Type"}
        headers = {name: value for name, value in form.items() if name in names}
        query = {name: value for name, value in form.items() if name not in {*names, "content"}}
        self._answer(*self.endpoint.answer(method, resource, query, headers, form["content"].encode()))

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        may_send = _MAY_SEND.partition(", If-")[0] if self.endpoint.without_conditions else _MAY_SEND
        self.send_response(status)
        self.send_header("Access-Control-Allow-Origin", self.headers.get("Origin") or "*")
        self.send_header("Access-Control-Allow-Methods", "GET, PUT, POST, DELETE")
        self.send_header("Access-Control-Allow-Headers", may_send)
        self.send_header("Access-Control-Expose-Headers", "ETag")
        self.send_header("Access-Control-Max-Age", "0" if self.endpoint.asked_each_time else "600")
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: the test says what matters."""
