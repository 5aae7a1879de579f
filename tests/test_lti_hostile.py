"""What a hostile or careless sender can put into requests: refused or kept harmless, never an accident."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import jwt
import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select

from lti_tool.errors import RegistrationError
from lti_tool.protocol.registration import origin_of
from lti_tool.protocol.service import AccessToken, OwnKey, PlatformClient, is_public, request_token
from lti_tool.settings import Settings
from lti_tool.store import keys, launches, platforms
from lti_tool.store.db import Database
from lti_tool.store.tables import contexts, frame_origins, login_states
from lti_tool.tool import Tool, make_tool
from tests.lti_browser import HOST, LOGIN, Browser
from tests.lti_fixtures import ON_BOTH
from tests.lti_platform_double import ISSUER, PlatformDouble

UNKEEPABLE = ["a\x00b", "\ud83d"]
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"


def launch_as_bytes(browser: Browser, **changes: Any) -> Any:
    """A launch whose claims no library would make."""
    login = browser.log_in()
    payload = json.dumps(browser.platform.claims(login.nonce, **changes)).encode()
    signer = browser.platform.key
    id_token = jwt.PyJWS().encode(payload, signer.private, "RS256", {"kid": signer.kid})
    return browser.post(id_token, login.state)


# What no database can hold: NUL, and half an emoji


@ON_BOTH
@pytest.mark.parametrize("text", UNKEEPABLE)
def test_a_title_that_no_database_holds_stops_no_launch(browser: Browser, store: Database, text: str) -> None:
    assert launch_as_bytes(browser, context={"id": "course-7", "title": f"Klas {text}"}).status_code == 303
    with store.read() as connection:
        assert "\ufffd" in connection.scalar(select(contexts.c.title))


@ON_BOTH
@pytest.mark.parametrize("text", UNKEEPABLE)
@pytest.mark.parametrize(
    "claim",
    [
        lambda text: {"resource_link": {"id": "l", "title": text}},
        lambda text: {"context": {"id": text}},
        lambda text: {"custom": {"module": "identity", "edition": text, "context_history": text}},
        lambda text: {AGS: {"scope": [text], "lineitem": text, "lineitems": text}},
    ],
)
def test_no_other_text_stops_a_launch(browser: Browser, claim: Any, text: str) -> None:
    assert launch_as_bytes(browser, **claim(text)).status_code == 303


@ON_BOTH
@pytest.mark.parametrize("text", UNKEEPABLE)
@pytest.mark.parametrize(
    "claim",
    [
        lambda text: {"sub": text},
        lambda text: {"deployment_id": text},
        lambda text: {"resource_link": {"id": text}},
    ],
)
def test_who_and_where_are_refused_and_never_bent(browser: Browser, claim: Any, text: str) -> None:
    """Two names may not become one."""
    response = launch_as_bytes(browser, **claim(text))
    assert response.status_code == 400
    assert "LTI-CLAIM" in response.text


@ON_BOTH
@pytest.mark.parametrize("name", [*LOGIN, "lti_deployment_id", "lti_storage_target", "lti_message_hint"])
def test_a_login_with_a_nul_is_refused(browser: Browser, name: str) -> None:
    response = browser.log_in(**{name: "a\x00b"}).response
    assert response.status_code == 400


@ON_BOTH
def test_a_state_with_a_nul_is_unknown(browser: Browser) -> None:
    response = browser.post("x.y.z", "a\x00b")
    assert "LTI-STATE" in response.text


def test_a_column_whose_address_is_none_takes_no_scores(browser: Browser) -> None:
    """It would stop the worker each time that it tries."""
    page = browser.open(**{AGS: {"scope": ["x"], "lineitem": "https://[broken", "lineitems": "no address"}})
    assert page.finish()["state"] == "none"


# Into a header


@pytest.mark.parametrize(
    "url",
    [
        "https://*/",
        "https://*.example/",
        "https://学校.example/",
        "https://x'self'/",
        "https://a\tb.example/",
        "https://a.example%0d%0aX:y/",
        "https://a\\b.example/",
        "https://[fe80::1%25eth0]/",
    ],
)
def test_a_platform_can_not_let_every_site_in_or_break_a_header(browser: Browser, url: str) -> None:
    assert origin_of(url) is None
    browser.open(launch_presentation={"return_url": url})
    policy = browser.client.get("/learn/1/identity/nl").headers["Content-Security-Policy"]
    assert policy.isascii()
    assert policy.endswith(f"frame-ancestors 'self' {ISSUER}")


def test_an_address_with_a_comma_in_its_query_is_one() -> None:
    assert origin_of("https://lms.example/items/3?a=1,2;b") == "https://lms.example"


# Into the JSON of our own interface


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"answers":' + "[" * 3000 + "]" * 3000 + "}",
        '{"answers":' + '{"a":' * 3000 + "1" + "}" * 3001,
        "",
        "null",
    ],
)
def test_nested_too_deep_is_no_accident(browser: Browser, body: str) -> None:
    page = browser.open()
    headers = {"Authorization": f"Bearer {page.token}", "Content-Type": "application/json"}
    assert page.client.patch("/api/attempt", data=body, headers=headers).status_code == 400


@pytest.mark.parametrize("revision", [2**31, 10**30, -1, True, 1.5, "1"])
def test_a_revision_that_no_column_holds_is_refused(browser: Browser, revision: Any) -> None:
    saved = browser.open().save("meaning", "x", revision)
    assert saved["refused"] == {"meaning": "wrong-shape"}


# Out to the network


@pytest.mark.parametrize(
    "address",
    [
        "fec0::1",  # site-local, of old
        "::127.0.0.1",  # IPv4-compatible, of old
        "::ffff:0:7f00:1",  # IPv4-translated
        "::ffff:224.0.0.1",
        "64:ff9b::e000:1",
        "64:ff9b:1::7f00:1",  # NAT64 of a network's own
        "5f00::1",  # segment routing
        "2002:a00:1::1",  # 6to4 of 10.0.0.1
        "2001:0:7f00:1::",  # Teredo
    ],
)
def test_an_ipv6_address_that_may_lead_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["64:ff9b::5db8:d822", "::ffff:93.184.216.34", "2002:5db8:d822::1"])
def test_an_ipv6_address_that_stands_for_a_public_one_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("seconds", ["1e999", "1" + "0" * 30])
def test_a_token_that_lasts_for_ever_does_not(tool: Tool, platform: PlatformDouble, seconds: str) -> None:
    with tool.database.read() as connection:
        own: OwnKey = keys.signing_key(connection, 1)
    platform.fail("/token", 200, body=f'{{"access_token": "x", "expires_in": {seconds}}}'.encode())
    client = PlatformClient(allow_private=True)
    try:
        token = request_token(client, platform.registration, own, "s", 1000)
    except Exception as problem:
        assert "token-unreadable" in str(problem)  # noqa: PT017 (one of both is right)
    else:
        assert token == AccessToken("x", 1000 + 24 * 3600)


@pytest.mark.parametrize("spelled", ["/token", "/token?x=1", "/TOKEN/"])
def test_a_platform_can_not_borrow_the_tokens_of_another(
    tool: Tool, platform: PlatformDouble, spelled: str
) -> None:
    """It would name the other's token address and client id, and bring the token to a column of its own."""
    thief = replace(platform.registration, issuer="https://evil.example", token_url=platform.url + spelled)
    with pytest.raises(RegistrationError, match="another issuer"), tool.database.write() as connection:
        platforms.add(connection, thief, ["dep-1"], 1)
    with tool.database.write() as connection:
        platforms.add(connection, replace(thief, client_id="its-own"), ["dep-1"], 1)


# Too much of it


def test_a_flood_of_logins_does_not_fill_the_disk(
    tool: Tool, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launches, "MOST_LOGINS", 3)
    row = {"nonce": "n", "secret_hash": "h", "registration_id": 1, "parameters": "{}"}
    later = tool.now() + 300
    with tool.database.write() as connection:
        connection.execute(
            insert(login_states), [row | {"state": f"s{n}", "expires_at": later + n} for n in range(10)]
        )
    login = browser.log_in()
    tool.jobs.sweep()
    with tool.database.read() as connection:
        kept = set(connection.scalars(select(login_states.c.state)))
    assert kept == {login.state, "s9", "s8"}


@ON_BOTH
def test_a_login_has_a_size(browser: Browser) -> None:
    long = dict.fromkeys(("login_hint", "lti_message_hint", "lti_storage_target"), "x" * 3900)
    assert browser.log_in(**long).response.status_code == 302
    response = browser.log_in(**long, lti_deployment_id="x" * 3900).response
    assert response.status_code == 400


def test_a_refused_login_fills_no_log(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    browser.log_in(iss="https://x.example/" + "y" * 3900)
    assert len(caplog.text) < 2000


def test_a_form_has_a_size(client: FlaskClient) -> None:
    response = client.post("/lti/launch", data={"id_token": "x" * 140_000, "state": "s"}, base_url=HOST)
    assert response.status_code == 413


def test_origins_that_were_never_ones_are_not_kept(browser: Browser, store: Database) -> None:
    for number in range(3):
        browser.open(launch_presentation={"return_url": f"https://*.{number}/"})
    with store.read() as connection:
        assert connection.scalar(select(func.count()).select_from(frame_origins)) == 0


# On the way to the browser


def test_browsers_stay_with_https(client: FlaskClient) -> None:
    assert client.get("/healthz").headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(
    "path",
    [
        "/learn/1/identity/nl",
        "/preview/identity/nl",
        "/lti/setup",
        "/lti/register?invitation=x",
        "/lti/login",
        "/operator",
        "/review/1/nl",
        "/privacy/1/nl",
        "/inspector",
        "/nowhere",
    ],
)
def test_no_page_allows_script_or_style_inside_itself(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "base-uri 'none'" in policy
    for inline in ("<style", " style=", " onclick=", " onload=", "javascript:"):
        assert inline not in response.text


# On the same machine


def test_the_database_and_the_queue_are_for_their_owner_alone(settings: Settings, tmp_path: Path) -> None:
    """Huey's jobs are pickles: who could write there could run what they like."""
    before = os.umask(0)
    try:
        here = replace(settings, database_url=f"sqlite:///{tmp_path / 'shared' / 'wegwijs.sqlite'}")
        make_tool(here).close()
    finally:
        os.umask(before)
    files = list((tmp_path / "shared").iterdir())
    assert len(files) >= 2
    for file in files:
        assert file.stat().st_mode & 0o077 == 0, file.name


@pytest.mark.parametrize("host", ["elsewhere.example", "elsewhere.example:99999", "a b", "\\\\", ""])
def test_a_host_that_somebody_made_up_leads_to_the_same_answer_and_is_told_nowhere(
    client: FlaskClient, host: str
) -> None:
    response = client.get("/healthz", headers={"Host": host})
    assert response.status_code == 200
    wrong = client.get("/lti/login", headers={"Host": host})
    assert wrong.status_code == 400
    assert "elsewhere" not in wrong.text + str(wrong.headers)
