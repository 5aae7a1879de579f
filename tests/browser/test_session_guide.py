"""Preparing and guiding a session in a browser: by keyboard, on a phone and a wall, offline, by two."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect

from lti_tool.settings import Settings
from modules.kit.registry import Registry
from tests import axe
from tests.lti_platform_double import INSTRUCTOR, PlatformDouble
from tests.printed import pages_of
from tests.running_tool import RunningTool, running_tool

pytestmark = pytest.mark.browser
TOUCHED = "#sheet :is(a, button, summary, .weights label, input[type=number])"
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def school(settings: Settings, registry: Registry, platform: PlatformDouble) -> Iterator[RunningTool]:
    with running_tool(settings, registry, platform) as running:
        yield running


@pytest.fixture
def context(chromium: Chromium) -> Iterator[BrowserContext]:
    with chromium.new_context(locale="nl-BE", viewport=PHONE) as found:
        found.set_default_timeout(8000)
        yield found


def address(school: RunningTool, kind: str) -> str:
    teacher = school.open(sub="teacher-1", roles=[INSTRUCTOR])
    return school.address(teacher, kind)


def open_page(context: BrowserContext, at: str) -> Page:
    page = context.new_page()
    page.goto(at)
    page.locator("#sheet h2:visible").first.wait_for()
    return page


def put(school: RunningTool, state: dict[str, Any], was: int = 0) -> None:
    """Another facilitator moves the session on."""
    token = school.open(sub="teacher-2", roles=[INSTRUCTOR]).token
    answer = school.client.post(
        "/guide/now", json={"was": was, "state": state}, headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.json["taken"], answer.text


def at(exercise: str, **changes: Any) -> dict[str, Any]:
    clock = {"ends": None, "left": 300, "whole": 300}
    return {"at": exercise, "begun": None, "clock": clock, "done": [], "skipped": []} | changes


def do(page: Page, what: str) -> None:
    page.locator(f"[data-do={what}]").click()


def problems(page: Page) -> list[str]:
    """What is wrong with a screen for who sees, hears or touches it."""
    found = axe.violations(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the screen")
    small = page.evaluate(
        """(touched) => [...document.querySelectorAll(touched)]
          .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
          .map((one) => one.outerHTML)""",
        TOUCHED,
    )
    return found + small


# Prepare


def test_a_plan_is_made_moved_and_kept_by_keyboard(school: RunningTool, context: BrowserContext) -> None:
    page = open_page(context, address(school, "class"))
    page.locator("#part-prepare").press("Enter")
    page.locator("#for-25").press("Enter")
    expect(page.locator(".kept")).to_be_focused()
    expect(page.locator(".kept")).to_be_in_viewport()
    expect(page.locator("plan-sums p")).to_contain_text("samen precies je 25 minuten")
    page.locator("#must-meaning").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#later-meaning")).to_be_checked()
    expect(page.locator("plan-sums p")).to_contain_text("Er is 5 min over")
    page.locator("#minutes-questions").fill("40")
    expect(page.locator("plan-sums p")).to_contain_text("duurt alleen al 45 minuten")
    page.locator("#minutes-questions").fill("10")
    page.locator("#save-plan").press("Enter")
    expect(page.locator("#said")).to_be_focused()
    expect(page.locator("#said")).to_contain_text("Je plan is bewaard")
    page.reload()
    expect(page.locator("#later-meaning")).to_be_checked()
    expect(page.locator("#minutes-questions")).to_have_value("10")


def test_preparing_has_no_barrier_on_a_phone_and_fits_on_one_sheet(
    school: RunningTool, context: BrowserContext
) -> None:
    page = open_page(context, address(school, "class").replace("#", "?part=prepare#"))
    page.locator("plan-sums").wait_for()
    assert problems(page) == []
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1


def test_a_try_is_the_session_as_learners_see_it(school: RunningTool, context: BrowserContext) -> None:
    page = open_page(context, address(school, "class").replace("#", "?part=prepare#"))
    with context.expect_page() as opened:
        page.locator("#try").click()
    opened.value.locator("html.is-live").wait_for()
    assert opened.value.url == f"{school.url}/preview/identity/nl"


# Guide


def test_a_session_goes_from_its_start_to_its_end_by_keyboard(
    school: RunningTool, context: BrowserContext
) -> None:
    page = open_page(context, address(school, "guide"))
    page.locator("[data-do=next]").press("Enter")
    expect(page.locator("h2:visible")).to_have_text("Wat is identiteit?")
    expect(page.locator("h2:visible")).to_be_focused()
    page.locator("[data-do=clock]").press("Enter")
    expect(page.get_by_role("timer")).to_have_text("nog 5 min")
    page.locator("[data-do=extend]").press("Enter")
    expect(page.get_by_role("timer")).to_have_text("nog 7 min")
    expect(page.locator("[data-part=ring]")).not_to_have_attribute("stroke-dasharray", "100 100")
    page.locator("[data-do=clock]").press("Enter")
    expect(page.get_by_role("timer")).to_contain_text("pauze")
    page.locator("[data-do=skip]").press("Enter")
    for _ in range(11):
        page.locator("[data-do=next]").press("Enter")
    expect(page.get_by_text("Je deed 11 van de 12")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Wat is identiteit?")).to_be_visible()


def test_a_closed_laptop_opens_where_the_session_was(school: RunningTool, context: BrowserContext) -> None:
    page = open_page(context, address(school, "guide"))
    do(page, "next")
    with page.expect_response("**/guide/now"):
        do(page, "next")
    page.close()
    again = open_page(context, address(school, "guide"))
    expect(again.locator("h2:visible")).to_have_text("Vragen over vroeger")


def test_without_network_the_session_goes_on_and_is_kept_later(
    school: RunningTool, context: BrowserContext
) -> None:
    page = open_page(context, address(school, "guide"))
    context.set_offline(True)
    do(page, "next")
    do(page, "next")
    expect(page.locator("h2:visible")).to_have_text("Vragen over vroeger")
    expect(page.locator("[data-part=trouble]")).to_contain_text("Geen verbinding")
    with page.expect_response("**/guide/now"):
        context.set_offline(False)
    expect(page.locator("[data-part=trouble]")).to_be_hidden()
    again = open_page(context, address(school, "guide"))
    expect(again.locator("h2:visible")).to_have_text("Vragen over vroeger")


def test_what_could_not_be_sent_before_the_page_was_closed_is_not_lost(
    school: RunningTool, context: BrowserContext
) -> None:
    there = address(school, "guide")
    page = open_page(context, there)
    context.set_offline(True)
    do(page, "next")
    page.close()
    context.set_offline(False)
    again = open_page(context, there)
    expect(again.locator("h2:visible")).to_have_text("Wat is identiteit?")


def test_a_page_that_is_open_too_long_says_what_to_do_and_goes_on(
    school: RunningTool, context: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(context, address(school, "guide"))
    monkeypatch.setattr("lti_tool.attempt_token.VALID_SECONDS", -1)
    do(page, "next")
    expect(page.locator("[data-part=trouble]")).to_contain_text("open ze opnieuw")
    expect(page.locator("h2:visible")).to_have_text("Wat is identiteit?")


def test_who_presses_first_is_followed_and_the_other_is_told(
    school: RunningTool, context: BrowserContext
) -> None:
    page = open_page(context, address(school, "guide"))
    put(school, at("circle"))
    do(page, "next")
    expect(page.locator("h2:visible")).to_have_text("Jouw cirkel")
    expect(page.locator("[data-part=said]")).to_contain_text("Iemand anders")


def test_time_that_is_up_is_said_calmly(school: RunningTool, context: BrowserContext) -> None:
    now = int(time.time())
    put(school, at("circle", begun=now - 4000, clock={"ends": now - 60, "left": 0, "whole": 300}))
    page = open_page(context, address(school, "guide"))
    expect(page.get_by_role("timer")).to_have_text("tijd om af te ronden")
    expect(page.locator("[data-part=plan]")).to_contain_text("Kies wat mag wachten")


def test_a_session_of_hours_ago_has_its_clock_ready_again(
    school: RunningTool, context: BrowserContext
) -> None:
    past = int(time.time()) - 8 * 3600
    put(school, at("circle", begun=past, clock={"ends": past + 60, "left": 0, "whole": 300}))
    page = open_page(context, address(school, "guide"))
    expect(page.locator("h2:visible")).to_have_text("Jouw cirkel")
    expect(page.get_by_role("timer")).to_have_text("5 min")
    expect(page.locator("[data-part=said]")).to_contain_text("vorige keer")


# The second screen


def test_the_second_screen_follows_at_once_in_this_browser_without_network(
    school: RunningTool, context: BrowserContext
) -> None:
    page = open_page(context, address(school, "guide"))
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    with context.expect_page() as opened:
        page.locator("#to-screen").click()
    screen = opened.value
    expect(screen.get_by_text("Zo meteen beginnen we")).to_be_visible()
    context.set_offline(True)
    do(page, "next")
    do(page, "clock")
    expect(screen.locator("h2:visible")).to_have_text("Wat is identiteit?")
    expect(screen.get_by_role("timer")).to_have_text("nog 5 minuten")
    token = page.evaluate("history.state.sheet")
    assert not [url for url in asked if token in url.split("#")[0]]
    assert token not in page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")


def test_a_screen_in_another_browser_follows_by_the_server(
    school: RunningTool, chromium: Chromium, context: BrowserContext
) -> None:
    page = open_page(context, address(school, "guide"))
    with chromium.new_context(locale="nl-BE") as elsewhere:
        screen = open_page(elsewhere, address(school, "screen"))
        do(page, "next")
        expect(screen.locator("h2:visible")).to_have_text("Wat is identiteit?", timeout=9000)


@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(360, "light", "nl"), (360, "dark", "en"), (1920, "light", "nl")]
)
def test_no_screen_has_a_barrier(
    school: RunningTool, chromium: Chromium, width: int, scheme: Any, language: str
) -> None:
    viewport = {"width": width, "height": 800}
    with chromium.new_context(locale=language, viewport=viewport, color_scheme=scheme) as context:
        now = int(time.time())
        for was, state in enumerate(
            (
                at("start"),
                at("circle", clock={"ends": now + 99, "left": 0, "whole": 300}),
                at("end", skipped=["song"]),
            )
        ):
            put(school, state, was)
            for kind in ("guide", "screen"):
                page = open_page(context, address(school, kind).replace("/nl#", f"/{language}#"))
                assert problems(page) == [], (kind, state["at"])
                if kind == "guide" and state["at"] == "circle":
                    do(page, "overview")
                    assert problems(page) == [], "overview"
                page.close()
