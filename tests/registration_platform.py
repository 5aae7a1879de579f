"""A platform double that takes registrations, and an administrator who makes them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lti_tool.store import invitations
from lti_tool.tool import Tool
from tests.lti_platform_double import KeyPair, PlatformDouble, Received

TOKEN = "registration-token-1"
TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"


class RegisteringPlatform(PlatformDouble):
    """Also answers for its configuration and takes registrations, as Moodle does.

    Attributes:
        changes: To the configuration; None takes a name out.
        answer_changes: To the answer to a registration.
    """

    def __init__(self, key: KeyPair) -> None:
        super().__init__(key)
        self.changes: dict[str, Any] = {}
        self.answer_changes: dict[str, Any] = {}

    @property
    def configuration(self) -> dict[str, Any]:
        document = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/auth",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "registration_endpoint": f"{self.url}/register",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "response_types_supported": ["id_token"],
            "scopes_supported": ["openid"],
            PLATFORM: {"product_family_code": "moodle", "version": "4.5", "messages_supported": []},
        } | self.changes
        return {name: value for name, value in document.items() if value is not None}

    @property
    def registrations(self) -> list[Received]:
        return [call for call in self.received if call.method == "POST" and call.path == "/register"]

    def answer(self, call: Received) -> tuple[int, dict[str, str], bytes]:
        status, headers, body = super().answer(call)
        if status != 404 or self.failures.get(call.path):
            return status, headers, body
        if call.path == "/openid-configuration":
            return 200, {}, json.dumps(self.configuration).encode()
        if call.path == "/register" and call.method == "POST":
            tool = call.json[TOOL] | {"deployment_id": "7"}
            answer = call.json | {"client_id": "client-1", TOOL: tool} | self.answer_changes
            kept = {name: value for name, value in answer.items() if value is not None}
            return 200, {}, json.dumps(kept).encode()
        return status, headers, body


@dataclass
class Administrator:
    """Somebody at a school who was sent an invitation and uses it in their platform."""

    client: FlaskClient
    tool: Tool
    platform: RegisteringPlatform
    invitation: str = ""
    parameters: dict[str, str] = field(default_factory=dict)

    def invite(self, note: str = "Atheneum Hasselt", hours: int = 72) -> Administrator:
        with self.tool.database.write() as connection:
            self.invitation = invitations.add(connection, "platform", note, self.tool.now(), hours * 3600)
        return self

    def ask(self, **changes: str | None) -> TestResponse:
        query = {
            "invitation": self.invitation,
            "openid_configuration": f"{self.platform.url}/openid-configuration",
            "registration_token": TOKEN,
        } | changes
        sent = {name: value for name, value in query.items() if value is not None}
        return self.client.get("/lti/register", query_string=sent)

    def confirm(self, page: TestResponse, **headers: str) -> TestResponse:
        found = re.search(r'name="offer" value="([^"]+)"', page.text)
        assert found, page.text
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post("/lti/register", data={"offer": unescape(found[1])}, headers=named)

    def register(self) -> TestResponse:
        return self.confirm(self.ask())
