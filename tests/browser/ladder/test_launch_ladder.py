"""The launch ladder: every family of platforms, in browsers that keep more or less for a page in a frame."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.ladder.conftest import Chromium, Installation, School
from tests.browser.ladder.steps import (
    ANSWER,
    expect_module,
    open_own_window,
    page_of,
    save_one_answer,
    tool_in,
)
from tests.platform_families.blackboard import Blackboard
from tests.platform_families.brightspace import Brightspace
from tests.platform_families.canvas import Canvas
from tests.platform_families.family import Family
from tests.platform_families.moodle import Moodle

pytestmark = pytest.mark.browser

FAMILIES = [Blackboard, Brightspace, Canvas, Moodle]
WITH_STORAGE = [Blackboard, Brightspace, Canvas]


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("profile", ["cookies allowed", "third parties blocked"])
def test_the_cookie_is_the_first_rung(
    installation: Installation, school: School, chromium_with: Chromium, family: type[Family], profile: str
) -> None:
    with page_of(chromium_with(profile)) as page:
        page.goto(school(family).course())
        expect_module(tool_in(page))
        save_one_answer(tool_in(page))
    assert installation.rungs() == ["cookie"]
    assert installation.answers() == [f'"{ANSWER}"']


@pytest.mark.parametrize("family", FAMILIES)
def test_where_the_cookie_gets_lost_own_storage_is_the_second(
    installation: Installation, school: School, chromium_with: Chromium, family: type[Family]
) -> None:
    def forget_cookies(route: Route) -> None:
        page.context.clear_cookies()
        route.continue_()

    with page_of(chromium_with("cookies allowed")) as page:
        page.route("**/auth?*", forget_cookies)
        page.goto(school(family).course())
        expect_module(tool_in(page))
        save_one_answer(tool_in(page))
    assert installation.rungs() == ["own-storage"]


@pytest.mark.parametrize("family", WITH_STORAGE)
def test_where_our_frame_keeps_nothing_the_platforms_storage_is_the_third(
    installation: Installation, school: School, chromium_with: Chromium, family: type[Family]
) -> None:
    with page_of(chromium_with("nothing in frames")) as page:
        page.goto(school(family).course())
        expect_module(tool_in(page))
        save_one_answer(tool_in(page))
    assert installation.rungs() == ["platform-storage"]
    assert installation.answers() == [f'"{ANSWER}"']


def test_where_the_platform_has_no_storage_a_window_of_our_own_is_the_last(
    installation: Installation, school: School, chromium_with: Chromium
) -> None:
    moodle = school(Moodle)
    with page_of(chromium_with("nothing in frames")) as page:
        page.goto(moodle.course())
        window = open_own_window(page)
        expect_module(window)
        save_one_answer(window)
    assert moodle.launches == 1  # its hint counts once, and was not spent in the frame
    assert installation.rungs() == ["own-window"]
    assert installation.answers() == [f'"{ANSWER}"']


def test_where_even_a_window_keeps_nothing_nothing_opens(
    installation: Installation, school: School, chromium_with: Chromium
) -> None:
    with page_of(chromium_with("nothing kept")) as page:
        page.goto(school(Moodle).course())
        window = open_own_window(page)
        expect(window.locator("code").first).to_have_text("LTI-COOKIE")
    assert installation.attempts() == 0


def test_the_platforms_storage_serves_where_cookies_are_blocked_for_all(
    installation: Installation, school: School, chromium_with: Chromium
) -> None:
    with page_of(chromium_with("nothing kept")) as page:
        page.goto(school(Canvas).course())
        expect_module(tool_in(page))
    assert installation.rungs() == ["platform-storage"]


@pytest.mark.parametrize("profile", ["cookies allowed", "nothing in frames"])
def test_two_frames_that_launch_at_once_both_open(
    installation: Installation, school: School, chromium_with: Chromium, profile: str
) -> None:
    with page_of(chromium_with(profile)) as page:
        page.goto(school(Canvas).course(frames=2))
        expect_module(tool_in(page, 1))
        expect_module(tool_in(page, 2))
    assert len(installation.rungs()) == 2
    assert installation.attempts() == 2


def test_a_reload_after_a_launch_by_the_platforms_storage_keeps_the_page(
    installation: Installation, school: School, chromium_with: Chromium
) -> None:
    with page_of(chromium_with("nothing in frames")) as page:
        page.goto(school(Brightspace).course())
        expect_module(tool_in(page))
        save_one_answer(tool_in(page))
        tool_in(page).locator("body").evaluate("() => location.reload()")
        expect(tool_in(page).locator("#a-meaning textarea")).to_have_value(ANSWER, timeout=15_000)
    assert installation.rungs() == ["platform-storage"]


def test_schools_of_one_issuer_do_not_meet(
    installation: Installation, school: School, chromium_with: Chromium
) -> None:
    blackboard = school(Blackboard)
    with page_of(chromium_with("nothing in frames")) as page:
        page.goto(blackboard.course())
        expect_module(tool_in(page))
        save_one_answer(tool_in(page))
        blackboard.deployment = "of-another-school"  # where somebody has the same name
        installation.approve(blackboard.registration, blackboard.deployment)
        page.goto(blackboard.course())
        expect_module(tool_in(page))
        expect(tool_in(page).locator("#a-meaning textarea")).to_have_value("")
    assert installation.attempts() == 2


def test_what_the_platform_kept_is_forgotten_after_the_launch(
    school: School, chromium_with: Chromium
) -> None:
    with page_of(chromium_with("nothing in frames")) as page:
        page.goto(school(Canvas).course())
        expect_module(tool_in(page))
        assert page.evaluate("Object.values(kept).flatMap((of) => Object.values(of))") == []


def test_in_a_sandbox_without_an_origin_a_window_of_our_own_opens(
    installation: Installation, school: School, chromium_with: Chromium
) -> None:
    class Sandboxed(Canvas):
        frame_attributes = 'sandbox="allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox"'

    canvas = school(Sandboxed)
    with page_of(chromium_with("cookies allowed")) as page:
        page.goto(canvas.course())
        expect_module(open_own_window(page))
    assert canvas.launches == 1
    assert installation.rungs() == ["own-window"]
