"""The launch ladder in a real browser: a course page on one site, the tool in its frame on another."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import func, select
from werkzeug.serving import make_server

from lti_tool.app import create_app
from lti_tool.settings import Settings
from lti_tool.store import platforms
from lti_tool.store.db import Database
from lti_tool.store.tables import attempts
from lti_tool.tool import make_tool
from modules.kit.registry import Registry
from tests import needs
from tests.lti_platform_double import DEPLOYMENT, PlatformDouble

pytestmark = pytest.mark.browser

# A browser that keeps nothing for a page in a frame of another site.
KEEPS_NOTHING_IN_FRAMES = """
if (window !== window.top) {
  Object.defineProperty(Document.prototype, "cookie", { get: () => "", set: () => {} });
  Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("blocked", "SecurityError"); },
  });
}
"""


@pytest.fixture
def course(
    request: pytest.FixtureRequest, settings: Settings, platform: PlatformDouble, registry: Registry
) -> Iterator[tuple[str, Database]]:
    """The address of a course page, with the tool in a frame."""
    port = needs.free_port()
    here = f"http://127.0.0.1:{port}"
    tool = make_tool(replace(settings, public_url=here), registry=registry)
    platform.show_course(here, same_site=getattr(request, "param", "") == "same site")
    with tool.database.write() as connection:
        platforms.add(connection, platform.course_registration, [DEPLOYMENT], 1)
    server = make_server("127.0.0.1", port, create_app(tool.settings, tool), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield platform.course_url, tool.database
    server.shutdown()
    thread.join()
    server.server_close()
    tool.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(locale="nl-BE")
    yield made
    made.close()


def attempts_in(database: Database) -> int:
    with database.read() as connection:
        return connection.scalar(select(func.count()).select_from(attempts)) or 0


def in_frame(page: Page, selector: str):
    return page.frame_locator("#tool").locator(selector)


def test_in_a_frame_of_another_site_the_module_opens(
    context: BrowserContext, course: tuple[str, Database]
) -> None:
    page = context.new_page()
    page.goto(course[0])
    expect(in_frame(page, "h1").first).to_have_text("Wie ben jij?")
    assert attempts_in(course[1]) == 1
    assert not [frame for frame in page.frames if "#" in frame.url]


@pytest.mark.parametrize("course", ["same site"], indirect=True)  # Chromium blocks storage with cookies
def test_where_the_cookie_gets_lost_storage_proves_the_browser(
    context: BrowserContext, course: tuple[str, Database]
) -> None:
    def forget_cookies(route: Route) -> None:
        context.clear_cookies()
        route.continue_()

    context.route("**/auth?*", forget_cookies)
    page = context.new_page()
    page.goto(course[0])
    expect(in_frame(page, "h1").first).to_have_text("Wie ben jij?")
    assert attempts_in(course[1]) == 1


def test_where_nothing_is_kept_a_window_of_its_own_is_offered_before_the_hint_is_spent(
    context: BrowserContext, course: tuple[str, Database], platform: PlatformDouble
) -> None:
    context.add_init_script(KEEPS_NOTHING_IN_FRAMES)
    page = context.new_page()
    page.goto(course[0])
    button = in_frame(page, "#own-window button")
    expect(button).to_be_visible()
    assert platform.calls("/auth") == []
    with context.expect_page() as opened:
        button.click()
    expect(opened.value.locator("h1").first).to_have_text("Wie ben jij?")
    assert attempts_in(course[1]) == 1


def test_a_reload_keeps_the_page_and_its_answers(
    context: BrowserContext, course: tuple[str, Database]
) -> None:
    page = context.new_page()
    page.goto(course[0])
    expect(in_frame(page, "h1").first).to_have_text("Wie ben jij?")
    frame = page.frames[1]
    assert frame.evaluate("history.state.token.length") > 20
    frame.evaluate("location.reload()")
    frame.wait_for_load_state()
    expect(in_frame(page, "h1").first).to_have_text("Wie ben jij?")
    assert frame.evaluate("history.state.token.length") > 20
    assert attempts_in(course[1]) == 1
