"""A teacher who chooses modules, for tests: the request, the page, and the answer as a platform reads it."""

import html
import re
from dataclasses import dataclass
from typing import Any

import jwt
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lti_tool.store.db import Database
from tests.lti_browser import HOST, Browser
from tests.lti_platform_double import CLIENT_ID, INSTRUCTOR, ISSUER

DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
LTI = "https://purl.imsglobal.org/spec/lti/claim/"
RETURN_URL = f"{ISSUER}/courses/7/deep-link?session=1&x=2"
SETTINGS = {
    "deep_link_return_url": RETURN_URL,
    "accept_types": ["link", "ltiResourceLink"],
    "accept_presentation_document_targets": ["iframe", "window"],
    "accept_multiple": True,
    "auto_create": False,
}
DATA = 'csrf: "é<b>&amp; %20 + \\u00e9=\n'


def request_claims(settings: Any = None, /, **changes: Any) -> dict[str, Any]:
    """The changes that make a launch message a deep linking request. None in settings takes one out."""
    merged: Any = settings
    if settings is None or isinstance(settings, dict):
        merged = {name: value for name, value in (SETTINGS | (settings or {})).items() if value is not None}
    return {
        "message_type": "LtiDeepLinkingRequest",
        "roles": [INSTRUCTOR],
        "resource_link": None,
        "custom": None,
        DL + "deep_linking_settings": merged,
    } | changes


@dataclass
class Chooser:
    """A teacher at the page on which modules are chosen."""

    browser: Browser
    page: TestResponse

    @property
    def secret(self) -> str:
        found = re.search(r'name="request" value="([^"]+)"', self.page.text)
        assert found
        return found[1]

    def post(self, secret: str | None = None, headers: Any = None, **fields: Any) -> TestResponse:
        form = {"request": self.secret if secret is None else secret, "do": "add", "module": "identity"}
        return self.browser.client.post(
            "/lti/deep-link", data=form | fields, headers=headers or {}, base_url=HOST
        )

    def answer(self, **fields: Any) -> dict[str, Any]:
        return read_answer(self.browser, self.post(**fields))


def choosing(browser: Browser, settings: Any = None, /, **changes: Any) -> Chooser:
    page = browser.launch(**request_claims(settings, **changes))
    assert page.status_code == 200, page.text
    return Chooser(browser, page)


def read_answer(browser: Browser, page: TestResponse) -> dict[str, Any]:
    """What the platform reads: signed by a key that we publish."""
    assert page.status_code == 200, page.text
    token = html.unescape(re.search(r'name="JWT" value="([^"]+)"', page.text)[1])  # type: ignore[index]
    published = browser.client.get("/lti/jwks.json").json["keys"]
    kid = jwt.get_unverified_header(token)["kid"]
    key = next(jwt.PyJWK(jwk) for jwk in published if jwk["kid"] == kid)
    return jwt.decode(token, key.key, ["RS256"], audience=ISSUER, issuer=CLIENT_ID)


def count(store: Database, table: Any) -> int:
    with store.read() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0
