"""A stub LTI platform: signs launch messages, and serves its key set at three speeds.

The key sets are served by a process of their own, so that a tool that fetches them at every launch does
not wait for the load generator. Each answer leaves in one segment: headers and body in two would cost a
kept-alive client 40 ms (Nagle's algorithm and delayed acknowledgements).
"""

from __future__ import annotations

import json
import multiprocessing
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

SLOW_SECONDS = 0.05
NEVER_SECONDS = 3600
LTI = "https://purl.imsglobal.org/spec/lti/claim/"
ROLE = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
KID = "stub-1"


@dataclass(frozen=True)
class Tenant:
    """One registration of the tool at the stub platform; all share one signing key.

    Attributes:
        name: `quick`, `slow` or `dead-1`, `dead-2` …, after how its key set answers.
    """

    name: str
    base: str
    deployment_id: str = "1"

    @property
    def client_id(self) -> str:
        """The tool's name at this platform: of its own, as all platforms here share one host for tokens."""
        return f"bench-{self.name}"

    @property
    def issuer(self) -> str:
        """The platform's name for itself."""
        return f"{self.base}/{self.name}"

    @property
    def auth_url(self) -> str:
        """Where logins go."""
        return f"{self.issuer}/auth"

    @property
    def token_url(self) -> str:
        """Where access tokens would come from."""
        return f"{self.issuer}/token"

    @property
    def jwks_url(self) -> str:
        """Where the key set is."""
        return f"{self.issuer}/jwks"


class Signer:
    """Makes id_tokens. Signing takes 0.3 ms of the generator's time and is in no latency."""

    def __init__(self) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._header = _base64(json.dumps({"alg": "RS256", "typ": "JWT", "kid": KID}).encode())

    @property
    def jwks(self) -> dict[str, Any]:
        """The key set, as the platform publishes it."""
        numbers = self._key.public_key().public_numbers()
        n, e = _base64(numbers.n.to_bytes(256, "big")), _base64(numbers.e.to_bytes(3, "big"))
        return {"keys": [{"kty": "RSA", "kid": KID, "alg": "RS256", "use": "sig", "n": n, "e": e}]}

    def id_token(self, tenant: Tenant, nonce: str, target: str, sub: str) -> str:
        """A launch of `sub` from a course page, with the claims that a real platform sends."""
        payload = _base64(json.dumps(_claims(tenant, nonce, target, sub)).encode())
        signed = f"{self._header}.{payload}"
        return f"{signed}.{_base64(self._key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def _base64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _claims(tenant: Tenant, nonce: str, target: str, sub: str) -> dict[str, Any]:
    now = int(time.time())
    course = f"{tenant.base}/courses/7"
    return {
        "iss": tenant.issuer,
        "aud": tenant.client_id,
        "azp": tenant.client_id,
        "sub": sub,
        "iat": now,
        "exp": now + 300,
        "nonce": nonce,
        "name": "Robin Peeters",
        "given_name": "Robin",
        "family_name": "Peeters",
        "email": "robin.peeters@school.example",
        LTI + "version": "1.3.0",
        LTI + "message_type": "LtiResourceLinkRequest",
        LTI + "deployment_id": tenant.deployment_id,
        LTI + "target_link_uri": target,
        LTI + "roles": [ROLE, "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Student"],
        LTI + "resource_link": {"id": "link-1", "title": "Who am I?", "description": "The first session"},
        LTI + "context": {"id": "course-7", "label": "6B", "title": "Class 6B", "type": ["CourseSection"]},
        LTI + "custom": {"module": "identity"},
        LTI + "launch_presentation": {"locale": "nl-BE", "document_target": "iframe", "return_url": course},
        LTI + "tool_platform": {"guid": "stub", "name": "Stub", "product_family_code": "stub"},
        LTI + "lis": {"person_sourcedid": "p-1", "course_section_sourcedid": "c-7"},
        "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": {
            "scope": [
                "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
                "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly",
                "https://purl.imsglobal.org/spec/lti-ags/scope/score",
            ],
            "lineitems": f"{course}/lineitems",
            "lineitem": f"{course}/lineitems/3/lineitem",
        },
        "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice": {
            "context_memberships_url": f"{course}/members",
            "service_versions": ["2.0"],
        },
    }


@contextmanager
def key_set_server(signer: Signer) -> Iterator[str]:
    """Serve the key sets until the block ends; gives the platform's address."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(json.dumps(signer.jwks).encode(), there), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{here.recv()}"
    finally:
        process.terminate()
        process.join()


def _serve(jwks: bytes, pipe: Connection) -> None:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # headers and body leave together
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            tenant = self.path.split("/")[1]
            kind = tenant.partition("-")[0]
            time.sleep({"slow": SLOW_SECONDS, "dead": NEVER_SECONDS}.get(kind, 0))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(jwks)))
            self.end_headers()
            self.wfile.write(jwks)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

    server = Server(("127.0.0.1", 0), Handler)
    pipe.send(server.server_port)
    server.serve_forever()
