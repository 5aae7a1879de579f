"""Before and after as a learner answers it and as a facilitator, or a board, reads it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from lti_tool.settings import Settings
from modules.kit.registry import Registry
from tests import axe
from tests.browser.walking import saved
from tests.lti_platform_double import INSTRUCTOR, PlatformDouble
from tests.running_tool import RunningTool, running_tool

pytestmark = pytest.mark.browser

INTAKE = {"custom": {"module": "intake"}}
END = {"custom": {"module": "student-life"}, "resource_link": {"id": "link-life"}}
LEVELS = ["not-yet", "a-little", "mostly", "fully"]


@pytest.fixture
def school(settings: Settings, registry: Registry, platform: PlatformDouble) -> Iterator[RunningTool]:
    with running_tool(settings, registry, platform) as running:
        yield running


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    with chromium.new_context(locale="nl-BE", viewport={"width": 360, "height": 740}) as found:
        found.set_default_timeout(8000)
        yield found


def answered(school: RunningTool, people: int = 8) -> None:
    """A course that moved: as many up as stayed, and one down."""
    for number in range(people):
        before, after = LEVELS[number % 4], LEVELS[min(3, number % 4 + number % 2)]
        school.open(sub=f"learner-{number}", **INTAKE).save("compass", {"knowing": before, "trust": before})
        after = LEVELS[0] if number == people - 1 else after
        school.open(sub=f"learner-{number}", **END).save("compass", {"knowing": after, "trust": after})


def picture(school: RunningTool, context: BrowserContext, language: str = "nl", width: int = 360) -> Page:
    teacher = school.open(sub="teacher-1", roles=[INSTRUCTOR], **END)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{school.url}/class/1/student-life/{language}?part=picture#{teacher.token}")
    page.locator("#sheet h2").wait_for()
    return page


def test_a_learner_answers_with_two_taps_and_reads_why_and_who(
    school: RunningTool, context: BrowserContext
) -> None:
    learner = school.open(sub="learner-0", **INTAKE)
    page = context.new_page()
    page.goto(school.address(learner))
    page.locator("html.is-live").wait_for()
    page.get_by_role("button", name="Begin").first.click()
    page.locator("[data-action=next]").click()
    screen = page.locator(".screen.is-now")

    expect(screen).to_contain_text(
        "Waarom vragen we dit? Op het einde van sessie 4 komen dezelfde vragen terug."
    )
    expect(screen.locator(".who")).to_contain_text("alleen totalen van de groep, vanaf 5 antwoorden")
    screen.get_by_role("group", name="Weet je wat je hierna wil doen?").get_by_label("Een beetje").check()
    screen.get_by_role("group", name="vertrouwen").get_by_label("Nog niet").check()
    assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    saved(page)
    assert learner.load()["answers"]["compass"]["value"] == {"knowing": "a-little", "trust": "not-yet"}


@pytest.mark.parametrize(("language", "width"), [("nl", 320), ("en", 1280)])
def test_before_and_after_have_no_barrier(
    school: RunningTool, context: BrowserContext, language: str, width: int
) -> None:
    answered(school)
    page = picture(school, context, language, width)

    expect(page.locator("#chart-knowing table")).to_have_count(1)
    expect(page.locator("#chart-knowing-moved table")).to_have_count(1)
    assert axe.violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe.violations(page, "color-contrast") == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_each_bar_is_as_long_as_it_says(school: RunningTool, context: BrowserContext) -> None:
    answered(school)
    page = picture(school, context, width=1280)
    bars = page.locator("#chart-knowing .measure").evaluate_all(
        """all => all.map((one) => {
            const wide = (name) => one.querySelector(`rect.${name}`).getBoundingClientRect().width;
            const [count, people] = one.querySelector("span").textContent.match(/\\d+/g).map(Number);
            return [wide('part') / wide('whole'), count / people];
        })"""
    )

    assert len(bars) == 8
    assert [round(drawn, 1) for drawn, _ in bars] == [round(said, 1) for _, said in bars]


def test_files_are_taken_along_by_keyboard(
    school: RunningTool, context: BrowserContext, tmp_path: Path
) -> None:
    answered(school)
    page = picture(school, context)
    for kind, start in (("pdf", b"%PDF-"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
        with page.expect_download() as download:
            page.locator(f"#file-{kind}").press("Enter")
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)

        assert file.name == f"beeld-van-de-groep-student-life.{kind}"
        assert file.read_bytes().startswith(start)


def test_the_whole_course_is_a_page_of_its_own(school: RunningTool, context: BrowserContext) -> None:
    answered(school)
    for number in range(20, 26):
        second = END | {"resource_link": {"id": "link-second"}}
        school.open(sub=f"learner-{number}", **second).save("compass", {"knowing": LEVELS[number % 4]})
    page = picture(school, context)
    page.get_by_role("link", name="De hele cursus").click()

    expect(page.locator(".state")).to_contain_text("14 antwoorden uit 2 groepen van deze cursus.")
    expect(page.get_by_role("link", name="De hele cursus")).to_have_attribute("aria-current", "true")
    page.reload()
    expect(page.locator(".state")).to_contain_text("2 groepen")
    page.go_back()
    expect(page.locator(".state")).to_contain_text("8 deelnemers antwoordden.")


def test_on_paper_it_fits_a_sheet_of_a4(school: RunningTool, context: BrowserContext) -> None:
    answered(school)
    page = picture(school, context, width=1280)
    page.emulate_media(media="print")

    expect(page.locator(".facts")).to_be_visible()
    expect(page.locator(".take-along")).to_be_hidden()
    expect(page.locator(".scope")).to_have_count(0)
