"""A tool made of PyLTI1p3 2.0.0 and nothing else: what ours is held against.

https://github.com/dmitry-viskov/pylti1.3
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from flask import Flask, request
from flask.testing import FlaskClient
from pylti1p3.contrib.flask import FlaskCacheDataStorage, FlaskMessageLaunch, FlaskOIDCLogin, FlaskRequest
from pylti1p3.registration import Registration
from pylti1p3.tool_config import ToolConfDict
from werkzeug.test import TestResponse

from tests.lti_browser import LOGIN
from tests.lti_platform_double import CLIENT_ID, DEPLOYMENT, ISSUER, PlatformDouble

OPENED = "opened "


class Memory(dict[str, Any]):
    """A cache of the process, as Flask-Caching's simplest."""

    def set(self, key: str, value: Any, _seconds: int | None = None) -> None:
        self[key] = value


@dataclass
class Bare:
    """The library's own launch, as its example for Flask has it.

    Attributes:
        memory: Where it keeps its state; None: in Flask's session, as it does unasked.
        key_memory: Where it keeps key sets; None: nowhere, as it does unasked.
    """

    platform: PlatformDouble
    session: requests.Session
    memory: Memory | None = None
    key_memory: Memory | None = None
    base_url: str = "https://bare.example.org"

    def __post_init__(self) -> None:
        app = Flask("bare")
        app.config.update(SECRET_KEY="of the test", PROPAGATE_EXCEPTIONS=False)
        app.add_url_rule("/login", view_func=self._login, methods=["GET", "POST"])
        app.add_url_rule("/launch", view_func=self._launch, methods=["POST"])
        self.client: FlaskClient = app.test_client()

    def configuration(self) -> ToolConfDict:
        at = self.platform.registration
        known = {
            "client_id": CLIENT_ID,
            "auth_login_url": at.auth_url,
            "auth_token_url": at.token_url,
            "key_set_url": at.jwks_url,
            "deployment_ids": [DEPLOYMENT],
        }
        return ToolConfDict({ISSUER: known})

    def other_browser(self) -> None:
        self.client = self.client.application.test_client()

    def log_in(self, **changes: str) -> tuple[TestResponse, str, str]:
        """The answer to a login, with its state and nonce."""
        response = self.client.post("/login", data=LOGIN | changes, base_url=self.base_url)
        query = parse_qs(urlsplit(response.headers.get("Location", "")).query)
        return response, query.get("state", [""])[0], query.get("nonce", [""])[0]

    def post(self, id_token: str, state: str) -> str:
        """`OPENED` with the number of the launch, or why not."""
        form = {"id_token": id_token, "state": state}
        return self.client.post("/launch", data=form, base_url=self.base_url).text

    def launch(self, **claims: Any) -> str:
        """A whole launch, with changed claims."""
        _, state, nonce = self.log_in()
        return self.post(self.platform.sign(self.platform.claims(nonce, **claims)), state)

    def _storage(self) -> FlaskCacheDataStorage | None:
        return None if self.memory is None else FlaskCacheDataStorage(self.memory)

    def _login(self) -> Any:
        flow = FlaskOIDCLogin(FlaskRequest(), self.configuration(), launch_data_storage=self._storage())
        try:
            return flow.redirect(f"{self.base_url}/launch")
        except Exception as problem:
            return f"{type(problem).__name__}: {problem}"

    def _launch(self) -> str:
        try:
            message = FlaskMessageLaunch(
                FlaskRequest(),
                self.configuration(),
                launch_data_storage=self._storage(),
                requests_session=self.session,
            )
            if self.key_memory is not None:
                message.set_public_key_caching(FlaskCacheDataStorage(self.key_memory))
            message.get_launch_data()
            return OPENED + message.get_launch_id()
        except Exception as problem:
            return f"{type(problem).__name__}: {problem}"

    def data_of(self, launch_id: str) -> Any:
        """What anybody gets who knows the number of a launch."""
        with self.client.application.test_request_context("/launch", base_url=self.base_url):
            assert not request.cookies
            message = FlaskMessageLaunch.from_cache(
                launch_id,
                FlaskRequest(),
                self.configuration(),
                launch_data_storage=self._storage(),
                requests_session=self.session,
            )
            return message.get_launch_data()


def bare_registration(platform: PlatformDouble, private_pem: str) -> Registration:
    """The library's own idea of the platform double."""
    at = platform.registration
    made = Registration()
    made.set_issuer(at.issuer).set_client_id(at.client_id).set_auth_token_url(at.token_url)
    made.set_auth_login_url(at.auth_url).set_tool_private_key(private_pem)
    return made
