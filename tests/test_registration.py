"""An administrator adds Wegwijs to a platform by an invitation: once, and nothing more than was invited."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lti_tool.app import create_app
from lti_tool.store import invitations, platforms, tables
from lti_tool.tool import Tool
from tests.lti_fixtures import Clock
from tests.lti_platform_double import KeyPair
from tests.registration_platform import PLATFORM, TOKEN, TOOL, Administrator, RegisteringPlatform


@pytest.fixture
def platform(platform_key: KeyPair) -> Iterator[RegisteringPlatform]:
    double = RegisteringPlatform(platform_key)
    yield double
    double.close()


@pytest.fixture
def admin(client: FlaskClient, tool: Tool, platform: RegisteringPlatform) -> Administrator:
    return Administrator(client, tool, platform).invite()


def registered(tool: Tool, platform: RegisteringPlatform) -> dict[str, list[tuple[str, bool]]]:
    """The platform's registrations here: client id → (deployment, approved)."""
    with tool.database.read() as connection:
        return {
            one.client_id: [
                (place.deployment_id, place.approved)
                for place in platforms.deployments_of(connection, one.id)
            ]
            for one in platforms.every(connection)
            if one.issuer == platform.url
        }


def test_the_place_that_an_invited_platform_names_is_approved(
    admin: Administrator, platform: RegisteringPlatform, tool: Tool
) -> None:
    assert admin.register().status_code == 200
    assert registered(tool, platform) == {"client-1": [("7", True)]}


def test_any_other_place_of_an_invited_platform_waits(
    admin: Administrator, platform: RegisteringPlatform, tool: Tool
) -> None:
    platform.answer_changes = {TOOL: {}}
    page = admin.register()
    assert registered(tool, platform) == {"client-1": []}
    assert "wacht daarom op een goedkeuring" in page.text


def test_nothing_happens_before_the_administrator_confirms(
    admin: Administrator, platform: RegisteringPlatform, tool: Tool
) -> None:
    page = admin.ask()
    assert platform.url in page.text
    assert "Atheneum Hasselt" in page.text
    assert "Moodle" in page.text
    assert platform.registrations == []
    assert registered(tool, platform) == {}


def test_the_registration_token_goes_along_with_both_calls(
    admin: Administrator, platform: RegisteringPlatform
) -> None:
    admin.register()
    for path in ("/openid-configuration", "/register"):
        assert platform.calls(path)[0].headers["Authorization"] == f"Bearer {TOKEN}"


def test_a_platform_without_a_token_is_asked_without_one(
    admin: Administrator, platform: RegisteringPlatform
) -> None:
    assert admin.confirm(admin.ask(registration_token=None)).status_code == 200
    assert "Authorization" not in platform.registrations[0].headers


def test_a_platform_is_asked_for_the_least(admin: Administrator, platform: RegisteringPlatform) -> None:
    admin.register()
    asked = platform.registrations[0].json
    here = "https://wegwijs.example.org"
    assert asked["initiate_login_uri"] == f"{here}/lti/login"
    assert asked["redirect_uris"] == [f"{here}/lti/launch"]
    assert asked["jwks_uri"] == f"{here}/lti/jwks.json"
    assert asked["token_endpoint_auth_method"] == "private_key_jwt"
    assert [scope.rpartition("/")[2] for scope in asked["scope"].split()] == [
        "score",
        "lineitem",
        "result.readonly",
        "contextmembership.readonly",
    ]
    tool = asked[TOOL]
    assert tool["claims"] == ["iss", "sub"]
    assert tool["custom_parameters"] == {}
    assert tool["domain"] == "wegwijs.example.org"
    assert [message["type"] for message in tool["messages"]] == [
        "LtiResourceLinkRequest",
        "LtiDeepLinkingRequest",
    ]
    assert tool["https://canvas.instructure.com/lti/privacy_level"] == "anonymous"


def test_the_icon_that_platforms_are_told_of_is_there(client: FlaskClient) -> None:
    with client.get("/lti/static/icon.png") as icon:
        assert icon.data.startswith(b"\x89PNG")


def test_an_invitation_works_once(admin: Administrator, platform: RegisteringPlatform, tool: Tool) -> None:
    admin.register()
    platform.answer_changes = {"client_id": "client-2"}
    assert admin.ask().status_code == 403
    assert list(registered(tool, platform)) == ["client-1"]


def test_a_confirmed_form_works_once(admin: Administrator, platform: RegisteringPlatform) -> None:
    page = admin.ask()
    admin.confirm(page)
    assert admin.confirm(page).status_code == 403
    assert len(platform.registrations) == 1


def test_of_two_confirmations_at_once_one_wins(admin: Administrator, platform: RegisteringPlatform) -> None:
    page = admin.ask()
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: admin.confirm(page).status_code, range(2))
    assert {first, second} == {200, 403}
    assert len(platform.registrations) == 1


@pytest.mark.parametrize("secret", ["", "guessed", None])
def test_without_an_invitation_nobody_registers(
    admin: Administrator, platform: RegisteringPlatform, secret: str | None
) -> None:
    assert admin.ask(invitation=secret).status_code == 403
    assert platform.received == []


def test_an_operators_link_is_no_invitation(admin: Administrator, tool: Tool) -> None:
    with tool.database.write() as connection:
        secret = invitations.add(connection, "operator", None, tool.now(), 3600)
    assert admin.ask(invitation=secret).status_code == 403


def test_an_invitation_ends(admin: Administrator, clock: Clock) -> None:
    clock.ahead = 72 * 3600 + 1
    assert admin.ask().status_code == 403


def test_an_invitation_that_ends_before_the_confirmation_is_not_used(
    admin: Administrator, platform: RegisteringPlatform, clock: Clock
) -> None:
    page = admin.ask()
    clock.ahead = 72 * 3600 + 1
    assert admin.confirm(page).status_code == 403
    assert platform.registrations == []


def test_a_changed_form_is_refused(admin: Administrator, platform: RegisteringPlatform) -> None:
    page = admin.ask()
    offer = re.search(r'name="offer" value="([^"]+)"', page.text)
    assert offer
    changed = offer[1][:-2] + ("AA" if offer[1][-2:] != "AA" else "BB")
    assert admin.client.post("/lti/register", data={"offer": changed}).status_code == 403
    assert platform.registrations == []


def test_a_form_of_another_site_is_refused(admin: Administrator, platform: RegisteringPlatform) -> None:
    assert admin.confirm(admin.ask(), Sec_Fetch_Site="cross-site").status_code == 403
    assert platform.registrations == []


def test_a_link_that_is_opened_by_itself_says_where_to_paste_it(
    admin: Administrator, platform: RegisteringPlatform
) -> None:
    page = admin.ask(openid_configuration=None)
    assert page.status_code == 200
    assert "Moodle" in page.text
    assert admin.ask().status_code == 200


def test_a_registration_that_is_there_is_not_overwritten(
    admin: Administrator, platform: RegisteringPlatform, tool: Tool
) -> None:
    admin.register()
    with tool.database.read() as connection:
        before = platforms.find(connection, platform.url, "client-1")
    platform.changes = {"jwks_uri": f"{platform.url}/other-keys"}
    refused = admin.invite().register()
    assert refused.status_code == 409
    assert "REG-EXISTS" in refused.text
    with tool.database.read() as connection:
        assert platforms.find(connection, platform.url, "client-1") == before


def test_a_second_registration_of_one_platform_is_said_before(admin: Administrator) -> None:
    admin.register()
    assert "kent Wegwijs al" in admin.invite().ask().text


@pytest.mark.parametrize("status", [400, 401, 403, 500, 302])
def test_an_invitation_stays_good_when_the_platform_refuses(
    admin: Administrator, platform: RegisteringPlatform, tool: Tool, status: int
) -> None:
    platform.fail("/register", status, Location=f"{platform.url}/elsewhere")
    assert admin.register().status_code == 502
    assert registered(tool, platform) == {}
    assert platform.calls("/elsewhere") == []
    assert admin.register().status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"client_id": None},
        {"client_id": ""},
        {"client_id": ["client-1"]},
        {"client_id": "x" * 256},
        {"client_id": "two\nlines"},
        {"redirect_uris": ["https://evil.example/launch"]},
        {"redirect_uris": "https://wegwijs.example.org/lti/launch"},
        {"jwks_uri": "https://evil.example/jwks"},
        {"jwks_uri": ["https://evil.example/jwks"]},
        {"initiate_login_uri": "https://evil.example/login"},
        {"token_endpoint_auth_method": "client_secret_basic"},
        {TOOL: {"deployment_id": {"id": "7"}}},
    ],
)
def test_an_answer_that_is_not_right_keeps_nothing(
    admin: Administrator, platform: RegisteringPlatform, tool: Tool, change: dict[str, object]
) -> None:
    platform.answer_changes = change
    refused = admin.register()
    assert refused.status_code == 502
    assert "REG-ANSWER" in refused.text
    assert registered(tool, platform) == {}


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'"client-1"', b"[" * 100_000])
def test_an_answer_that_is_no_object_keeps_nothing(
    admin: Administrator, platform: RegisteringPlatform, tool: Tool, body: bytes
) -> None:
    platform.fail("/register", 200, body=body)
    assert "REG-ANSWER" in admin.register().text
    assert registered(tool, platform) == {}


def test_a_deployment_given_as_a_number_is_its_text(
    admin: Administrator, platform: RegisteringPlatform, tool: Tool
) -> None:
    platform.answer_changes = {TOOL: {"deployment_id": 12}}
    admin.register()
    assert registered(tool, platform) == {"client-1": [("12", True)]}


def test_a_configuration_is_not_fetched_by_a_redirect(
    admin: Administrator, platform: RegisteringPlatform
) -> None:
    platform.fail("/openid-configuration", 302, Location=f"{platform.url}/elsewhere")
    assert admin.ask().status_code == 502
    assert platform.calls("/elsewhere") == []


def test_a_configuration_that_is_too_large_is_not_read(
    admin: Administrator, platform: RegisteringPlatform
) -> None:
    platform.fail("/openid-configuration", 200, body=b'{"issuer": "' + b"x" * 600_000 + b'"}')
    assert admin.ask().status_code == 502


@pytest.mark.parametrize("token", ["two words", "line\r\nX-Evil: 1", "é", "x" * 8001])
def test_a_token_that_is_none_is_not_sent(
    admin: Administrator, platform: RegisteringPlatform, token: str
) -> None:
    assert admin.ask(registration_token=token).status_code == 400
    assert platform.received == []


def test_outside_development_a_platform_on_loopback_is_not_asked(
    admin: Administrator, platform: RegisteringPlatform, tool: Tool
) -> None:
    strict = replace(tool, settings=replace(tool.settings, allow_private_hosts=False))
    admin.client = create_app(strict.settings, strict).test_client()
    assert admin.ask().status_code == 400
    assert platform.received == []


def test_what_a_platform_says_of_itself_is_shown_as_text(
    admin: Administrator, platform: RegisteringPlatform
) -> None:
    platform.changes = {PLATFORM: {"product_family_code": "moodle", "version": "<script>alert(1)</script>"}}
    page = admin.invite("<b>School</b>").ask()
    assert "<script>alert" not in page.text
    assert "<b>School" not in page.text


def test_the_closing_message_goes_to_the_platform_only(
    admin: Administrator, platform: RegisteringPlatform, client: FlaskClient
) -> None:
    found = re.search(r'id="wegwijs-origins">(.*?)</script>', admin.register().text)
    assert found
    assert json.loads(found[1]) == [platform.url]
    with client.get("/lti/static/close.js") as answer:
        script = answer.text
    assert "postMessage" in script
    assert "'*'" not in script
    assert '"*"' not in script


def test_only_the_platform_may_frame_the_confirmation(
    admin: Administrator, platform: RegisteringPlatform
) -> None:
    policy = admin.ask().headers["Content-Security-Policy"]
    assert f"frame-ancestors 'self' {platform.url}" in policy
    assert "form-action 'self'" in policy


@pytest.mark.parametrize(
    ("product", "next_step"),
    [
        ("moodle", "Activeren"),
        ("canvas", "Anonymous"),
        ("desire2learn", "New Deployment"),
        ("other", "zet Wegwijs aan"),
    ],
)
def test_the_last_page_says_what_comes_next_in_this_product(
    admin: Administrator, platform: RegisteringPlatform, product: str, next_step: str
) -> None:
    platform.changes = {PLATFORM: {"product_family_code": product}}
    assert next_step in admin.register().text


def test_the_log_tells_of_attempts_but_never_a_secret(
    admin: Administrator, platform: RegisteringPlatform, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "lti_tool")
    admin.ask(invitation="guessed-secret")
    admin.register()
    assert "REG-INVITATION" in caplog.text
    assert f"registered {platform.url}" in caplog.text
    for secret in (admin.invitation, TOKEN, "guessed-secret"):
        assert secret not in caplog.text


def test_the_database_keeps_no_invitations_secret(admin: Administrator, tool: Tool) -> None:
    with tool.database.read() as connection:
        assert admin.invitation not in str(connection.execute(select(tables.invitations)).all())
