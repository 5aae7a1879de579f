"""The payloads of the certification: every known-bad one is refused, every known-good one opens.

https://www.imsglobal.org/spec/lti/v1p3/cert, chapter 6.1. Each message is really signed and differs in one
thing from a good one. A refusal is a page that people can read, gives nobody a way in, and leaves nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jwt
import pytest
from sqlalchemy import func, select

from lti_tool.store import platforms
from lti_tool.store.db import Database
from lti_tool.store.tables import answers, attempts, contexts, learners, resource_links
from tests.lti_browser import Browser
from tests.lti_platform_double import PlatformDouble

Make = Callable[[PlatformDouble, dict[str, Any]], str]
LTI = "https://purl.imsglobal.org/spec/lti/claim/"
MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
INSTITUTION = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#"
EMAIL = {"email": "sami@example.edu"}
NAMES = {"name": "Sami Peeters", "given_name": "Sami", "family_name": "Peeters"}


def without(*names: str) -> Make:
    """Signed with these claims left out."""
    return lambda platform, claims: platform.sign({n: v for n, v in claims.items() if n not in names})


def changed(**changes: Any) -> Make:
    """Signed with these claims changed; those of LTI by their short name."""
    return lambda platform, claims: platform.sign(
        claims | {(name if name in claims else LTI + name): value for name, value in changes.items()}
    )


def with_header(**header: Any) -> Make:
    """Signed, but with another header."""

    def make(platform: PlatformDouble, claims: dict[str, Any]) -> str:
        return platform.sign(claims, **header)

    return make


def only_openid(platform: PlatformDouble, claims: dict[str, Any]) -> str:
    """A message of OpenID Connect, with nothing of LTI in it."""
    return platform.sign({name: value for name, value in claims.items() if not name.startswith("https:")})


def no_token(_: PlatformDouble, claims: dict[str, Any]) -> str:
    """What the test platform calls an invalid LTI message: the claims themselves, not signed or encoded."""
    return json.dumps(claims)


def three_parts_of_nothing(_: PlatformDouble, __: dict[str, Any]) -> str:
    """Looks like a JWT and is none."""
    return "bm90.YS5q.d3Q"


KNOWN_BAD: dict[str, tuple[Make, str]] = {
    "no kid": (with_header(kid=None), "LTI-KEY"),
    "incorrect kid": (with_header(kid="imstester_66067"), "LTI-KEY"),
    "wrong LTI version": (changed(version="11.3"), "LTI-VERSION"),
    "no LTI version": (without(LTI + "version"), "LTI-VERSION"),
    "invalid LTI message": (no_token, "LTI-TOKEN"),
    "invalid JWT": (three_parts_of_nothing, "LTI-TOKEN"),
    "missing LTI claims": (only_openid, "LTI-VERSION"),
    "timestamps incorrect": (changed(iat=11111, exp=22222), "LTI-EXPIRED"),
    "message type missing": (without(LTI + "message_type"), "LTI-MESSAGE"),
    "role missing": (without(LTI + "roles"), "LTI-ROLES"),
    "deployment id missing": (without(LTI + "deployment_id"), "LTI-CLAIM"),
    "resource link id missing": (changed(resource_link={"title": "Wie ben jij?"}), "LTI-CLAIM"),
    "resource link missing": (without(LTI + "resource_link"), "LTI-CLAIM"),
    "user missing": (without("sub"), "LTI-ANONYMOUS"),
}


@pytest.mark.parametrize("payload", KNOWN_BAD)
def test_a_known_bad_payload_is_refused(
    browser: Browser, platform: PlatformDouble, store: Database, payload: str
) -> None:
    make, code = KNOWN_BAD[payload]
    login = browser.log_in()
    response = browser.post(make(platform, platform.claims(login.nonce)), login.state)
    assert 400 <= response.status_code < 500
    assert "Location" not in response.headers
    assert "Set-Cookie" not in response.headers
    assert_readable(response.text, code)
    with store.read() as connection:
        for table in (learners, contexts, resource_links, attempts, answers):
            assert connection.scalar(select(func.count()).select_from(table)) == 0, table.name


def assert_readable(html: str, code: str) -> None:
    """A title, a sentence of what happened and one of what to do, and the code for the administrator."""
    assert re.search(r"<h1>[^<]{8,}</h1>", html)
    assert re.search(r"<p>[^<]{20,}</p>", html)
    assert re.search(r"<p><strong>[^<]{20,}</strong></p>", html)
    assert f"<code>{code}</code>" in html


KNOWN_GOOD: dict[str, tuple[dict[str, Any], str]] = {
    "teacher": ({"roles": [MEMBERSHIP + "Instructor"], **EMAIL, **NAMES}, "facilitator"),
    "teacher with a short role": ({"roles": ["Instructor"], **EMAIL, **NAMES}, "facilitator"),
    "teacher with an unknown role": ({"roles": [INSTITUTION + "unknown"], **EMAIL, **NAMES}, "learner"),
    "teacher with no role": ({"roles": [], **EMAIL, **NAMES}, "learner"),
    "teacher, email only": ({"roles": [MEMBERSHIP + "Instructor"], **EMAIL}, "facilitator"),
    "teacher, names only": ({"roles": [MEMBERSHIP + "Instructor"], **NAMES}, "facilitator"),
    "teacher, nothing personal": ({"roles": [MEMBERSHIP + "Instructor"]}, "facilitator"),
    "teacher, email and no context": (
        {"roles": [MEMBERSHIP + "Instructor"], **EMAIL, "context": None},
        "facilitator",
    ),
    "student": ({"roles": [MEMBERSHIP + "Learner"], **EMAIL, **NAMES}, "learner"),
    "student with a short role": ({"roles": ["Learner"], **EMAIL, **NAMES}, "learner"),
    "student with an unknown role": ({"roles": [INSTITUTION + "unknown"], **EMAIL, **NAMES}, "learner"),
    "student with no role": ({"roles": [], **EMAIL, **NAMES}, "learner"),
    "student, email only": ({"roles": [MEMBERSHIP + "Learner"], **EMAIL}, "learner"),
    "student, names only": ({"roles": [MEMBERSHIP + "Learner"], **NAMES}, "learner"),
    "student, nothing personal": ({"roles": [MEMBERSHIP + "Learner"]}, "learner"),
    "student, email and no context": (
        {"roles": [MEMBERSHIP + "Learner"], **EMAIL, "context": None},
        "learner",
    ),
}


@pytest.mark.parametrize("payload", KNOWN_GOOD)
def test_a_known_good_payload_opens_for_the_right_role(browser: Browser, payload: str) -> None:
    claims, role = KNOWN_GOOD[payload]
    page = browser.open(**claims)
    assert browser.client.get(page.path).status_code == 200
    assert page.load()["role"] == role


# Signature: headers that name a key of the sender's own


@pytest.mark.parametrize("name", ["jwk", "jku", "x5u", "x5c", "x5t"])
def test_a_header_that_names_another_key_is_not_believed(
    browser: Browser, platform: PlatformDouble, name: str
) -> None:
    """A good message with such a header opens by the platform's key; nothing is fetched for the header."""
    values = {"jwk": platform.key.jwk(), "x5c": ["MIIB"], "x5t": "abc"}
    header = {name: values.get(name, f"{platform.url}/elsewhere")}
    login = browser.log_in()
    id_token = platform.sign(platform.claims(login.nonce), **header)
    assert browser.post(id_token, login.state).status_code == 303
    assert platform.calls("/elsewhere") == []


def test_a_message_without_its_signature_is_refused(browser: Browser, platform: PlatformDouble) -> None:
    login = browser.log_in()
    signed = platform.sign(platform.claims(login.nonce))
    response = browser.post(signed.rsplit(".", 1)[0] + ".", login.state)
    assert "LTI-SIGNATURE" in response.text


def test_a_payload_that_is_not_encoded_is_refused(browser: Browser, platform: PlatformDouble) -> None:
    """`b64: false` would let a signature stand for other bytes: https://www.rfc-editor.org/rfc/rfc7797."""
    login = browser.log_in()
    payload = json.dumps(platform.claims(login.nonce)).encode()
    header = {"kid": platform.key.kid, "b64": False}
    id_token = jwt.PyJWS().encode(payload, platform.key.private, "RS256", header, is_payload_detached=True)
    assert browser.post(id_token, login.state).status_code == 400


# Two clients of one issuer


def test_a_message_for_another_client_of_the_issuer_is_refused(
    browser: Browser, platform: PlatformDouble, store: Database
) -> None:
    other = replace(platform.registration, client_id="another-school")
    with store.write() as connection:
        platforms.add(connection, other, ["dep-1"], 1)
    login = browser.log_in()
    response = browser.post(platform.sign(platform.claims(login.nonce, aud="another-school")), login.state)
    assert "LTI-AUDIENCE" in response.text
    assert browser.log_in(client_id=None).response.status_code == 400, "which of the two is not guessed"
