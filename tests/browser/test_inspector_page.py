"""The launch inspector in a browser: from the link to the advice, by keyboard, on a phone, in the dark."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from lti_tool.app import create_app
from lti_tool.protocol.claims import AGS_ENDPOINT, LTI
from lti_tool.settings import Settings
from lti_tool.store import inspection, invitations, platforms
from lti_tool.tool import Tool, make_tool
from modules.kit.registry import Registry
from tests import axe, needs
from tests.lti_browser import Browser
from tests.lti_platform_double import DEPLOYMENT, PlatformDouble

pytestmark = pytest.mark.browser
MOODLE = {LTI + "tool_platform": {"product_family_code": "moodle", "version": "2024100705"}}


@pytest.fixture
def running(settings: Settings, registry: Registry, platform: PlatformDouble) -> Iterator[Tool]:
    """A tool that a browser can reach, with launches of a school whose settings need some care."""
    port = needs.free_port()
    made = make_tool(replace(settings, public_url=f"http://127.0.0.1:{port}"), registry=registry)
    with made.database.write() as connection:
        platforms.add(connection, platform.registration, [DEPLOYMENT], 1)
    app = create_app(made.settings, made)
    launches(Browser(app.test_client(), platform), made.settings.public_url)
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()
    made.close()


def launches(school: Browser, here: str) -> None:
    """A good launch, one with a name and without a column, a wrong module, a place that waits."""
    common = {**MOODLE, "target_link_uri": f"{here}/lti/launch"}
    for claims in (
        {},
        {AGS_ENDPOINT: {"scope": []}, "name": "Noor", "email": "noor@example.edu"},
        {"custom": {"module": "identiteit"}, "resource_link": {"id": "link-2"}},
        {"deployment_id": "campus-zuid"},
    ):
        login = school.log_in(target_link_uri=f"{here}/lti/launch")
        message = school.platform.claims(login.nonce, **common, **claims)
        school.post(school.platform.sign(message), login.state)


def way_in(tool: Tool) -> str:
    with tool.database.write() as connection:
        secret = inspection.add_link(connection, inspection.Scope(1), tool.now())
    return f"{tool.settings.public_url}/inspector#{secret}"


def open_inspector(page: Page, tool: Tool) -> None:
    page.goto(way_in(tool))
    page.locator("#overview h2").first.wait_for()


def test_the_link_opens_the_page_and_stays_in_no_address(chromium: Chromium, running: Tool) -> None:
    with chromium.new_context(locale="nl-BE") as context:
        page = context.new_page()
        open_inspector(page, running)
        assert page.url == f"{running.settings.public_url}/inspector"
        expect(page.get_by_role("heading", name="Een plaats wacht op goedkeuring")).to_be_visible()
        page.reload()
        expect(page.get_by_text("Tandwiel van Wegwijs in Manage tools").first).to_be_visible()
        assert "noor" not in page.content().lower()


def test_launches_are_found_opened_and_filtered_by_keyboard(chromium: Chromium, running: Tool) -> None:
    with chromium.new_context(locale="en") as context:
        page = context.new_page()
        open_inspector(page, running)
        expect(page.locator(".launches > li")).to_have_count(4)
        page.get_by_label("Launches", exact=True).focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator(".launches > li")).to_have_count(2)
        assert page.evaluate("document.activeElement.id") == "shown"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator(".launches details").first).to_have_attribute("open", "")


def test_the_operators_page_leads_here_and_back(chromium: Chromium, running: Tool) -> None:
    with running.database.write() as connection:
        secret = invitations.add(connection, "operator", None, running.now(), 3600)
    with chromium.new_context(locale="nl-BE") as context:
        page = context.new_page()
        page.goto(f"{running.settings.public_url}/operator#{secret}")
        page.get_by_role("link", name="Naar de inspecteur").click()
        expect(page.locator(".launches > li")).to_have_count(4)
        assert page.url == f"{running.settings.public_url}/inspector"
        page.go_back()
        expect(page.get_by_role("heading", name="Wacht op goedkeuring")).to_be_visible()


def test_the_page_has_no_barrier(chromium: Chromium, running: Tool) -> None:
    for width, scheme in ((360, "dark"), (1280, "light")):
        viewport = {"width": width, "height": 800}
        with chromium.new_context(locale="nl-BE", viewport=viewport, color_scheme=scheme) as context:
            page = context.new_page()
            open_inspector(page, running)
            for launch in page.locator(".launches summary").all():
                launch.click()
            assert axe.violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") == width
