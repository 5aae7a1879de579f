"""A launch message is believed only if everything about it holds. One change per test.

The groups are those of the certification's known-bad payloads and of the protocol's security rules:
https://www.imsglobal.org/spec/security/v1p0/#authentication-response-validation
"""

import hmac
import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import func, select

from lti_tool.store.db import Database
from lti_tool.store.tables import attempts, contexts, deployments, learners, resource_links
from tests.lti_browser import Browser
from tests.lti_platform_double import LEARNER, FromNow, KeyPair, PlatformDouble


@pytest.fixture(scope="module")
def other_key() -> KeyPair:
    return KeyPair("platform-key-1")  # the same name, another key


def assert_refused(response: Any, code: str, store: Database) -> None:
    assert 400 <= response.status_code < 500
    assert code in response.text
    with store.read() as connection:
        for table in (attempts, learners, contexts, resource_links):
            assert connection.scalar(select(func.count()).select_from(table)) == 0


# Good messages


@pytest.mark.parametrize(
    "claims",
    [
        {"roles": ["Learner"]},
        {"roles": []},
        {"roles": ["http://purl.imsglobal.org/vocab/lis/v2/uknownrole/Helper"]},
        {"context": None},
        {"email": "sami@example.edu", "name": "Sami"},
        {"resource_link": {"id": "link-1"}},
        {"launch_presentation": None},
        {"https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": None},
        {"iat": FromNow(40)},
        {"exp": FromNow(-40)},
        {"aud": ["wegwijs-at-example"]},
        {"aud": ["other", "wegwijs-at-example"], "azp": "wegwijs-at-example"},
        {"custom": None, "target_link_uri": "https://wegwijs.example.org/lti/launch?module=identity"},
    ],
)
def test_a_good_message_opens_the_module(browser: Browser, claims: dict[str, Any]) -> None:
    assert browser.launch(**claims).status_code == 303


@pytest.mark.parametrize(
    ("claims", "language"),
    [
        ({"launch_presentation": {"locale": "en-GB"}}, "en"),
        ({"launch_presentation": {"locale": "fr"}}, "nl"),
        ({"custom": {"module": "identity", "language": "en"}}, "en"),
        ({"custom": {"module": "identity", "language": "$Person.language"}}, "nl"),
    ],
)
def test_the_language_is_the_links_or_the_platforms(browser: Browser, claims: Any, language: str) -> None:
    assert browser.open(**claims).path == f"/learn/1/identity/{language}"


# Claims


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"version": None}, "LTI-VERSION"),
        ({"version": "1.1"}, "LTI-VERSION"),
        ({"message_type": None}, "LTI-MESSAGE"),
        ({"message_type": "LtiStartProctoring"}, "LTI-MESSAGE"),
        ({"roles": None}, "LTI-ROLES"),
        ({"roles": LEARNER}, "LTI-ROLES"),
        ({"roles": [7]}, "LTI-ROLES"),
        ({"deployment_id": None}, "LTI-CLAIM"),
        ({"deployment_id": 5}, "LTI-CLAIM"),
        ({"deployment_id": "d" * 256}, "LTI-CLAIM"),
        ({"resource_link": None}, "LTI-CLAIM"),
        ({"resource_link": {"title": "no id"}}, "LTI-CLAIM"),
        ({"resource_link": "link-1"}, "LTI-CLAIM"),
        ({"sub": None}, "LTI-ANONYMOUS"),
        ({"sub": ""}, "LTI-CLAIM"),
        ({"target_link_uri": None}, "LTI-TARGET"),
        ({"target_link_uri": "https://evil.example/lti/launch"}, "LTI-TARGET"),
        ({"custom": {}}, "LTI-MODULE"),
        ({"custom": {"module": "no-such-module"}}, "LTI-MODULE"),
        ({"custom": {"module": "../identity"}}, "LTI-MODULE"),
        ({"exp": None}, "LTI-TIME"),
        ({"exp": "2000000000"}, "LTI-TIME"),
        ({"exp": True}, "LTI-TIME"),
        ({"exp": 10**400}, "LTI-TIME"),
        ({"exp": FromNow(-90)}, "LTI-EXPIRED"),
        ({"iat": None}, "LTI-TIME"),
        ({"iat": FromNow(-3700)}, "LTI-EXPIRED"),
        ({"iat": FromNow(120)}, "LTI-CLOCK"),
        ({"nbf": FromNow(120)}, "LTI-CLOCK"),
        ({"iss": "https://evil.example"}, "LTI-ISSUER"),
        ({"iss": None}, "LTI-ISSUER"),
        ({"aud": None}, "LTI-AUDIENCE"),
        ({"aud": "another-tool"}, "LTI-AUDIENCE"),
        ({"aud": ["wegwijs-at-example", "another-tool"]}, "LTI-AUDIENCE"),
        ({"azp": "another-tool"}, "LTI-AUDIENCE"),
        ({"aud": ["wegwijs-at-example", "another-tool"], "azp": "another-tool"}, "LTI-AUDIENCE"),
        ({"nonce": None}, "LTI-NONCE"),
        ({"nonce": "another"}, "LTI-NONCE"),
        ({"nonce": ["another"]}, "LTI-NONCE"),
    ],
)
def test_a_wrong_claim_is_refused(browser: Browser, store: Database, claims: Any, code: str) -> None:
    assert_refused(browser.launch(**claims), code, store)


def test_a_nonce_of_another_login_is_refused(browser: Browser, store: Database) -> None:
    one, other = browser.log_in(), browser.log_in()
    id_token = browser.platform.sign(browser.platform.claims(other.nonce))
    assert_refused(browser.post(id_token, one.state), "LTI-NONCE", store)


def test_the_deployment_must_be_that_of_the_login(browser: Browser, store: Database) -> None:
    login = browser.log_in(lti_deployment_id="dep-2")
    id_token = browser.platform.sign(browser.platform.claims(login.nonce))
    assert_refused(browser.post(id_token, login.state), "LTI-DEPLOYMENT", store)


# Signature and key


def post_token(browser: Browser, make: Any) -> Any:
    login = browser.log_in()
    return browser.post(make(browser.platform, browser.platform.claims(login.nonce)), login.state)


def test_no_signature_is_refused(browser: Browser, store: Database) -> None:
    def unsigned(platform: PlatformDouble, claims: Any) -> str:
        return jwt.encode(claims, "", algorithm="none", headers={"kid": platform.key.kid})

    assert_refused(post_token(browser, unsigned), "LTI-ALG", store)


def test_the_public_key_as_a_shared_secret_is_refused(browser: Browser, store: Database) -> None:
    def confused(platform: PlatformDouble, claims: Any) -> str:
        pem = platform.key.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        header = {"alg": "HS256", "kid": platform.key.kid}
        signed = base64url(json.dumps(header).encode()) + "." + base64url(json.dumps(claims).encode())
        return signed + "." + base64url(hmac.digest(pem, signed.encode(), "sha256"))

    assert_refused(post_token(browser, confused), "LTI-ALG", store)


@pytest.mark.parametrize("algorithm", ["RS512", "PS256"])
def test_an_algorithm_off_the_list_is_refused(browser: Browser, store: Database, algorithm: str) -> None:
    def other(platform: PlatformDouble, claims: Any) -> str:
        return jwt.encode(claims, platform.key.private, algorithm, headers={"kid": platform.key.kid})

    assert_refused(post_token(browser, other), "LTI-ALG", store)


def test_a_key_of_another_kind_is_refused(browser: Browser, store: Database) -> None:
    def elliptic(platform: PlatformDouble, claims: Any) -> str:
        key = ec.generate_private_key(ec.SECP256R1())
        return jwt.encode(claims, key, "ES256", headers={"kid": platform.key.kid})

    assert_refused(post_token(browser, elliptic), "LTI-ALG", store)


def test_another_key_of_the_same_name_is_refused(
    browser: Browser, store: Database, other_key: KeyPair
) -> None:
    forged = post_token(browser, lambda platform, claims: platform.sign(claims, key=other_key))
    assert_refused(forged, "LTI-SIGNATURE", store)


def test_a_key_that_the_message_brings_along_is_not_used(
    browser: Browser, store: Database, other_key: KeyPair
) -> None:
    forged = post_token(
        browser, lambda platform, claims: platform.sign(claims, key=other_key, jwk=other_key.jwk())
    )
    assert_refused(forged, "LTI-SIGNATURE", store)


def test_a_demanded_extension_is_refused(browser: Browser, store: Database) -> None:
    made = post_token(browser, lambda platform, claims: platform.sign(claims, crit=["exp"]))
    assert_refused(made, "LTI-", store)


@pytest.mark.parametrize("kid", [None, "unknown", "", 5])
def test_a_message_must_name_a_key_of_the_platform(browser: Browser, store: Database, kid: Any) -> None:
    def renamed(platform: PlatformDouble, claims: Any) -> str:
        header = {"alg": "RS256", "typ": "JWT"} | ({} if kid is None else {"kid": kid})
        return sign_by_hand(platform, header, json.dumps(claims).encode())

    assert_refused(post_token(browser, renamed), "LTI-KEY" if kid != 5 else "LTI-", store)


def test_a_changed_message_is_refused(browser: Browser, store: Database) -> None:
    def changed(platform: PlatformDouble, claims: Any) -> str:
        header, _, signature = platform.sign(claims).split(".")
        return ".".join([header, base64url(json.dumps(claims | {"sub": "teacher"}).encode()), signature])

    assert_refused(post_token(browser, changed), "LTI-SIGNATURE", store)


def test_a_name_that_stands_twice_is_refused(browser: Browser, store: Database) -> None:
    def doubled(platform: PlatformDouble, claims: Any) -> str:
        payload = json.dumps(claims)[:-1] + ',"sub":"teacher"}'
        return sign_by_hand(platform, {"alg": "RS256", "kid": platform.key.kid}, payload.encode())

    assert_refused(post_token(browser, doubled), "LTI-TOKEN", store)


@pytest.mark.parametrize("payload", [b"[]", b'"text"', b"{", b"\xff", b"[" * 100_000])
def test_a_message_that_is_no_object_is_refused(browser: Browser, store: Database, payload: bytes) -> None:
    made = post_token(
        browser, lambda p, _: sign_by_hand(p, {"alg": "RS256", "kid": p.key.kid}, payload[:40_000])
    )
    assert_refused(made, "LTI-", store)


@pytest.mark.parametrize("id_token", ["", "x", "a.b", "a.b.c", "é.é.é", "." * 500])
def test_what_is_no_signed_message_is_refused(browser: Browser, store: Database, id_token: str) -> None:
    login = browser.log_in()
    assert_refused(browser.post(id_token, login.state), "LTI-TOKEN", store)


# Roles


def test_an_error_of_the_platform_is_shown_as_text(browser: Browser) -> None:
    form = {"error": "<script>alert(1)</script>", "error_description": "no", "state": "x"}
    response = browser.client.post("/lti/launch", data=form)
    assert response.status_code == 400
    assert "LTI-PLATFORM" in response.text
    assert "<script>alert" not in response.text


def test_a_facilitator_without_a_module_sees_which_there_are(browser: Browser) -> None:
    response = browser.launch(custom={}, roles=["Instructor"])
    assert response.status_code == 404
    assert "module=identity" in response.text


def test_an_unknown_deployment_waits_for_approval(browser: Browser, store: Database) -> None:
    response = browser.launch(deployment_id="dep-new")
    assert response.status_code == 403
    assert "wegwijs platform approve 1 dep-new" in response.text
    assert_refused(response, "LTI-PENDING", store)
    with store.read() as connection:
        query = select(deployments.c.approved).where(deployments.c.deployment_id == "dep-new")
        assert connection.scalar(query) is False
    assert browser.launch(deployment_id="dep-new").status_code == 403


def base64url(data: bytes) -> str:
    return jwt.utils.base64url_encode(data).decode()


def sign_by_hand(platform: PlatformDouble, header: dict[str, Any], payload: bytes) -> str:
    """A message that no library would make, signed by the platform."""
    sign = jwt.algorithms.RSAAlgorithm(jwt.algorithms.RSAAlgorithm.SHA256).sign
    signed = base64url(json.dumps(header).encode()) + "." + base64url(payload)
    return signed + "." + base64url(sign(signed.encode(), platform.key.private))
