"""Van mij in a browser: from the end of a module, by keyboard, on a phone; and the question of contact."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from lti_tool.settings import Settings
from lti_tool.store import contact_wishes, replies
from lti_tool.store.replies import Place
from lti_tool.store.tables import attempts
from modules.kit.registry import Registry
from tests import axe
from tests.lti_platform_double import PlatformDouble
from tests.running_tool import RunningTool, running_tool

pytestmark = pytest.mark.browser
TOUCHED = "#sheet :is(a, button, summary, label.choice, input:not([type=radio])), .contact :is(button, input)"
TALENTS = {"resource_link": {"id": "link-2"}, "custom": {"module": "talents"}}


@pytest.fixture
def school(settings: Settings, registry: Registry, platform: PlatformDouble) -> Iterator[RunningTool]:
    with running_tool(settings, registry, platform) as running:
        yield running


@pytest.fixture
def context(chromium: Chromium) -> Iterator[BrowserContext]:
    with chromium.new_context(locale="nl-BE", viewport={"width": 360, "height": 740}) as found:
        found.set_default_timeout(15_000)
        yield found


def problems(page: Page) -> list[str]:
    found = axe.violations(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the screen")
    small: list[str] = page.evaluate(
        """(touched) => [...document.querySelectorAll(touched)]
          .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
          .map((one) => one.outerHTML)""",
        TOUCHED,
    )
    return found + small


def open_end(school: RunningTool, context: BrowserContext, learner: object) -> Page:
    page = context.new_page()
    page.goto(school.address(learner))  # type: ignore[arg-type]
    page.locator("html.is-live").wait_for()
    page.locator(".road a").last.click()
    return page


def test_from_the_end_of_a_module_to_all_that_is_kept_and_to_nothing(
    school: RunningTool, context: BrowserContext
) -> None:
    school.open(**TALENTS).save("my-questions", [{"step": "", "text": "Wat kan ik goed?"}])
    learner = school.open(context={"id": "course-7", "title": "Klas 6B"})
    learner.save("meaning", "mijn twee talen " * 40, audience="class")
    learner.finish()
    with school.tool.database.write() as connection:
        row = connection.scalar(select(attempts.c.id).where(attempts.c.module == "identity")) or 0
        replies.write(connection, Place(row, "meaning"), "Mooi gezegd.", was=0, now=school.tool.now())
    end = open_end(school, context, learner)
    with context.expect_page() as opened:
        end.get_by_role("link", name="Van mij").press("Enter")
    page = opened.value
    expect(page.locator(".works li")).to_have_count(2)
    assert page.url == f"{school.url}/mine/1/identity/nl"
    assert problems(page) == []

    page.get_by_role("link", name="Wie ben jij?").press("Enter")
    expect(page.get_by_text("Mooi gezegd.")).to_be_visible()
    expect(page.locator("h2[data-here]")).to_be_focused()
    assert problems(page) == []
    page.get_by_role("button", name="Stop met delen").press("Enter")
    expect(page.locator("#said")).to_be_focused()
    expect(page.get_by_role("button", name="Stop met delen")).to_have_count(0)

    page.locator("#back").press("Enter")
    page.locator(".works").wait_for()
    with page.expect_download() as made:
        page.locator("#json").press("Enter")
    assert made.value.suggested_filename == "van-mij.json"
    page.locator("#erase-all").press("Enter")
    expect(page.locator("#said")).to_contain_text("Je punt is nog onderweg")
    assert problems(page) == []
    page.get_by_role("link", name="Nee, ik houd het").press("Enter")
    expect(page.locator(".sure")).to_have_count(0)
    expect(page.locator(".works li")).to_have_count(2)
    page.locator("#erase-all").press("Enter")
    page.get_by_role("button", name="Ja, wis alles van mij").press("Enter")
    expect(page.locator("#said")).to_contain_text("Alles van jou is gewist")
    expect(page.locator("#said")).to_be_focused()
    assert problems(page) == []
    page.reload()
    expect(page.locator("#sheet")).to_contain_text("Dit werk is er niet meer")

    # The module is still open: it says so calmly, and what is typed is not kept anywhere.
    end.locator(".road a").first.click()
    expect(end.locator("[data-part=saved]")).to_contain_text("Dit werk is er niet meer")
    end.reload()
    expect(end.locator(".notices")).to_contain_text("Dit werk is er niet meer")


def test_who_did_not_choose_is_asked_once_at_the_end(school: RunningTool, context: BrowserContext) -> None:
    learner = school.open()
    page = open_end(school, context, learner)
    question = page.get_by_role("heading", name="Mag je begeleider je een bericht sturen")
    question.wait_for()
    assert problems(page) == []
    page.get_by_role("button", name="Ja, dat mag").press("Enter")
    expect(page.get_by_label("Hoe het liefst?")).to_be_focused()
    page.keyboard.type("liefst via Smartschool")
    assert problems(page) == []
    page.locator(".contact").get_by_role("button", name="Bewaar").press("Enter")
    expect(page.locator(".contact [role=status]")).to_contain_text("mag je een bericht sturen")
    with school.tool.database.read() as connection:
        row = connection.scalar(select(attempts.c.id)) or 0
        said = contact_wishes.find(connection, row)
    assert said is not None
    assert (said.wish, said.how) == ("yes", "liefst via Smartschool")

    page.reload()
    page.locator("[data-mine]").wait_for()
    page.wait_for_load_state("networkidle")
    expect(question).to_have_count(0)


def test_the_page_in_english_in_the_dark_with_six_modules_full(
    school: RunningTool, chromium: Chromium, registry: Registry
) -> None:
    long = "Een heel lang antwoord dat maar doorgaat. " * 400
    for number, name in enumerate(sorted(registry.modules)):
        page = school.open(resource_link={"id": f"work-{number}"}, custom={"module": name})
        page.save("my-questions", [{"step": "", "text": long} for _ in range(10)], audience="facilitator")
    learner = school.open()
    with chromium.new_context(
        locale="en", color_scheme="dark", viewport={"width": 320, "height": 640}
    ) as context:
        found = context.new_page()
        found.goto(school.address(learner, "mine").replace("/nl#", "/en#"))
        expect(found.locator(".works li")).to_have_count(len(registry.modules) + 1)
        found.locator("summary").click()
        assert problems(found) == []
        found.locator(".works a").first.click()
        found.locator(".answers").wait_for()
        assert problems(found) == []
