"""Who is where in a browser: searched, sorted and opened by keyboard, in the hand; and kept in sight."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect

from lti_tool.settings import Settings
from modules.kit.registry import Registry
from tests import axe
from tests.big_class import PRIVATE, seed_class
from tests.lti_platform_double import INSTRUCTOR, PlatformDouble
from tests.running_tool import RunningTool, running_tool
from tests.test_roster import Course, member, work

pytestmark = pytest.mark.browser
NAMES = ("An Peeters", "Bo Maes", "Cem Aydin", "Zoë Claes")
TOO_SMALL = """[...document.querySelectorAll("#sheet :is(a, button, input, select, summary, textarea)")]
  .filter((one) => one.type !== "hidden" && one.checkVisibility() && one.getBoundingClientRect().height < 44)
  .map((one) => one.outerHTML)"""


@pytest.fixture
def school(settings: Settings, registry: Registry, platform: PlatformDouble) -> Iterator[RunningTool]:
    with running_tool(settings, registry, platform) as running:
        yield running


@pytest.fixture
def course(platform: PlatformDouble) -> Course:
    return Course(platform)


def address(school: RunningTool, course: Course, people: int, view: str = "") -> str:
    """A class that is at work, as its facilitator opens it."""
    course.members = [
        member(f"seeded-{number}", name=NAMES[number] if number < len(NAMES) else f"Naam {number}")
        for number in range(people)
    ]
    teacher = school.open(sub="teacher-1", roles=[INSTRUCTOR], **course.claim)
    seed_class(school.tool, people)
    teacher.call("GET", "/roster")
    work(school.tool)
    return school.address(teacher, "class").replace("#", f"?part=class{view}#")


@pytest.fixture
def context(chromium: Chromium) -> Iterator[BrowserContext]:
    with chromium.new_context(locale="nl-BE", viewport={"width": 1280, "height": 900}) as found:
        found.set_default_timeout(8000)
        yield found


def open_class(context: BrowserContext, at: str) -> Page:
    page = context.new_page()
    page.goto(at)
    page.locator("#sheet h2").wait_for()
    return page


def shown(page: Page) -> list[str]:
    return page.locator("tbody tr:visible bdi").all_inner_texts()


def test_a_name_is_found_and_people_are_chosen_by_keyboard(
    school: RunningTool, course: Course, context: BrowserContext
) -> None:
    page = open_class(context, address(school, course, 12))
    page.locator("#find").focus()
    page.keyboard.type("zoe")
    assert shown(page) == ["Zoë Claes"]
    expect(page.locator("class-table [role=status]")).to_have_text("1 van 12 deelnemers")
    assert "zoe" not in page.url
    page.keyboard.type("x")
    expect(page.get_by_text("Niemand past bij wat je koos.")).to_be_visible()
    page.locator("#clear").press("Enter")
    expect(page.locator("#find")).to_be_focused()
    assert len(shown(page)) == 12
    page.locator("#choose-exercise").select_option("circle")
    page.locator("#choose-how").select_option("ready")
    ready = shown(page)
    page.locator("#choose-how").select_option("open")
    assert sorted(ready + shown(page)) == sorted(course_names(course))
    page.reload()
    page.locator("#choose-how").wait_for()
    expect(page.locator("#choose-exercise")).to_have_value("circle")
    assert len(shown(page)) == 12 - len(ready)


def course_names(course: Course) -> list[str]:
    return [one["name"] for one in course.members]


def test_it_is_sorted_by_keyboard_and_says_so(
    school: RunningTool, course: Course, context: BrowserContext
) -> None:
    page = open_class(context, address(school, course, 12))
    head = page.locator("th:has(#sort-done)")
    page.locator("#sort-done").press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    most_first = [int(text.split()[0]) for text in page.locator("tbody tr .how").all_inner_texts()]
    assert most_first == sorted(most_first, reverse=True)
    page.locator("#sort-done").press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    page.locator("#sort-name").press("Enter")
    assert shown(page) == sorted(course_names(course), key=str.casefold)


def test_what_one_does_stays_while_the_class_goes_on(
    school: RunningTool, course: Course, context: BrowserContext
) -> None:
    context.clock.install()
    page = open_class(context, address(school, course, 12))
    page.locator("#find").fill("an peeters")
    page.get_by_role("button", name="An Peeters").click()
    before = page.locator("tr.more li.is-not-begun").count()
    learner = school.open(sub="seeded-0", **course.claim)
    there = learner.load()["answers"]
    learner.save(
        "identity-words", ["één", "twee", "drie"], there.get("identity-words", {}).get("revision", 0)
    )
    context.clock.run_for(21_000)
    expect(page.locator("tr.more li.is-done").last).to_contain_text("Wie ik ben")
    assert page.locator("tr.more li.is-not-begun").count() <= before
    assert shown(page) == ["An Peeters"]
    expect(page.locator("#find")).to_have_value("an peeters")
    expect(page.get_by_role("button", name="An Peeters")).to_be_focused()


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_no_view_has_a_barrier(
    chromium: Chromium, school: RunningTool, course: Course, width: int, scheme: str
) -> None:
    at = address(school, course, 20)
    viewport = {"width": width, "height": 800}
    with chromium.new_context(locale="nl", viewport=viewport, color_scheme=scheme) as context:
        for view in ("", "&view=exercises", "&view=sight", "&view=sight&to=stuck", "&names=off"):
            page = open_class(context, at.replace("#", f"{view}#"))
            if not view:
                page.locator("th .name").first.click()
                expect(page.locator("tr.more li")).to_have_count(12)
            assert axe.violations(page) == [], view
            assert page.evaluate("document.documentElement.scrollWidth") == width, view
            assert page.evaluate(TOO_SMALL) == [], view
            assert PRIVATE not in page.content()
            page.close()


def test_in_the_hand_it_is_a_list_of_people(school: RunningTool, course: Course, chromium: Chromium) -> None:
    at = address(school, course, 8)
    with chromium.new_context(locale="nl", viewport={"width": 360, "height": 740}) as context:
        page = open_class(context, at)
        assert page.locator("tbody td[class^=is-]:visible").count() == 0
        page.locator("th .name").nth(1).press("Enter")
        expect(page.locator("tr.more li:visible")).to_have_count(12)
        page.locator("th .name").nth(1).press("Enter")
        expect(page.locator("tr.more")).to_have_count(0)


def test_a_message_is_made_ones_own_and_copied(
    school: RunningTool, course: Course, context: BrowserContext
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_class(context, address(school, course, 20, "&view=sight"))
    page.locator(".missed .write").first.press("Enter")
    text = page.get_by_label("Je bericht")
    assert text.input_value().startswith("Dag ")
    text.fill("Hoi! Lukt het?")
    page.locator("#message + .copy").click()
    assert page.evaluate("navigator.clipboard.readText()") == "Hoi! Lukt het?"
    page.locator("#back").press("Enter")
    expect(page.locator("h2")).to_be_focused()


def test_500_learners_are_searched_and_sorted_without_delay(
    school: RunningTool, course: Course, context: BrowserContext
) -> None:
    page = open_class(context, address(school, course, 500))
    assert len(shown(page)) == 60
    page.locator("#more").press("Enter")
    assert len(shown(page)) == 120
    for wanted, found in (("naam 499", 1), ("naam 4", 60)):
        page.locator("#find").fill(wanted)
        expect(page.locator("tbody tr:visible")).to_have_count(found)
