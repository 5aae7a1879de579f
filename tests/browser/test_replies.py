"""Feedback in a browser: writing back, holding grades, one tap for the makers; by keyboard and offline."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, expect

from lti_tool.settings import Settings
from lti_tool.store import material_feedback
from modules.kit.registry import Registry
from tests.browser.test_session_guide import PHONE, do, open_page, problems
from tests.lti_platform_double import INSTRUCTOR, PlatformDouble
from tests.running_tool import RunningTool, running_tool
from tests.test_lti_grades import deliver

pytestmark = pytest.mark.browser


@pytest.fixture
def school(settings: Settings, registry: Registry, platform: PlatformDouble) -> Iterator[RunningTool]:
    with running_tool(settings, registry, platform) as running:
        yield running


@pytest.fixture
def context(chromium: Chromium) -> Iterator[BrowserContext]:
    with chromium.new_context(locale="nl-BE", viewport=PHONE) as found:
        found.set_default_timeout(8000)
        yield found


def teacher(school: RunningTool, kind: str, query: str = "") -> str:
    found = school.address(school.open(sub="teacher-1", roles=[INSTRUCTOR]), kind)
    return found.replace("#", f"{query}#")


# Writing back


def test_a_facilitator_writes_back_by_keyboard_and_the_learner_reads_it(
    school: RunningTool, context: BrowserContext, chromium: Chromium
) -> None:
    learner = school.open(sub="learner-1")
    learner.save("meaning", "Waar ik vandaan kom", audience="facilitator")
    page = open_page(context, teacher(school, "class", "?part=shared&activity=meaning"))
    page.get_by_role("link", name="Schrijf terug").press("Enter")
    field = page.get_by_label("Schrijf terug aan")
    expect(field).to_be_focused()
    page.get_by_role("button", name="Fijn dat je dit met me deelt.").press("Enter")
    page.keyboard.type("Tot morgen!")
    expect(field).to_have_value("Fijn dat je dit met me deelt. Tot morgen!")
    field.press("End")
    page.keyboard.type("x" * 460)
    expect(page.locator("#reply-left")).to_have_text("Nog -1 tekens.")
    page.keyboard.press("Backspace")
    assert problems(page) == []
    page.locator("#reply-keep").press("Enter")
    expect(page.locator("#said")).to_be_focused()
    expect(page.get_by_text("nog niet gelezen")).to_be_visible()
    assert problems(page) == []
    with chromium.new_context(locale="nl-BE", viewport=PHONE) as theirs:
        theirs.set_default_timeout(8000)
        mine = theirs.new_page()
        mine.goto(school.address(learner))
        with mine.expect_response("**/api/replies/seen"):
            mine.get_by_role("button", name="1 nieuw berichtje").press("Enter")
            expect(mine.get_by_role("complementary", name="Je begeleider schreef")).to_contain_text(
                "Tot morgen!"
            )
        assert problems(mine) == []
        expect(mine.locator(".reply-news").first).to_be_hidden()
        mine.reload()
        mine.locator("html.is-live").wait_for()
        expect(mine.locator(".reply-who")).to_have_text("Je begeleider schreef:")
    page.reload()
    expect(page.get_by_text("nog niet gelezen")).to_have_count(0)
    expect(page.get_by_text("gelezen")).to_be_visible()


def test_what_was_typed_stays_when_the_learner_takes_the_answer_back(
    school: RunningTool, context: BrowserContext
) -> None:
    learner = school.open(sub="learner-1")
    learner.save("meaning", "Waar ik vandaan kom", audience="facilitator")
    page = open_page(context, teacher(school, "class", "?part=shared&activity=meaning"))
    page.get_by_role("link", name="Schrijf terug").click()
    page.get_by_label("Schrijf terug aan").fill("Wat fijn om te lezen.")
    learner.save("meaning", "Waar ik vandaan kom", revision=1)
    page.locator("#reply-keep").click()
    expect(page.locator("#said")).to_contain_text("wordt niet meer met je gedeeld")
    expect(page.get_by_text("Wat fijn om te lezen.")).to_be_visible()
    expect(page.get_by_text("Waar ik vandaan kom")).to_have_count(0)
    assert problems(page) == []


# Held grades


def test_grades_are_held_and_released_by_keyboard_and_the_learner_is_told(
    school: RunningTool, context: BrowserContext
) -> None:
    page = open_page(context, teacher(school, "class", "?part=grades"))
    page.locator("#hold-more").press("Enter")
    page.locator("#hold").press("Enter")
    expect(page.locator("#said")).to_contain_text("nu bijgehouden")
    learner = school.open(sub="learner-1")
    learner.save("meaning", "klaar")
    learner.finish()
    theirs = context.new_page()
    theirs.goto(school.address(learner))
    theirs.locator("html.is-live").wait_for()
    theirs.locator(".road li a").last.click()
    expect(theirs.get_by_text("Je begeleider geeft het later vrij")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Bijgehouden", exact=True)).to_be_visible()
    assert problems(page) == []
    page.locator("#release").press("Enter")
    expect(page.locator("#said")).to_contain_text("Eén punt is vrijgegeven")
    deliver(school.tool)
    page.reload()
    expect(page.get_by_text("Aangekomen", exact=True)).to_be_visible()


# One tap for the makers


def kept(school: RunningTool) -> list[tuple[str, str, str | None]]:
    with school.tool.database.read() as connection:
        return [(one.activity, one.verdict, one.note) for one in material_feedback.every(connection)]


def test_one_tap_is_kept_changed_and_noted_by_keyboard(school: RunningTool, context: BrowserContext) -> None:
    page = open_page(context, teacher(school, "guide"))
    do(page, "next")
    way = page.locator("article:visible material-feedback")
    way.get_by_role("button", name="Werkte goed").press("Enter")
    expect(way.get_by_role("status")).to_contain_text("Dank je")
    way.get_by_role("button", name="Te lang").press("Enter")
    expect(way.get_by_role("button", name="Te lang")).to_have_attribute("aria-pressed", "true")
    way.get_by_text("Er iets bij zeggen").press("Enter")
    way.get_by_label("Wat kan beter").fill("De uitleg mag korter.")
    assert problems(page) == []
    with page.expect_response("**/guide/feedback"):
        way.get_by_role("button", name="Bewaar").press("Enter")
    expect(way.locator("summary")).to_be_focused()
    assert kept(school) == [("meaning", "too-long", "De uitleg mag korter.")]
    assert "uitleg" not in page.evaluate("JSON.stringify({...localStorage})")
    page.reload()
    expect(way.get_by_role("button", name="Te lang")).to_have_attribute("aria-pressed", "true")
    way.get_by_role("button", name="Te lang").click()
    expect(way.get_by_role("status")).to_contain_text("weggehaald")
    assert kept(school) == []


def test_without_network_a_tap_waits_on_the_device_also_when_the_page_is_closed(
    school: RunningTool, context: BrowserContext
) -> None:
    there = teacher(school, "guide")
    page = open_page(context, there)
    do(page, "next")
    context.set_offline(True)
    way = page.locator("article:visible material-feedback")
    way.get_by_role("button", name="Onduidelijk").click()
    expect(way.get_by_role("status")).to_contain_text("Bewaard op dit toestel")
    page.close()
    context.set_offline(False)
    again = open_page(context, there)
    expect(again.locator("article:visible material-feedback [role=status]")).to_contain_text("Dank je")
    assert kept(school) == [("meaning", "unclear", None)]


def test_at_the_end_every_exercise_can_be_tapped(school: RunningTool, context: BrowserContext) -> None:
    page = open_page(context, teacher(school, "guide"))
    for _ in range(13):
        do(page, "next")
    way = page.locator("article:visible material-feedback").first
    way.get_by_role("button", name="Werkte goed").click()
    expect(way.get_by_role("status")).to_contain_text("Dank je")
    assert problems(page) == []
    assert kept(school) == [("meaning", "worked", None)]
