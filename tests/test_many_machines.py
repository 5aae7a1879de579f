"""Several servers on one database: no visitor belongs to one of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lti_tool.app import create_app
from lti_tool.settings import Settings
from lti_tool.tool import Tool, make_tool
from modules.kit.registry import Registry
from tests.lti_browser import Browser, Login, Page
from tests.lti_fixtures import ON_BOTH, Clock
from tests.lti_platform_double import PlatformDouble


@pytest.fixture
def other(tool: Tool, settings: Settings, clock: Clock, registry: Registry) -> Iterator[Tool]:
    """A second machine of the same installation."""
    made = make_tool(settings, clock, registry)
    yield made
    made.close()


def take_along(browser: Browser, login: Login) -> None:
    """The proxy sends the same browser to another machine: its cookie goes along."""
    name, _, value = login.response.headers["Set-Cookie"].split(";")[0].partition("=")
    browser.client.set_cookie(name, value, domain="wegwijs.example.org", path="/lti/launch")


@ON_BOTH
def test_every_step_may_be_at_another_machine(
    tool: Tool, other: Tool, browser: Browser, platform: PlatformDouble
) -> None:
    elsewhere = Browser(create_app(other.settings, other).test_client(), platform)
    login = browser.log_in()
    take_along(elsewhere, login)
    message = platform.sign(platform.claims(login.nonce, sub="sami"))
    opened = elsewhere.post(message, login.state)
    assert opened.status_code == 303
    token = opened.headers["Location"].partition("#")[2]
    here, there = Page(browser.client, token, ""), Page(elsewhere.client, token, "")
    assert here.save("meaning", "een")["saved"] == {"meaning": 1}
    assert there.save("meaning", "twee", 1)["saved"] == {"meaning": 2}
    assert here.save("meaning", "drie", 1)["conflicts"]["meaning"]["value"] == "twee"
    assert there.finish()["state"] == "waiting"
    for attempt_row in tool.delivery.due():
        tool.delivery.deliver(attempt_row)
    for attempt_row in other.delivery.due():
        other.delivery.deliver(attempt_row)
    assert len(platform.scores) == 1
    assert here.load()["grade"]["state"] == "delivered"


@ON_BOTH
def test_a_message_counts_once_on_all_of_them(
    tool: Tool, other: Tool, browser: Browser, platform: PlatformDouble
) -> None:
    elsewhere = Browser(create_app(other.settings, other).test_client(), platform)
    login = browser.log_in()
    take_along(elsewhere, login)
    message = platform.sign(platform.claims(login.nonce))
    assert browser.post(message, login.state).status_code == 303
    assert elsewhere.post(message, login.state).status_code == 400


@ON_BOTH
def test_all_of_them_have_one_key_and_one_secret(tool: Tool, other: Tool, browser: Browser) -> None:
    elsewhere = create_app(other.settings, other).test_client()
    assert elsewhere.get("/lti/jwks.json").json == browser.client.get("/lti/jwks.json").json
    page = browser.open()
    assert Page(elsewhere, page.token, "").load()["key"] == page.load()["key"]
