"""The class page in a browser: from the launch, by keyboard, on a phone, on a wall, two at once, on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect

from lti_tool.settings import Settings
from modules.kit.activity_types.short_text import ShortText
from modules.kit.registry import Registry
from tests import axe
from tests.lti_platform_double import INSTRUCTOR, PlatformDouble
from tests.running_tool import RunningTool, running_tool
from tests.test_lti_grades import deliver
from tests.test_roster import Course, member, work

pytestmark = pytest.mark.browser
PRIVATE = "kanarie-alleen-voor-mij"
TOO_SMALL = """[...document.querySelectorAll("#sheet a, #sheet button, #sheet input:not([type=hidden])")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).length"""
PARTS = ("class", "live", "grades", "shared", "questions", "dates")


@pytest.fixture
def course(platform: PlatformDouble) -> Course:
    found = Course(platform)
    found.members = [member(f"learner-{number}", name=f"Naam {number}") for number in range(8)]
    return found


@pytest.fixture
def school(
    settings: Settings,
    registry: Registry,
    platform: PlatformDouble,
    course: Course,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[RunningTool]:
    """A class that is at work, in a module with something to plan."""
    monkeypatch.setattr(ShortText, "dated", lambda self, options, words: {"visit": "Bezoek"})
    with running_tool(settings, registry, platform) as running:
        for number in range(6):
            learner = running.open(sub=f"learner-{number}", **course.claim)
            learner.save("meaning", f"woord-{number}", audience="class")
            learner.save("questions", {"dreams": PRIVATE})
        learner.save("my-questions", [{"step": "past", "text": "Wat kost het?"}], audience="facilitator")
        learner.finish()
        platform.fail("/course/7/lineitems/3/lineitem/scores", 403)
        deliver(running.tool)
        yield running


def address(school: RunningTool, course: Course) -> str:
    teacher = school.open(sub="teacher-1", roles=[INSTRUCTOR], **course.claim)
    teacher.call("GET", "/roster")
    work(school.tool)
    return school.address(teacher, "class")


def open_class(context: BrowserContext, at: str) -> Page:
    context.set_default_timeout(8000)
    page = context.new_page()
    page.goto(at)
    page.locator("#sheet h2").wait_for()
    return page


@pytest.fixture
def context(chromium: Chromium) -> Iterator[BrowserContext]:
    with chromium.new_context(locale="nl-BE", viewport={"width": 1280, "height": 800}) as found:
        yield found


def test_from_the_launch_to_the_class_without_the_token_in_an_address(
    school: RunningTool, course: Course, context: BrowserContext
) -> None:
    teacher = school.open(sub="teacher-1", roles=[INSTRUCTOR], **course.claim)
    page = context.new_page()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page.goto(school.address(teacher))
    with context.expect_page() as opened:
        page.get_by_role("link", name="Mijn klas").click()
    there = opened.value
    there.locator("#sheet h2").wait_for()
    assert there.url == f"{school.url}/class/1/identity/nl"
    there.get_by_role("link", name="Gedeeld").click()
    there.get_by_role("link", name="Wat is identiteit?").click()
    expect(there.get_by_text("woord-3")).to_be_visible()
    assert not [url for url in asked if teacher.token in url.split("#")[0]]
    assert teacher.token not in there.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")


def test_a_learners_page_has_no_way_to_the_class(
    school: RunningTool, course: Course, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(school.address(school.open(sub="learner-1", **course.claim)))
    page.locator("html.is-live").wait_for()
    assert page.get_by_role("link", name="Mijn klas").count() == 0


def test_back_and_reload_lead_where_one_was(
    school: RunningTool, course: Course, context: BrowserContext
) -> None:
    page = open_class(context, address(school, course))
    page.get_by_role("link", name="Punten").click()
    expect(page.locator("h2")).to_have_text("Punten")
    page.reload()
    expect(page.locator("h2")).to_have_text("Punten")
    page.go_back()
    expect(page.locator("h2")).to_have_text("De klas")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h2")).to_have_text("The class")


def test_everything_works_by_keyboard(school: RunningTool, course: Course, context: BrowserContext) -> None:
    page = open_class(context, address(school, course))
    page.locator("#part-grades").press("Enter")
    expect(page.locator("h2")).to_be_focused()
    expect(page.locator("h2")).to_have_text("Punten")
    page.keyboard.press("Tab")
    expect(page.locator("#send-all")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_be_focused()
    expect(page.locator("#said")).to_have_text("Het punt is weer op weg.")


def test_what_changes_shows_by_itself_and_leaves_the_focus_alone(
    school: RunningTool, course: Course, context: BrowserContext
) -> None:
    context.clock.install()
    page = open_class(context, address(school, course))
    expect(page.locator(".tile.is-busy strong")).to_have_text("5")
    page.locator("#part-shared").focus()
    school.open(sub="learner-7", **course.claim).save("meaning", "later", audience="class")
    context.clock.run_for(31_000)
    expect(page.locator(".tile.is-busy strong")).to_have_text("6")
    expect(page.locator("#part-shared")).to_be_focused()


def test_two_facilitators_at_once_see_each_others_days(
    school: RunningTool, course: Course, context: BrowserContext
) -> None:
    one, other = (open_class(context, address(school, course)) for _ in range(2))
    for page in (one, other):
        page.get_by_role("link", name="Data").click()
        page.get_by_label("Bezoek").fill("2027-03-15" if page is one else "2027-04-01")
    for page in (one, other):
        page.get_by_role("button", name="Bewaar de data").click()
    expect(one.locator("#said")).to_contain_text("De data zijn bewaard")
    expect(other.locator("#said")).to_contain_text("Iemand anders veranderde")
    expect(other.get_by_label("Bezoek")).to_have_value("2027-03-15")


def test_questions_are_copied_and_kept_as_a_file(
    school: RunningTool, course: Course, context: BrowserContext
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_class(context, address(school, course))
    page.get_by_role("link", name="Vragen").click()
    page.get_by_role("button", name="Kopieer").click()
    expect(page.get_by_text("Gekopieerd")).to_be_visible()
    assert "\n\nVroeger\n- Wat kost het?\n\n" in page.evaluate("navigator.clipboard.readText()")
    with page.expect_download() as kept:
        page.get_by_role("button", name="Bewaar als rekenblad").click()
    assert kept.value.suggested_filename == "vragen-identity.csv"


def test_without_a_connection_what_is_there_stays(
    school: RunningTool, course: Course, context: BrowserContext
) -> None:
    page = open_class(context, address(school, course))
    context.set_offline(True)
    page.get_by_role("link", name="Punten").click()
    expect(page.locator("#trouble")).to_be_visible()
    expect(page.get_by_text("Naam 1")).to_be_visible()
    context.set_offline(False)
    page.get_by_role("link", name="Punten").click()
    expect(page.locator("h2")).to_have_text("Punten")


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(320, "dark", "nl"), (1280, "light", "en"), (1920, "light", "nl")],
)
def test_no_part_has_a_barrier(
    chromium: Chromium, school: RunningTool, course: Course, width: int, scheme: str, language: str
) -> None:
    at = address(school, course).replace("/nl#", f"/{language}#")
    views = [*(f"?part={part}" for part in PARTS), "?part=shared&activity=meaning"]
    views += ["?part=live&activity=meaning", "?part=class&names=off", "?part=class&show=busy"]
    viewport = {"width": width, "height": 800}
    with chromium.new_context(locale=language, viewport=viewport, color_scheme=scheme) as context:
        for view in views:
            page = open_class(context, at.replace("#", f"{view}#"))
            assert axe.violations(page) == [], view
            assert page.evaluate("document.documentElement.scrollWidth") == width, view
            assert page.evaluate(TOO_SMALL) == 0, view
            assert PRIVATE not in page.content()
            page.close()


def test_paper_has_the_list_and_no_buttons(
    school: RunningTool, course: Course, context: BrowserContext
) -> None:
    page = open_class(context, address(school, course))
    page.emulate_media(media="print")
    expect(page.get_by_text("Naam 1")).to_be_visible()
    # In the table the heads and names are buttons, and on paper they are text.
    assert (
        page.locator("button:visible, nav:visible").count()
        == page.locator("table.class button:visible").count()
    )
