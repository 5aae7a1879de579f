"""Work that people judge, in a browser on a phone: handed in, assessed blind by two, released, read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from lti_tool.settings import Settings
from modules.kit.registry import Registry, load_registry
from tests.assessing import JUDGED, PIECE, assess_by, learner
from tests.browser.test_session_guide import PHONE, problems
from tests.judged_module import make_judged_module
from tests.lti_browser import Page as Launched
from tests.lti_platform_double import INSTRUCTOR, PlatformDouble
from tests.running_tool import RunningTool, running_tool
from tests.test_lti_grades import deliver

pytestmark = pytest.mark.browser


@pytest.fixture
def school(settings: Settings, platform: PlatformDouble, tmp_path: Path) -> Iterator[RunningTool]:
    registry: Registry = load_registry([make_judged_module(tmp_path)])
    with running_tool(settings, registry, platform) as running:
        yield running


@pytest.fixture
def context(chromium: Chromium) -> Iterator[BrowserContext]:
    with chromium.new_context(locale="nl-BE", viewport=PHONE) as found:
        found.set_default_timeout(8000)
        yield found


def class_page(school: RunningTool, opened: Launched, part: str) -> str:
    """The address of a part of the class page; it knows no variants."""
    return school.address(opened, "class").replace("/judged/", "/").replace("#", f"?part={part}#")


def assessor(school: RunningTool, context: BrowserContext, sub: str) -> Page:
    """Somebody at the work of the one learner, come there by keyboard."""
    opened = school.open(sub=sub, roles=[INSTRUCTOR], **JUDGED)
    page = context.new_page()
    page.goto(class_page(school, opened, "assess"))
    assert problems(page) == []
    page.locator("[id^=work-]").press("Enter")
    expect(page.locator("h2[data-here]")).to_be_focused()
    return page


def choose(page: Page, form: str, criterion: str, level: int) -> None:
    """By keyboard: the first level, then on by arrows."""
    first = page.locator(f"#{form}-level-{criterion}-1")
    first.focus()
    page.keyboard.press("Space")
    for _ in range(level - 1):
        page.keyboard.press("ArrowRight")
    expect(page.locator(f"#{form}-level-{criterion}-{level}")).to_be_checked()


def said(page: Page, text: str) -> None:
    expect(page.locator("#said")).to_be_focused()
    expect(page.locator("#said")).to_contain_text(text)


def test_handed_in_assessed_blind_by_two_chosen_together_released_and_read(
    school: RunningTool, context: BrowserContext, platform: PlatformDouble
) -> None:
    hand_in(school, context)
    assess_by(school, "blind")
    one, other = (assessor(school, context, f"teacher-{at}") for at in (1, 2))

    expect(one.get_by_text(PIECE)).to_be_visible()
    expect(one.get_by_text("Ik noem alles.")).to_be_hidden()
    choose(one, "own", "facts", 3)
    choose(one, "own", "views", 2)
    one.locator("#own-comment-facts").fill("Van de eerste.")
    one.locator("#done").press("Enter")
    said(one, "je bent klaar")
    expect(one.get_by_text("Ik noem alles.")).to_be_visible()
    assert problems(one) == []

    other.reload()
    expect(other.get_by_text("Van de eerste.")).to_have_count(0)
    choose(other, "own", "facts", 3)
    choose(other, "own", "views", 4)
    other.locator("#done").press("Enter")
    said(other, "je bent klaar")
    expect(other.locator("fieldset.differs")).to_have_count(1)
    expect(other.locator("fieldset.differs")).to_contain_text("niveau 4, herkadert")
    expect(other.get_by_text("Van de eerste.").first).to_be_visible()
    assert problems(other) == []

    choose(other, "joint", "views", 3)
    other.locator("#joint-comment").fill("Een sterk stuk.")
    other.locator("#release").press("Enter")
    expect(other.get_by_text("Dit ziet de student en gaat naar het puntenboek.")).to_be_visible()
    other.locator("#release-now").press("Enter")
    said(other, "Vrijgegeven.")
    deliver(school.tool)
    assert platform.scores[-1].json["scoreGiven"] == 75

    mine = context.new_page()
    mine.goto(school.address(school.open(sub="learner-1", **JUDGED)))
    with mine.expect_response("**/api/verdict/seen"):
        mine.get_by_role("button", name="Je werk is beoordeeld.").press("Enter")
    verdict = mine.locator(".verdict")
    expect(verdict).to_be_focused()
    expect(verdict).to_contain_text("6 van 8 punten")
    expect(verdict).to_contain_text("Een sterk stuk.")
    expect(verdict).to_contain_text("Jij koos zelf: verklaart")
    assert problems(mine) == []
    expect(mine.locator(".verdict .reply-new")).to_be_visible()
    mine.reload()
    mine.locator("html.is-live").wait_for()
    expect(verdict).to_be_attached()
    expect(mine.locator(".verdict .reply-new")).to_have_count(0)


def hand_in(school: RunningTool, context: BrowserContext) -> None:
    """By keyboard: it says who reads what before the button is pressed, and shows it after."""
    opened = learner(school)
    mine = context.new_page()
    mine.goto(school.address(opened))
    mine.locator("html.is-live").wait_for()
    mine.get_by_role("button", name="Ga verder waar je was").press("Enter")
    expect(mine.locator("[data-activity=own-rubric]")).to_contain_text("hoe je spelt, telt nooit mee")
    while mine.locator("[data-action=next]").is_visible():
        mine.locator("[data-action=next]").press("Enter")
    expect(mine.locator(".hand-in")).to_contain_text("Als je indient, lezen je beoordelaars:")
    expect(mine.locator(".hand-in li")).to_have_text(["Je stuk", "Jezelf"])
    assert problems(mine) == []
    mine.locator("[data-action=finish]").press("Enter")
    expect(mine.locator(".verdict")).to_contain_text("Zodra ze klaar zijn, lees je het hier.")
    assert opened.load()["answers"]["piece"]["audience"] == "facilitator"
    mine.get_by_role("button", name="Je stuk").first.press("Enter")
    expect(mine.locator("[data-activity=piece] [data-part=who]")).to_have_text("Jij en je begeleider")


def test_what_was_typed_is_not_lost_by_a_step_aside(school: RunningTool, context: BrowserContext) -> None:
    learner(school).finish()
    page = assessor(school, context, "teacher-1")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator("#own-comment").fill("nog niet bewaard")
    page.locator("#all-works").click()
    expect(page.locator("#own-comment")).to_have_value("nog niet bewaard")
    assert asked == ["Je veranderde iets dat nog niet bewaard is. Toch weggaan?"]


def test_a_course_puts_its_own_words_in_and_its_learners_weigh_with_them(
    school: RunningTool, context: BrowserContext
) -> None:
    opened = school.open(sub="teacher-1", roles=[INSTRUCTOR], **JUDGED)
    page = context.new_page()
    page.goto(class_page(school, opened, "rubric"))
    page.locator("#criterion-0").press("Enter")
    page.get_by_label("Naam van het criterium").first.fill("Feiten van de wijk")
    page.locator("#criterion-2").press("Enter")
    assert problems(page) == []
    page.locator("#label-2").fill("Taal van de buurt")
    for level in range(4):
        page.locator(f"#level-2-{level}").fill(f"buurt {level}")
    page.locator("#keep-rubric").press("Enter")
    said(page, "De rubric is bewaard.")
    assert problems(page) == []
    mine = context.new_page()
    mine.goto(school.address(learner(school)))
    mine.locator("html.is-live").wait_for()
    mine.get_by_role("button", name="Ga verder waar je was").press("Enter")
    expect(mine.get_by_text("Feiten van de wijk")).to_be_visible()
    expect(mine.get_by_text("Taal van de buurt")).to_be_visible()
    assert problems(mine) == []
