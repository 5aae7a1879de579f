"""My booklet in a browser: from the end of a session to a printed booklet, by keyboard, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from threading import BoundedSemaphore

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from lti_tool.paper import typesetting
from lti_tool.settings import Settings
from modules.kit.registry import Registry
from tests import axe
from tests.lti_platform_double import PlatformDouble
from tests.printed import words_in
from tests.running_tool import RunningTool, running_tool

pytestmark = pytest.mark.browser


@pytest.fixture
def school(settings: Settings, registry: Registry, platform: PlatformDouble) -> Iterator[RunningTool]:
    with running_tool(settings, registry, platform) as running:
        yield running


def test_from_the_end_of_a_session_to_a_booklet_of_all(school: RunningTool, chromium: Chromium) -> None:
    school.open(resource_link={"id": "link-2"}, custom={"module": "talents"}).save(
        "my-questions", [{"step": "", "text": "Wat kan ik goed?"}]
    )
    learner = school.open()
    learner.save("meaning", "mijn twee talen")
    viewport = {"width": 360, "height": 740}
    with chromium.new_context(locale="nl-BE", viewport=viewport) as context:
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.goto(school.address(learner))
        page.locator("html.is-live").wait_for()
        page.locator(".road a").last.click()
        with context.expect_page() as opened:
            page.get_by_role("link", name="Mijn boekje van alle sessies").press("Enter")
        booklet = opened.value
        expect(booklet.locator(".sessions li")).to_have_count(2)
        assert booklet.url == f"{school.url}/booklet/1/identity/nl"
        assert axe.violations(booklet) == []
        assert booklet.evaluate("document.documentElement.scrollWidth") == 360
        with booklet.expect_download() as made:
            booklet.get_by_role("button", name="Maak mijn boekje").press("Enter")
        assert made.value.suggested_filename == "mijn-boekje.pdf"
        printed = words_in(made.value.path().read_bytes())
        assert "mijn twee talen" in printed
        assert "Wat kan ik goed?" in printed


def test_what_can_not_be_made_is_said_and_the_data_is_still_there(
    school: RunningTool, chromium: Chromium, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "MOST_CHARACTERS", 1)
    learner = school.open()
    learner.save("meaning", "mijn twee talen")
    with chromium.new_context(locale="en", color_scheme="dark") as context:
        page = context.new_page()
        page.goto(school.address(learner, "booklet").replace("/nl#", "/en#"))
        page.get_by_role("button", name="Make my booklet").click()
        expect(page.locator("#said")).to_be_focused()
        expect(page.locator("#said")).to_contain_text("more than a printed booklet can hold")
        assert axe.violations(page) == []
        with page.expect_download() as made:
            page.get_by_role("button", name="Save as data").click()
        assert made.value.suggested_filename == "my-booklet.json"


def test_who_comes_while_others_are_served_waits_a_moment(
    school: RunningTool, chromium: Chromium, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = BoundedSemaphore(1)
    busy.acquire()
    monkeypatch.setattr(typesetting, "_turn", busy)
    with chromium.new_context(locale="nl-BE") as context:
        page = context.new_page()
        page.goto(school.address(school.open(), "booklet"))
        learner = school.open()
        learner.save("meaning", "mijn twee talen")
        page.reload()
        with page.expect_response(lambda answer: answer.status == 503):
            page.get_by_role("button", name="Maak mijn boekje").click()
        expect(page.locator("#waiting")).to_be_visible()
        with page.expect_download() as made:
            busy.release()
        assert made.value.suggested_filename == "mijn-boekje.pdf"
        expect(page.locator("#trouble")).to_be_hidden()
