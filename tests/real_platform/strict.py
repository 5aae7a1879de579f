"""What the specifications demand of a tool and this platform does not check.

The wrapper stands before Django and changes nothing: it reads a request, writes each breach down in
``records.faults``, and passes the request on. An error answer to the tool is a fault as well, unless a
test ordered the outage.
"""

import io
import json
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

import jwt
import records

Environ = dict[str, Any]
Start = Callable[..., Any]

LAUNCH = "/api/lti_consumer/v1/launch/"
TOKEN = "/api/lti_consumer/v1/token/"
SERVICES = "/api/lti_consumer/v1/lti/"
DEEP_LINKING = "/lti-dl/response"

SCOPES = {
    "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
    "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly",
    "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly",
    "https://purl.imsglobal.org/spec/lti-ags/scope/score",
    "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly",
}
LINE_ITEM = "application/vnd.ims.lis.v2.lineitem+json"
LINE_ITEMS = "application/vnd.ims.lis.v2.lineitemcontainer+json"
SCORE = "application/vnd.ims.lis.v1.score+json"
RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json"
MEMBERS = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"


class Strict:
    """A WSGI application that judges what passes through it to `app`, a platform at `base_url`."""

    def __init__(self, app: Callable[[Environ, Start], Iterable[bytes]], base_url: str) -> None:
        self.app = app
        self.base_url = base_url
        self.seen: set[tuple[str, str]] = set()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path.startswith((LAUNCH, TOKEN, SERVICES)):
            return self.app(environ, start)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        what = f"{environ['REQUEST_METHOD']} {path}"
        records.faults.extend(f"{what}: {fault}" for fault in self.judge(environ, path, body))
        if path.startswith(LAUNCH):
            return self.app(environ, start)
        if records.outage.times > 0:
            return self.break_down(what, start)
        return self.app(environ, self.watch(what, start))

    def judge(self, environ: Environ, path: str, body: bytes) -> Iterator[str]:
        """Yield every breach in one request."""
        if path.startswith(LAUNCH):
            text = body.decode() if environ["REQUEST_METHOD"] == "POST" else environ["QUERY_STRING"]
            yield from self.authentication_request(form(text))
        elif path.startswith(TOKEN):
            yield from self.token_request(environ, path, form(body.decode()))
        elif path.endswith(DEEP_LINKING):
            yield from self.deep_linking_answer(form(body.decode()))
        else:
            yield from self.service_call(environ, path, body)

    def break_down(self, what: str, start: Start) -> Iterable[bytes]:
        """Answer as a platform in trouble, as often as a test ordered."""
        records.outage.times -= 1
        status = records.outage.status
        records.calls.append({"call": what, "status": status, "ordered": True})
        start(f"{status} Ordered", [("Content-Type", "text/plain"), *records.outage.headers.items()])
        return [b"ordered by the test"]

    def watch(self, what: str, start: Start) -> Start:
        """Write the platform's answer down."""

        def started(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            records.calls.append({"call": what, "status": int(status[:3]), "ordered": False})
            if int(status[:3]) >= 400:
                records.faults.append(f"{what}: the platform answered {status}")
            return start(status, headers, *rest)

        return started

    def once(self, kind: str, value: str) -> bool:
        """Return whether this is the first time that the tool used `value` as its `kind`."""
        first = (kind, value) not in self.seen
        self.seen.add((kind, value))
        return first

    def authentication_request(self, asked: dict[str, str]) -> Iterator[str]:
        """https://www.imsglobal.org/spec/security/v1p0/#step-2-authentication-request"""
        expected = {
            "scope": "openid",
            "response_type": "id_token",
            "response_mode": "form_post",
            "prompt": "none",
        }
        for name, value in expected.items():
            if asked.get(name) != value:
                yield f"{name} is {asked.get(name)!r} instead of {value!r}"
        if records.person_of(asked.get("login_hint", "")) is None:
            yield "login_hint is not the one that the platform sent"
        for name in ("nonce", "state"):
            if len(asked.get(name, "")) < 16:
                yield f"{name} is too short to be unguessable"
            elif not self.once(name, asked[name]):
                yield f"{name} was used before"

    def token_request(self, environ: Environ, path: str, asked: dict[str, str]) -> Iterator[str]:
        """https://www.imsglobal.org/spec/security/v1p0/#using-json-web-tokens-with-oauth-2-0-client-credentials-grant"""
        if content_type(environ) != "application/x-www-form-urlencoded":
            yield f"content type is {content_type(environ)!r}"
        if asked.get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer":
            yield f"client_assertion_type is {asked.get('client_assertion_type')!r}"
        unknown = set(asked.get("scope", "").split(" ")) - SCOPES
        if unknown:
            yield f"unknown scopes {sorted(unknown)}"
        yield from self.assertion(asked.get("client_assertion", ""), self.base_url + path)

    def assertion(self, token: str, audience: str) -> Iterator[str]:
        try:
            header = jwt.get_unverified_header(token)
            claims = jwt.decode(token, options={"verify_signature": False})
        except jwt.PyJWTError as error:
            yield f"client_assertion is no JWT: {error}"
            return
        if header.get("alg") != "RS256" or not header.get("kid"):
            yield f"client_assertion has the header {header}"
        if not claims.get("iss") or claims.get("iss") != claims.get("sub"):
            yield f"client_assertion has iss {claims.get('iss')!r} and sub {claims.get('sub')!r}"
        if audience not in as_list(claims.get("aud")):
            yield f"client_assertion is meant for {claims.get('aud')!r}"
        now = time.time()
        lifetime = claims.get("exp", 0) - claims.get("iat", 0)
        if not (now < claims.get("exp", 0) and claims.get("iat", 0) <= now + 5 and lifetime <= 3600):
            yield f"client_assertion has iat {claims.get('iat')!r} and exp {claims.get('exp')!r}"
        if not claims.get("jti") or not self.once("jti", claims["jti"]):
            yield f"client_assertion has a missing or used jti {claims.get('jti')!r}"

    def service_call(self, environ: Environ, path: str, body: bytes) -> Iterator[str]:
        """https://www.imsglobal.org/spec/lti-ags/v2p0/ and https://www.imsglobal.org/spec/lti-nrps/v2p0/"""
        if not environ.get("HTTP_USER_AGENT"):
            yield "no User-Agent, which some schools' firewalls refuse"
        if not environ.get("HTTP_AUTHORIZATION", "").startswith("Bearer "):
            yield "no bearer token"
        if environ["QUERY_STRING"] and "token" in environ["QUERY_STRING"]:
            yield "a token in the address"
        writes = environ["REQUEST_METHOD"] in ("POST", "PUT")
        wanted = SCORE if path.endswith("/scores") else LINE_ITEM
        if writes and content_type(environ) != wanted:
            yield f"content type is {content_type(environ)!r} instead of {wanted!r}"
        if not writes and environ.get("HTTP_ACCEPT") not in readable(path):
            yield f"Accept is {environ.get('HTTP_ACCEPT')!r}"
        if path.endswith("/scores"):
            yield from score(json.loads(body))

    def deep_linking_answer(self, sent: dict[str, str]) -> Iterator[str]:
        """https://www.imsglobal.org/spec/lti-dl/v2p0/#deep-linking-response-message"""
        claims = jwt.decode(sent.get("JWT", ""), options={"verify_signature": False})
        if self.base_url not in as_list(claims.get("aud")):
            yield f"aud is {claims.get('aud')!r}"
        if claims.get("https://purl.imsglobal.org/spec/lti/claim/deployment_id") != "1":
            yield "deployment_id is not the one of the request"
        if not claims.get("nonce") or not self.once("nonce", claims["nonce"]):
            yield f"nonce is missing or used: {claims.get('nonce')!r}"
        if "https://purl.imsglobal.org/spec/lti-dl/claim/data" in claims:
            yield "data is returned though none was sent"


def score(sent: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a score: https://www.imsglobal.org/spec/lti-ags/v2p0/#score-publish-service"""
    if records.person_of(sent.get("userId", "")) is None:
        yield "userId is nobody in the course"
    try:
        if datetime.fromisoformat(sent["timestamp"]).utcoffset() is None:
            yield "timestamp has no time zone"
    except (KeyError, ValueError):
        yield f"timestamp is {sent.get('timestamp')!r}"
    if sent.get("activityProgress") not in {"Initialized", "Started", "InProgress", "Submitted", "Completed"}:
        yield f"activityProgress is {sent.get('activityProgress')!r}"
    if sent.get("gradingProgress") not in {"FullyGraded", "Pending", "PendingManual", "Failed", "NotReady"}:
        yield f"gradingProgress is {sent.get('gradingProgress')!r}"
    given, maximum = sent.get("scoreGiven"), sent.get("scoreMaximum")
    if given is not None and not (maximum and 0 <= given <= maximum):
        yield f"scoreGiven is {given!r} of {maximum!r}"


def readable(path: str) -> set[str]:
    """Return the media types that a tool may ask for at `path`."""
    if path.endswith("/memberships"):
        return {MEMBERS}
    return {RESULTS} if "/results" in path else {LINE_ITEM, LINE_ITEMS}


def content_type(environ: Environ) -> str:
    """Return the media type of the request's body, without its parameters."""
    return str(environ.get("CONTENT_TYPE", "")).partition(";")[0].strip()


def form(text: str) -> dict[str, str]:
    """Return the first value of each field."""
    return {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}


def as_list(value: Any) -> list[Any]:
    """Return `value` as the list that a JWT may write it as."""
    return value if isinstance(value, list) else [value]
