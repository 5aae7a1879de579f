"""A small LTI platform for tests: its messages are really signed, and its services can be made to fail.

It is a double: it shows how our side behaves. That a platform nobody here wrote understands us is shown
elsewhere, with a real one.
"""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from lti_tool.protocol.claims import AGS_ENDPOINT, LTI, SCOPE_SCORE
from lti_tool.protocol.registration import Registration

ISSUER = "https://lms.example.edu"
CLIENT_ID = "wegwijs-at-example"
DEPLOYMENT = "dep-1"
HTML = {"Content-Type": "text/html; charset=utf-8"}
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
INSTRUCTOR = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"


@dataclass
class KeyPair:
    """A signing key of the platform. Making one takes long, so tests share theirs."""

    kid: str
    private: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )

    def jwk(self, **changes: Any) -> dict[str, Any]:
        jwk = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {
            "kty": "RSA",
            "n": jwk["n"],
            "e": jwk["e"],
            "kid": self.kid,
            "alg": "RS256",
            "use": "sig",
        } | changes


@dataclass(frozen=True)
class FromNow:
    """A time in a claim, counted from the moment the message is made."""

    seconds: int


@dataclass
class Received:
    """One call that the platform got."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    query: dict[str, str] = field(default_factory=dict)

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


class PlatformDouble:
    """A platform on loopback: key set, tokens, scores."""

    def __init__(self, key: KeyPair) -> None:
        self.key = key
        self.jwks: Any = {"keys": [key.jwk()]}
        self.received: list[Received] = []
        # What to answer next: (status, headers, body) per path; used up one by one.
        self.failures: dict[str, deque[tuple[int, dict[str, str], bytes]]] = {}
        self.token_number = 0
        self.tool_jwks: Any = None
        # What a test adds: an answer per path.
        self.pages: dict[str, Callable[[Received], tuple[int, dict[str, str], bytes]]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def registration(self) -> Registration:
        return Registration(
            0, ISSUER, CLIENT_ID, f"{ISSUER}/auth?tenant=a%20b", f"{self.url}/token", f"{self.url}/jwks"
        )

    @property
    def course_url(self) -> str:
        """A course page for a browser."""
        return f"http://{self._course_host}:{self._server.server_port}/course"

    @property
    def course_registration(self) -> Registration:
        return replace(self.registration, auth_url=self.course_url.replace("/course", "/auth"))

    def show_course(self, tool_url: str, *, same_site: bool = False) -> None:
        """Offer `/course` with the tool in a frame, and `/auth`, which posts a signed message.

        For browsers, `localhost` is another site than the tool's `127.0.0.1`.
        """
        self._tool_url = tool_url
        self._course_host = "127.0.0.1" if same_site else "localhost"

    @property
    def line_item_url(self) -> str:
        return f"{self.url}/course/7/lineitems/3/lineitem?type_id=5"

    @property
    def scores(self) -> list[Received]:
        return [call for call in self.received if call.path.endswith("/scores") and call.method == "POST"]

    def calls(self, path: str) -> list[Received]:
        return [call for call in self.received if call.path == path]

    def fail(self, path: str, status: int, *, body: bytes = b"", **headers: str) -> None:
        """Answer the next call of a path so."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.failures.setdefault(path, deque()).append((status, named, body))

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def claims(self, nonce: str, /, **changes: Any) -> dict[str, Any]:
        """A good launch message. A change to None takes the claim out."""
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "aud": CLIENT_ID,
            "sub": "learner-42",
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            LTI + "version": "1.3.0",
            LTI + "message_type": "LtiResourceLinkRequest",
            LTI + "deployment_id": DEPLOYMENT,
            LTI + "target_link_uri": "https://wegwijs.example.org/lti/launch",
            LTI + "roles": [LEARNER],
            LTI + "resource_link": {"id": "link-1", "title": "Wie ben jij?"},
            LTI + "context": {"id": "course-7", "title": "Klas 6B"},
            LTI + "custom": {"module": "identity"},
            LTI + "launch_presentation": {"locale": "nl-BE", "return_url": f"{ISSUER}/course/7"},
            AGS_ENDPOINT: {
                "scope": [SCOPE_SCORE],
                "lineitem": self.line_item_url,
                "lineitems": f"{self.url}/course/7/lineitems",
            },
        }
        claims |= {(LTI + name if name in _SHORT else name): value for name, value in changes.items()}
        return {
            name: now + value.seconds if isinstance(value, FromNow) else value
            for name, value in claims.items()
            if value is not None
        }

    def sign(self, claims: dict[str, Any], *, key: KeyPair | None = None, **headers: Any) -> str:
        signer = key or self.key
        named = {"kid": signer.kid} | headers
        return jwt.encode(
            claims,
            signer.private,
            algorithm="RS256",
            headers={name: value for name, value in named.items() if value is not None},
        )

    def answer(self, call: Received) -> tuple[int, dict[str, str], bytes]:
        self.received.append(call)
        if waiting := self.failures.get(call.path):
            return waiting.popleft()
        if added := self.pages.get(call.path):
            return added(call)
        pages = {
            "/jwks": lambda: json.dumps(self.jwks).encode(),
            "/token": self._token,
            "/course/7/lineitems/3/lineitem/scores": lambda: b"",
            "/course": self._course_page,
            "/auth": lambda: self._auth_page(call),
        }
        page = pages.get(call.path)
        return (200, HTML, page()) if page else (404, {}, b"")

    def _token(self) -> bytes:
        self.token_number += 1
        given = {"access_token": f"token-{self.token_number}", "expires_in": 3600, "token_type": "Bearer"}
        return json.dumps(given).encode()

    def _course_page(self) -> bytes:
        target = f"{self._tool_url}/lti/launch"
        login = {"iss": ISSUER, "client_id": CLIENT_ID, "login_hint": "42", "target_link_uri": target}
        address = escape(f"{self._tool_url}/lti/login?{urlencode(login)}")
        return f'<!doctype html><title>Course</title><iframe id="tool" src="{address}"></iframe>'.encode()

    def _auth_page(self, call: Received) -> bytes:
        claims = self.claims(call.query["nonce"], target_link_uri=f"{self._tool_url}/lti/launch")
        fields = {"id_token": self.sign(claims), "state": call.query["state"]}
        inputs = "".join(f'<input name="{name}" value="{value}">' for name, value in fields.items())
        action = escape(call.query["redirect_uri"])
        form = f'<form method="post" action="{action}">{inputs}</form>'
        return f"<!doctype html>{form}<script>document.forms[0].submit()</script>".encode()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        platform = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"  # so that a closed platform is closed

            def do_GET(self) -> None:
                self._answer()

            def do_POST(self) -> None:
                self._answer()

            def do_PUT(self) -> None:
                self._answer()

            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                address = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(address.query).items()}
                call = Received(self.command, address.path, dict(self.headers.items()), body, query)
                status, headers, content = platform.answer(call)
                self.send_response_only(status)  # no date: tests say what its clock says
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


_SHORT = {
    "version",
    "message_type",
    "deployment_id",
    "target_link_uri",
    "roles",
    "resource_link",
    "context",
    "custom",
    "launch_presentation",
}
