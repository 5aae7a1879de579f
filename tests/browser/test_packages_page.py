"""The download page in a browser: from the class page to a file on disk, by keyboard, on a phone."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect

from lti_tool.settings import Settings
from lti_tool.store import invitations
from modules.kit.registry import Registry
from tests import axe
from tests.lti_platform_double import INSTRUCTOR, PlatformDouble
from tests.running_tool import RunningTool, running_tool

pytestmark = pytest.mark.browser


@pytest.fixture
def school(settings: Settings, registry: Registry, platform: PlatformDouble) -> Iterator[RunningTool]:
    with running_tool(settings, registry, platform) as running:
        yield running


@pytest.fixture
def context(chromium: Chromium) -> Iterator[BrowserContext]:
    with chromium.new_context(locale="nl-BE", viewport={"width": 1280, "height": 800}) as found:
        found.set_default_timeout(8000)
        yield found


def address(school: RunningTool, language: str = "nl") -> str:
    teacher = school.open(sub="teacher-1", roles=[INSTRUCTOR])
    return f"{school.url}/packages/1/{language}#{teacher.token}"


def opened(context: BrowserContext, at: str) -> Page:
    page = context.new_page()
    page.goto(at)
    page.locator("#make").wait_for()
    return page


def test_from_the_class_page_to_a_file_without_the_token_in_an_address(
    school: RunningTool, context: BrowserContext
) -> None:
    teacher = school.open(sub="teacher-1", roles=[INSTRUCTOR])
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(school.address(teacher, "class"))
    page.get_by_role("link", name="Voorbereiden").click()
    page.get_by_role("link", name="Download een module").click()
    page.get_by_role("button", name="Maak het pakket").click()
    expect(page.locator("h2").first).to_have_text("Je pakket is klaar")
    with page.expect_download() as kept:
        page.get_by_role("button", name="Download").click()
    assert kept.value.suggested_filename.startswith("wegwijs-identity-")
    with zipfile.ZipFile(kept.value.path()) as package:
        assert package.testzip() is None
    assert not [url for url in asked if teacher.token in url.split("#")[0]]


def test_the_operator_comes_here_from_the_operators_page(
    school: RunningTool, context: BrowserContext
) -> None:
    with school.tool.database.write() as connection:
        secret = invitations.add(connection, "operator", None, school.tool.now(), 3600)
    page = context.new_page()
    page.goto(f"{school.url}/operator#{secret}")
    page.get_by_role("link", name="Download een module").click()
    page.locator("#make").click()
    expect(page.locator("#download")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("link", name="Download een module")).to_be_visible()


def test_it_works_by_keyboard_and_back_finds_the_choice(school: RunningTool, context: BrowserContext) -> None:
    page = opened(context, address(school))
    page.locator("#format-scorm12").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#format-scorm2004")).to_be_checked()
    page.locator("#make").press("Enter")
    expect(page.get_by_role("heading", name="Je pakket is klaar")).to_be_focused()
    page.locator("#add-brightspace").press("Enter")
    expect(page.locator("#add-brightspace + ol li")).to_have_count(3)
    page.locator("#again").press("Enter")
    expect(page.locator("#format-scorm2004")).to_be_checked()
    page.go_back()
    expect(page.locator("#download")).to_be_visible()
    page.reload()
    expect(page.locator("#download")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.locator("h2").first).to_have_text("Your package is ready")


def test_what_is_missing_is_said_where_one_is(school: RunningTool, context: BrowserContext) -> None:
    page = opened(context, address(school))
    page.locator("#module-identity").uncheck()
    page.locator("#make").click()
    expect(page.locator("#said")).to_have_text("Kies eerst een module.")
    expect(page.locator("#said")).to_be_focused()


def test_a_new_window_goes_on_with_the_same_choice(school: RunningTool, context: BrowserContext) -> None:
    page = opened(context, address(school))
    page.locator("#make").click()
    page.locator("#nothing").click()
    with context.expect_page() as found:
        page.locator("#window").click()
    expect(found.value.locator("#download")).to_be_visible()


def framed(context: BrowserContext, school: RunningTool, sandbox: str) -> Page:
    """A page of a platform that shows ours in a frame with these rights only."""
    frame = f"<iframe sandbox='{sandbox}' width=900 height=700 src='{address(school)}'></iframe>"
    page = context.new_page()
    context.route(f"{school.url}/course", lambda route: route.fulfill(body=frame, content_type="text/html"))
    page.goto(f"{school.url}/course")
    page.frame_locator("iframe").locator("#make").click()
    return page


def test_a_frame_in_a_sandbox_that_lets_downloads_through_gets_the_file(
    school: RunningTool, context: BrowserContext
) -> None:
    page = framed(context, school, "allow-scripts allow-same-origin allow-forms allow-downloads")
    with page.expect_download() as kept:
        page.frame_locator("iframe").locator("#download").click()
    assert kept.value.suggested_filename.endswith(".zip")


def test_from_a_frame_in_a_sandbox_that_stops_downloads_a_new_window_gets_the_file(
    school: RunningTool, context: BrowserContext
) -> None:
    rights = "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox"
    inside = framed(context, school, rights).frame_locator("iframe")
    inside.locator("#nothing").click()
    with context.expect_page() as opened:
        inside.locator("#window").click()
    with opened.value.expect_download() as kept:
        opened.value.locator("#download").click()
    assert kept.value.suggested_filename.endswith(".zip")


@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(320, "dark", "nl"), (1280, "light", "en"), (360, "light", "nl")]
)
def test_the_page_has_no_barrier(
    chromium: Chromium, school: RunningTool, width: int, scheme: str, language: str
) -> None:
    viewport = {"width": width, "height": 800}
    with chromium.new_context(locale=language, viewport=viewport, color_scheme=scheme) as context:
        context.set_default_timeout(8000)
        page = opened(context, address(school, language))
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        for step in ("form", "offer"):
            if step == "offer":
                page.locator("#make").click()
                page.locator("#download").wait_for()
                page.locator("summary").first.click()
            assert axe.violations(page) == [], step
            assert page.evaluate("document.documentElement.scrollWidth") == width, step
            small = "[...document.querySelectorAll('#sheet :is(a, button, label, select, summary)')]"
            shown = f"{small}.filter(one => one.getBoundingClientRect().height)"
            assert (
                page.evaluate(f"{shown}.filter(one => one.getBoundingClientRect().height < 44).length") == 0
            )
        assert errors == []
