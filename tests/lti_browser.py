"""A learner's browser for tests: goes through a launch and then calls the page's API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.lti_platform_double import CLIENT_ID, ISSUER, PlatformDouble

HOST = "https://wegwijs.example.org"
TARGET = f"{HOST}/lti/launch"
LOGIN = {"iss": ISSUER, "client_id": CLIENT_ID, "login_hint": "hint-42", "target_link_uri": TARGET}


@dataclass
class Login:
    """What the browser carries to the platform."""

    response: TestResponse
    state: str
    nonce: str


@dataclass
class Page:
    """An open page: it has the token of its attempt."""

    client: FlaskClient
    token: str
    path: str

    def call(self, method: str, path: str, json: Any = None) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.client.open("/api" + path, method=method, headers=headers, json=json)

    def load(self) -> Any:
        return self.call("GET", "/attempt").json

    def save(self, activity: str, value: Any, revision: int = 0, **more: Any) -> Any:
        answer = {"value": value, "how": "screen", "audience": "learner", "revision": revision} | more
        return self.call("PATCH", "/attempt", {"answers": {activity: answer}, "position": activity}).json

    def finish(self) -> Any:
        return self.call("POST", "/attempt/finish").json["grade"]

    def resend(self) -> Any:
        return self.call("POST", "/attempt/resend").json["grade"]


class Browser:
    """Goes through launches at one platform."""

    def __init__(self, client: FlaskClient, platform: PlatformDouble) -> None:
        self.client = client
        self.platform = platform

    def log_in(self, method: str = "POST", **changes: str | None) -> Login:
        parameters = {name: value for name, value in (LOGIN | changes).items() if value is not None}
        sent = {"data": parameters} if method == "POST" else {"query_string": parameters}
        response = self.client.open("/lti/login", method=method, base_url=HOST, **sent)
        query = parse_qs(urlsplit(response.headers.get("Location", "")).query)
        return Login(response, query.get("state", [""])[0], query.get("nonce", [""])[0])

    def post(self, id_token: str, state: str, **more: Any) -> TestResponse:
        form = {"id_token": id_token, "state": state} | more.pop("form", {})
        return self.client.post("/lti/launch", data=form, base_url=HOST, **more)

    def launch(self, **claims: Any) -> TestResponse:
        """A whole launch, with changed claims."""
        login = self.log_in()
        return self.post(self.platform.sign(self.platform.claims(login.nonce, **claims)), login.state)

    def open(self, **claims: Any) -> Page:
        response = self.launch(**claims)
        assert response.status_code == 303, response.text
        path, _, token = response.headers["Location"].partition("#")
        return Page(self.client, token, path)
