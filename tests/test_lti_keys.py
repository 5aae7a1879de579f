"""Platforms' keys: kept, fetched again when needed, and never too often."""

import pytest

from lti_tool.protocol.keys import read_key_set, signing_keys
from lti_tool.store.keys import FETCHES_PER_MINUTE
from tests.lti_browser import Browser
from tests.lti_fixtures import Clock
from tests.lti_platform_double import KeyPair, PlatformDouble


@pytest.fixture(scope="module")
def new_key() -> KeyPair:
    return KeyPair("platform-key-2")


def test_keys_are_fetched_once_for_many_launches(browser: Browser, platform: PlatformDouble) -> None:
    for _ in range(3):
        browser.open()
    assert len(platform.calls("/jwks")) == 1


def test_a_new_key_of_the_platform_works_at_once(
    browser: Browser, platform: PlatformDouble, new_key: KeyPair
) -> None:
    browser.open()
    platform.key, platform.jwks = new_key, {"keys": [new_key.jwk()]}
    browser.open()
    assert len(platform.calls("/jwks")) == 2


def test_an_unknown_key_makes_us_ask_a_few_times_a_minute_at_most(
    browser: Browser, platform: PlatformDouble, clock: Clock
) -> None:
    browser.open()
    for number in range(12):
        login = browser.log_in()
        browser.post(platform.sign(platform.claims(login.nonce), kid=f"unknown-{number}"), login.state)
    assert len(platform.calls("/jwks")) == FETCHES_PER_MINUTE
    assert browser.launch().status_code == 303
    clock.ahead = 61
    login = browser.log_in()
    browser.post(platform.sign(platform.claims(login.nonce), kid="unknown"), login.state)
    assert len(platform.calls("/jwks")) == FETCHES_PER_MINUTE + 1


def test_kept_keys_serve_while_the_platform_is_down(
    browser: Browser, platform: PlatformDouble, clock: Clock
) -> None:
    browser.open()
    platform.fail("/jwks", 500)
    clock.ahead = 2 * 24 * 3600
    login = browser.log_in()
    now = platform.claims(login.nonce)
    late = now | {"iat": now["iat"] + 2 * 24 * 3600, "exp": now["exp"] + 2 * 24 * 3600}
    assert browser.post(platform.sign(late), login.state).status_code == 303


def test_a_withdrawn_key_ends_within_a_day(
    browser: Browser, platform: PlatformDouble, clock: Clock, new_key: KeyPair
) -> None:
    browser.open()
    platform.jwks = {"keys": [new_key.jwk()]}
    clock.ahead = 25 * 3600
    login = browser.log_in()
    now = platform.claims(login.nonce)
    late = now | {"iat": now["iat"] + 25 * 3600, "exp": now["exp"] + 25 * 3600}
    assert "LTI-KEY" in browser.post(platform.sign(late), login.state).text


@pytest.mark.parametrize("jwks", [{}, [], {"keys": {}}, {"keys": "x"}, "text", {"error": "busy"}])
def test_an_answer_that_is_no_key_set_is_not_kept(
    browser: Browser, platform: PlatformDouble, jwks: object
) -> None:
    good, platform.jwks = platform.jwks, jwks
    assert "LTI-KEYSET" in browser.launch().text
    platform.jwks = good
    assert browser.launch().status_code == 303


@pytest.mark.parametrize(
    "changes", [{"use": "enc"}, {"kty": "EC"}, {"alg": "RS512"}, {"n": "AQAB"}, {"n": 5}, {"e": None}]
)
def test_a_key_that_is_not_for_this_is_not_used(platform_key: KeyPair, changes: dict[str, object]) -> None:
    jwks = read_key_set({"keys": [platform_key.jwk(**changes)]})
    assert signing_keys(jwks, "platform-key-1") == ()


@pytest.mark.parametrize("missing", ["alg", "use"])
def test_a_key_need_not_say_what_it_is_for(platform_key: KeyPair, missing: str) -> None:
    jwk = platform_key.jwk()
    del jwk[missing]
    assert len(signing_keys(read_key_set({"keys": [jwk]}), "platform-key-1")) == 1


def test_of_two_keys_with_one_name_the_right_one_counts(
    browser: Browser, platform: PlatformDouble, new_key: KeyPair
) -> None:
    platform.jwks = {"keys": [new_key.jwk(kid="platform-key-1"), platform.key.jwk(), "no key"]}
    assert browser.launch().status_code == 303


def test_our_key_set_has_no_private_part(browser: Browser) -> None:
    (jwk,) = browser.client.get("/lti/jwks.json").json["keys"]
    assert set(jwk) == {"kty", "n", "e", "kid", "alg", "use"}
