"""The registration page in a platform's window: read, then close, and only the platform hears of it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from lti_tool.app import create_app
from lti_tool.settings import Settings
from lti_tool.store import invitations
from lti_tool.tool import Tool, make_tool
from modules.kit.registry import Registry
from tests import axe
from tests.lti_platform_double import KeyPair, Received
from tests.registration_platform import TOKEN, RegisteringPlatform

pytestmark = pytest.mark.browser

WINDOW = """<!doctype html><title>Platform</title><iframe src="{address}" width=360 height=700></iframe>
<script>
window.heard = [];
addEventListener("message", (event) => heard.push([event.origin, event.data.subject]));
</script>"""


class PlatformWithWindow(RegisteringPlatform):
    """Shows the registration in a frame, as Moodle and Canvas do."""

    address = ""

    def answer(self, call: Received) -> tuple[int, dict[str, str], bytes]:
        if call.path == "/window":
            return 200, {"Content-Type": "text/html"}, WINDOW.format(address=self.address).encode()
        return super().answer(call)


@pytest.fixture
def running(tmp_path: Path, registry: Registry) -> Iterator[Tool]:
    """A tool that a browser can reach, on another site than the platform."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = make_tool(
        Settings(
            public_url=f"http://localhost:{port}",
            database_url=f"sqlite:///{tmp_path / 'w.sqlite'}",
            allow_private_hosts=True,
        ),
        registry=registry,
    )
    server = make_server("127.0.0.1", port, create_app(made.settings, made), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()
    made.close()


@pytest.fixture
def platform(platform_key: KeyPair, running: Tool) -> Iterator[PlatformWithWindow]:
    double = PlatformWithWindow(platform_key)
    with running.database.write() as connection:
        secret = invitations.add(connection, "platform", "Atheneum Hasselt", running.now(), 3600)
    double.address = (
        f"{running.settings.public_url}/lti/register?invitation={secret}"
        f"&openid_configuration={double.url}/openid-configuration&registration_token={TOKEN}"
    )
    yield double
    double.close()


def test_the_platform_hears_that_its_window_may_close_once_the_steps_were_read(
    chromium: Browser, running: Tool, platform: PlatformWithWindow
) -> None:
    with chromium.new_context(locale="nl-BE") as context:
        page = context.new_page()
        page.goto(f"{platform.url}/window")
        frame = page.frame_locator("iframe")
        frame.get_by_role("button", name="Ja, voeg Wegwijs toe").click()
        frame.get_by_text("Zonder die klik werkt niets").wait_for()
        assert page.evaluate("heard") == []
        frame.get_by_role("button", name="Klaar, sluit dit venster").click()
        page.wait_for_function("heard.length > 0")
        assert page.evaluate("heard") == [[running.settings.public_url, "org.imsglobal.lti.close"]]


def test_another_site_may_not_show_the_page_in_a_frame(
    chromium: Browser, running: Tool, platform: PlatformWithWindow
) -> None:
    with chromium.new_context(locale="nl-BE") as context:
        page = context.new_page()
        # The same server under a name that is not the platform's.
        page.goto(f"{platform.url.replace('127.0.0.1', 'other.localhost')}/window")
        page.wait_for_timeout(500)
        assert page.frame_locator("iframe").get_by_role("button", name="Ja, voeg Wegwijs toe").count() == 0


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pages_for_administrators_have_no_barrier(
    chromium: Browser, running: Tool, platform: PlatformWithWindow, language: str
) -> None:
    with running.database.write() as connection:
        secret = invitations.add(connection, "operator", None, running.now(), 3600)
    here = running.settings.public_url
    with chromium.new_context(locale=language, viewport={"width": 320, "height": 700}) as context:
        page = context.new_page()
        for address, ready in (
            (f"{here}/lti/setup", "h1"),
            (platform.address, "form"),
            (f"{here}/operator#{secret}", "#overview h2"),
        ):
            page.goto(address)
            page.locator(ready).first.wait_for()
            assert axe.violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") == 320
        assert page.url == f"{here}/operator"
        page.reload()
        page.locator("#overview h2").first.wait_for()
