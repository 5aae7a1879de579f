"""All sessions of a course in a browser: filtered by keyboard, in the hand; competences taken along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect

from lti_tool.settings import Settings
from modules.kit.registry import Registry, load_registry
from tests import axe
from tests.civic_course import CivicCourse
from tests.judged_module import make_rating_module
from tests.lti_platform_double import INSTRUCTOR, PlatformDouble
from tests.running_tool import RunningTool, running_tool
from tests.test_course_sessions import ALL_DONE, at_link

pytestmark = pytest.mark.browser


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_rating_module(tmp_path)])


@pytest.fixture
def school(settings: Settings, registry: Registry, platform: PlatformDouble) -> Iterator[RunningTool]:
    with running_tool(settings, registry, platform) as running:
        yield running


@pytest.fixture
def context(chromium: Chromium) -> Iterator[BrowserContext]:
    with chromium.new_context(locale="nl-BE", viewport={"width": 1280, "height": 900}) as found:
        found.set_default_timeout(8000)
        yield found


def open_part(school: RunningTool, context: BrowserContext) -> Page:
    """Seventy learners: one has work to assess, one was not there, six got a score."""
    with school.tool.database.write() as connection:
        course = CivicCourse(connection)
        first, judged = course.link("first", "link-first"), course.link("judged", "link-judged")
        for number in range(70):
            learner = course.learner(f"learner-{number}")
            row = course.work(first, learner, {"thought": "twee woorden"}, finished_at=30)
            course.answer(row, "before", ALL_DONE["first"]["before"], "facilitator")
            if number:
                course.present(first, learner)
            if number < 7:
                row = course.work(judged, learner, ALL_DONE["judged"], finished_at=40)
            if number < 6:
                course.judge(row)
    teacher = school.open(sub="teacher-1", roles=[INSTRUCTOR], **at_link())
    page = context.new_page()
    page.goto(f"{school.url}/class/1/practice/nl?part=sessions#{teacher.token}")
    page.locator("#sheet h2").wait_for()
    return page


def shown(page: Page) -> int:
    return page.locator("tbody tr:visible").count()


def test_who_needs_somebody_is_chosen_by_keyboard_and_a_reload_keeps_it(
    school: RunningTool, context: BrowserContext
) -> None:
    page = open_part(school, context)
    assert page.locator(".counts li").first.locator("p").all_inner_texts()[1:] == [
        "70 van 70 klaar",
        "69 aanwezig",
    ]
    assert shown(page) == 60, "and a button for the others"
    page.locator("#choose-show").focus()
    page.keyboard.type("Wie iemand")
    expect(page.locator("class-table [role=status]")).to_have_text("2 van 70 studenten")
    assert axe.violations(page) == []
    page.reload()
    page.locator("#sheet h2").wait_for()
    assert shown(page) == 2
    page.locator("#choose-show").select_option("all")
    page.locator("#choose-exercise").select_option("judged")
    page.locator("#choose-how").select_option("to-assess")
    assert shown(page) == 1
    page.locator("#choose-how").select_option("absent")
    expect(page.get_by_text("Niemand past bij wat je koos.")).to_be_visible()


def test_in_the_hand_a_name_opens_the_sessions(school: RunningTool, context: BrowserContext) -> None:
    page = open_part(school, context)
    page.set_viewport_size({"width": 360, "height": 780})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.locator("#sort-there").press("Enter")
    page.locator("#sort-there").press("Enter")
    page.locator("tbody tr:visible .name").first.press("Enter")
    assert page.locator(".more li").all_inner_texts() == [
        "Begin klaar · ingediend · niet aanwezig",
        "Einde klaar · vrijgegeven",
    ]
    assert axe.violations(page) == []


def test_the_competences_are_seen_and_taken_along(school: RunningTool, context: BrowserContext) -> None:
    page = open_part(school, context)
    page.locator("#view-competences").click()
    page.get_by_text("gemiddeld 4 op 5, 70 studenten").first.wait_for()
    assert page.get_by_text("gemiddeld 3 op 4, 6 studenten").count() == 1
    assert axe.violations(page) == []
    page.locator("#nameless").check()
    with page.expect_download() as taken:
        page.locator("#competences-csv").press("Enter")
    assert taken.value.suggested_filename.startswith("competenties-practice-20")
    lines = taken.value.path().read_text("utf-8-sig").splitlines()
    assert len(lines) == 1 + 2 * 70
    assert "naam;" not in lines[0].replace("naam van de competentie", "")
