"""What PyLTI1p3 2.0.0 by itself takes for a launch, and what we take: side by side, one difference per test.

Each test first shows the library's answer and then ours: a newer library that does better says so here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from itsdangerous import URLSafeTimedSerializer
from pylti1p3.tool_config import ToolConfDict

from lti_tool.protocol.service import PlatformClient
from lti_tool.settings import Settings
from lti_tool.store import platforms
from lti_tool.tool import Tool, make_tool
from tests.bare_library import OPENED, Bare, Memory
from tests.lti_browser import LOGIN, Browser
from tests.lti_platform_double import CLIENT_ID, LEARNER, FromNow, KeyPair, PlatformDouble


@pytest.fixture
def web() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


@pytest.fixture
def bare(platform: PlatformDouble, web: requests.Session) -> Bare:
    return Bare(platform, web)


def test_both_open_a_good_launch(bare: Bare, browser: Browser) -> None:
    assert bare.launch().startswith(OPENED)
    assert browser.launch().status_code == 303


# Taken by the library, refused by us


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"exp": None}, "LTI-TIME"),
        ({"iat": None}, "LTI-TIME"),
        ({"iat": FromNow(-10 * 365 * 24 * 3600)}, "LTI-EXPIRED"),
        ({"aud": [CLIENT_ID, "evil-tool"]}, "LTI-AUDIENCE"),
        ({"azp": "evil-tool"}, "LTI-AUDIENCE"),
        ({"target_link_uri": None}, "LTI-TARGET"),
        ({"target_link_uri": "https://evil.example/"}, "LTI-TARGET"),
        ({"roles": LEARNER}, "LTI-ROLES"),
    ],
)
def test_a_claim_that_it_does_not_check(bare: Bare, browser: Browser, claims: Any, code: str) -> None:
    assert bare.launch(**claims).startswith(OPENED)
    assert code in browser.launch(**claims).text


def test_the_same_message_twice(bare: Bare, browser: Browser, platform: PlatformDouble) -> None:
    _, state, nonce = bare.log_in()
    id_token = platform.sign(platform.claims(nonce))
    assert [bare.post(id_token, state)[: len(OPENED)] for _ in range(3)] == [OPENED] * 3
    login = browser.log_in()
    id_token = platform.sign(platform.claims(login.nonce))
    assert [browser.post(id_token, login.state).status_code for _ in range(3)] == [303, 400, 400]


def test_the_same_message_in_another_browser(
    platform: PlatformDouble, web: requests.Session, browser: Browser
) -> None:
    """Behind a proxy that speaks https for it, and with its state in a cache, no cookie is asked for."""
    bare = Bare(platform, web, memory=Memory(), base_url="http://bare.example.org")
    _, state, nonce = bare.log_in()
    # Its cookie is only for https there, so the browser would not send it back: the test carries it over.
    bare.client.set_cookie(f"lti1p3-{state}", state, domain="bare.example.org")
    id_token = platform.sign(platform.claims(nonce))
    assert bare.post(id_token, state).startswith(OPENED)
    bare.other_browser()
    assert bare.post(id_token, state).startswith(OPENED)
    login = browser.log_in()
    id_token = platform.sign(platform.claims(login.nonce))
    browser.client = browser.client.application.test_client()
    assert browser.post(id_token, login.state, form={"secret": ""}).status_code == 400


def test_a_second_message_with_the_nonce_of_the_first(
    bare: Bare, browser: Browser, platform: PlatformDouble
) -> None:
    _, first, nonce = bare.log_in()
    _, second, _ = bare.log_in()
    assert bare.post(platform.sign(platform.claims(nonce)), first).startswith(OPENED)
    assert bare.post(platform.sign(platform.claims(nonce, sub="another")), second).startswith(OPENED)
    one, other = browser.log_in(), browser.log_in()
    assert browser.post(platform.sign(platform.claims(one.nonce)), one.state).status_code == 303
    again = browser.post(platform.sign(platform.claims(one.nonce, sub="another")), other.state)
    assert "LTI-NONCE" in again.text


def test_who_knows_the_number_of_a_launch_over_http(
    platform: PlatformDouble, web: requests.Session, browser: Browser
) -> None:
    bare = Bare(platform, web, memory=Memory(), base_url="http://bare.example.org")
    _, state, nonce = bare.log_in()
    bare.client.set_cookie(f"lti1p3-{state}", state, domain="bare.example.org")
    opened = bare.post(platform.sign(platform.claims(nonce, email="sami@example.edu")), state)
    assert bare.data_of(opened.removeprefix(OPENED))["email"] == "sami@example.edu"
    page = browser.open(email="sami@example.edu")
    guessed = [browser.client.get("/api/attempt", headers={"Authorization": f"Bearer {n}"}) for n in range(3)]
    assert [answer.status_code for answer in guessed] == [401] * 3
    assert "sami" not in str(page.load())


def test_the_whole_message_in_a_cookie(bare: Bare, browser: Browser) -> None:
    """It is signed but not sealed: anybody at the device can read it."""
    bare.launch(email="sami@example.edu")
    cookie = bare.client.get_cookie("session", domain="bare.example.org")
    assert cookie is not None
    kept = URLSafeTimedSerializer("", salt="cookie-session").load_payload(_payload(cookie.value))
    assert "sami@example.edu" in str(kept)
    response = browser.launch(email="sami@example.edu")
    assert "Set-Cookie" not in response.headers


def _payload(cookie: str) -> bytes:
    return cookie.rsplit(".", 2)[0].encode()


# Refused by the library, taken by us


@pytest.mark.parametrize(
    "claims",
    [
        {"iat": FromNow(2)},  # a platform's clock is never quite ours
        {"aud": ["other-service", CLIENT_ID], "azp": CLIENT_ID},
    ],
)
def test_a_good_message_that_it_refuses(bare: Bare, browser: Browser, claims: Any) -> None:
    assert bare.launch(**claims).startswith("LtiException")
    assert browser.launch(**claims).status_code == 303


def test_nobody_by_name(bare: Bare, browser: Browser) -> None:
    """Valid, but there is nobody whose work could be kept: we say so on a page."""
    assert bare.launch(sub=None) == "LtiException: Must have a user (sub)"
    response = browser.launch(sub=None)
    assert "LTI-ANONYMOUS" in response.text
    assert "<h1>" in response.text


def test_a_platform_that_refuses(bare: Bare, browser: Browser) -> None:
    form = {"error": "login_required", "state": "x"}
    said = bare.client.post("/launch", data=form, base_url=bare.base_url).text
    assert said == "LtiException: Missing id_token"
    assert "login_required" in browser.client.post("/lti/launch", data=form).text


def test_a_platform_that_nobody_knows(bare: Bare, browser: Browser) -> None:
    assert bare.log_in(iss="https://elsewhere.example")[0].text.startswith("Exception: iss https")
    response = browser.log_in(iss="https://elsewhere.example").response
    assert response.status_code == 400
    assert "LTI-UNKNOWN" in response.text


# The platform's keys


def test_keys_at_each_launch(bare: Bare, browser: Browser, platform: PlatformDouble) -> None:
    for _ in range(3):
        bare.launch()
    assert len(platform.calls("/jwks")) == 3
    platform.received.clear()
    for _ in range(3):
        browser.launch()
    assert len(platform.calls("/jwks")) == 1


def test_a_key_set_behind_a_redirect(bare: Bare, browser: Browser, platform: PlatformDouble) -> None:
    elsewhere = {"/elsewhere": lambda _: (200, {}, json.dumps(platform.jwks).encode())}
    platform.pages |= elsewhere
    platform.fail("/jwks", 302, Location=f"{platform.url}/elsewhere")
    assert bare.launch().startswith(OPENED)
    platform.received.clear()
    platform.fail("/jwks", 302, Location=f"{platform.url}/elsewhere")
    assert "LTI-KEYSET" in browser.launch().text
    assert platform.calls("/elsewhere") == []


def test_a_key_set_without_keys(bare: Bare, browser: Browser, platform: PlatformDouble) -> None:
    platform.fail("/jwks", 200, body=b'{"error": "later"}')
    assert bare.launch() == "KeyError: 'keys'"
    platform.fail("/jwks", 200, body=b'{"error": "later"}')
    assert "LTI-KEYSET" in browser.launch().text


def test_an_error_in_the_place_of_a_key_set_is_kept(
    platform: PlatformDouble, web: requests.Session, browser: Browser
) -> None:
    bare = Bare(platform, web, memory=Memory(), key_memory=Memory())
    platform.fail("/jwks", 500, body=b'{"error": "later"}')
    assert [bare.launch() for _ in range(2)] == ["KeyError: 'keys'"] * 2
    platform.fail("/jwks", 500, body=b'{"error": "later"}')
    assert [browser.launch().status_code for _ in range(2)] == [400, 303]


def test_a_platform_that_changed_its_key(
    platform: PlatformDouble, web: requests.Session, browser: Browser, new_key: KeyPair
) -> None:
    bare = Bare(platform, web, memory=Memory(), key_memory=Memory())
    assert bare.launch().startswith(OPENED)
    assert browser.launch().status_code == 303
    platform.key, platform.jwks = new_key, {"keys": [new_key.jwk()]}
    assert bare.launch() == "LtiException: Unable to find public key"
    assert browser.launch().status_code == 303


@pytest.fixture(scope="module")
def new_key() -> KeyPair:
    return KeyPair("platform-key-of-today")


def test_a_key_for_encryption(bare: Bare, browser: Browser, platform: PlatformDouble) -> None:
    platform.jwks = {"keys": [platform.key.jwk(use="enc")]}
    assert bare.launch().startswith(OPENED)
    assert "LTI-KEY" in browser.launch().text


def test_how_long_is_waited_for_keys(
    bare: Bare, web: requests.Session, platform: PlatformDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    send = requests.Session.send

    def look(self: requests.Session, prepared: Any, **options: Any) -> Any:
        asked.append(options["timeout"])
        return send(self, prepared, **options)

    monkeypatch.setattr(requests.Session, "send", look)
    bare.launch()
    PlatformClient(allow_private=True).get_json(platform.registration.jwks_url)
    assert asked[0] is None
    assert asked[1] is not None


def test_no_hash_that_hardened_machines_forbid(
    bare: Bare, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: Any, **__: Any) -> Any:
        raise ValueError("disabled for FIPS")

    monkeypatch.setattr(hashlib, "md5", forbidden)
    assert bare.launch() == "ValueError: disabled for FIPS"
    assert browser.launch().status_code == 303


# The login


def cookies_of(response: Any) -> str:
    return "\n".join(response.headers.getlist("Set-Cookie"))


def test_cookies_in_a_frame_of_another_site(bare: Bare, browser: Browser) -> None:
    assert "Partitioned" not in cookies_of(bare.log_in()[0])
    assert "Partitioned" in cookies_of(browser.log_in().response)


def test_cookies_behind_a_proxy(platform: PlatformDouble, web: requests.Session, browser: Browser) -> None:
    """What reaches both from the proxy is plain http."""
    bare = Bare(platform, web, base_url="http://bare.example.org")
    assert "SameSite=None" not in cookies_of(bare.log_in()[0])
    response = browser.client.post("/lti/login", data=LOGIN, base_url="http://wegwijs.example.org")
    assert "Secure; HttpOnly; Path=/lti/launch; SameSite=None; Partitioned" in cookies_of(response)


def test_a_session_cookie_that_got_lost(
    platform: PlatformDouble, web: requests.Session, browser: Browser
) -> None:
    bare = Bare(platform, web, memory=Memory())
    _, state, nonce = bare.log_in()
    bare.other_browser()
    said = bare.post(platform.sign(platform.claims(nonce)), state)
    assert said == "LtiException: Missing %s cookie session-id"
    login = browser.log_in()
    browser.client = browser.client.application.test_client()
    response = browser.post(platform.sign(platform.claims(login.nonce)), login.state)
    assert 'src="/lti/static/ladder/prove.js"' in response.text, "the next rung is tried"


def test_the_platforms_own_storage(bare: Bare, browser: Browser) -> None:
    asked = {"lti_storage_target": "_parent"}
    assert "_parent" not in bare.log_in(**asked)[0].text
    headers = {"Accept": "text/html", "Sec-Fetch-Dest": "iframe"}
    assert (
        '"target": "_parent"' in browser.client.post("/lti/login", data=LOGIN | asked, headers=headers).text
    )


def test_an_authorization_address_that_has_a_query(bare: Bare, browser: Browser) -> None:
    assert bare.log_in()[0].headers["Location"].count("?") == 2
    assert browser.log_in().response.headers["Location"].count("?") == 1


# Tenants


def test_one_installation_changes_another(bare: Bare, tool: Tool, settings: Settings, tmp_path: Any) -> None:
    one = ToolConfDict({"https://a.example": _client("1")})
    assert one.check_iss_has_one_client("https://a.example")
    ToolConfDict({"https://a.example": [_client("1"), _client("2")]})
    assert not one.check_iss_has_one_client("https://a.example")
    ToolConfDict.issuers_relation_types.clear()
    other = make_tool(
        Settings(public_url=settings.public_url, database_url=f"sqlite:///{tmp_path / 'other.sqlite'}")
    )
    with other.database.read() as theirs, tool.database.read() as ours:
        assert (len(platforms.every(ours)), len(platforms.every(theirs))) == (1, 0)
    other.close()


def _client(client_id: str) -> Any:
    return {"client_id": client_id, "auth_login_url": "x", "auth_token_url": "x", "deployment_ids": []}
