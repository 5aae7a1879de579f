"""The intake as a learner and a facilitator meet it, with the picture of the group."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from lti_tool.settings import Settings
from modules.kit.module import Module
from modules.kit.registry import Registry, load_registry
from tests import axe
from tests.browser.whole_session import Session, on_a_phone, served
from tests.lti_platform_double import INSTRUCTOR, PlatformDouble
from tests.running_tool import RunningTool, running_tool

pytestmark = pytest.mark.browser

INTAKE = {"module": "intake"}
ANSWERS = [
    {"further": "yes"},
    {"further": "maybe", "reasons": ["tired"]},
    {"further": "no", "reasons": ["work"]},
]


# The learner


@pytest.fixture(scope="module")
def intake() -> Module:
    return load_registry().modules["intake"]


@pytest.fixture(scope="module", params=("round-1", "round-2", "both-rounds"))
def module(intake: Module, request: pytest.FixtureRequest) -> Module:
    return intake.in_variant(request.param)


@pytest.fixture(scope="module")
def address(module: Module, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One round as a site of plain files; returns its address."""
    with served(module, tmp_path_factory.mktemp("intake")) as found:
        yield found


@pytest.fixture
def session(chromium: Browser, address: str) -> Iterator[Session]:
    with on_a_phone(chromium, address) as found:
        yield found


def test_whoever_keeps_everything_to_themselves_is_done_as_well(session: Session, address: str) -> None:
    session.open(f"{address}/nl.html")
    while session.name != "end":
        if session.screen.get_attribute("data-activity"):
            session.screen.get_by_label("Dit houd ik liever voor mezelf").check()
        session.way_on.click()

    expect(session.page.locator("[data-part=open] li")).to_have_count(0)


def test_a_sheet_on_paper_asks_for_no_name(session: Session, address: str) -> None:
    session.open(f"{address}/nl.html")
    session.page.emulate_media(media="print")

    expect(session.page.locator(".written-name")).to_be_hidden()


# In a course


@pytest.fixture
def school(settings: Settings, registry: Registry, platform: PlatformDouble) -> Iterator[RunningTool]:
    with running_tool(settings, registry, platform) as running:
        yield running


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    with chromium.new_context(locale="nl-BE", viewport={"width": 360, "height": 740}) as found:
        found.set_default_timeout(8000)
        yield found


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.locator("html.is-live").wait_for()
    return page


def test_under_each_question_the_learner_reads_who_sees_what(
    school: RunningTool, context: BrowserContext
) -> None:
    page = opened(context, school.address(school.open(custom=INTAKE)))
    for name in ("track", "further", "choice"):
        page.evaluate("name => document.querySelector(`[data-screen=${name}]`).classList.add('is-now')", name)
        who = page.locator(f"#a-{name} .who")

        expect(who).to_contain_text("Alleen jij")
        expect(who).to_contain_text("alleen totalen van de groep, vanaf 5 antwoorden")
        expect(who.get_by_role("button")).to_have_count(0)


def test_from_the_facilitators_screen_to_the_picture_of_the_group(
    school: RunningTool, context: BrowserContext
) -> None:
    for number in range(6):
        school.open(sub=f"learner-{number}", custom=INTAKE).save("further", ANSWERS[number % 3])
    teacher = school.open(sub="teacher-1", roles=[INSTRUCTOR], custom=INTAKE)
    page = opened(context, school.address(teacher))
    with context.expect_page() as window:
        page.get_by_role("link", name="Beeld van de groep").click()
    picture = window.value

    expect(picture.locator("h2")).to_have_text("Beeld van de groep")
    rows = picture.get_by_role("rowgroup").filter(has_text="Misschien").get_by_role("row")
    expect(rows).to_have_text(["Misschien", "Deze groep 2 van 6", "Onderzoek 85 van 294 (29 %)"])
    assert axe.violations(picture) == []
    assert picture.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_learners_screen_has_no_way_to_the_picture(school: RunningTool, context: BrowserContext) -> None:
    page = opened(context, school.address(school.open(custom=INTAKE)))

    expect(page.get_by_role("link", name="Beeld van de groep")).to_have_count(0)


@pytest.mark.parametrize(("language", "people"), [("nl", 4), ("nl", 12), ("en", 12)])
def test_the_picture_has_no_barrier(
    school: RunningTool, context: BrowserContext, language: str, people: int
) -> None:
    both = {"custom": INTAKE | {"variant": "both-rounds"}}
    for number in range(people):
        learner = school.open(sub=f"learner-{number}", **both)
        learner.save("further", ANSWERS[number % 3])
        learner.save("school", {"school": "adult" if number % 2 else "secondary"})
    teacher = school.open(sub="teacher-1", roles=[INSTRUCTOR], **both)
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{school.url}/class/1/intake/{language}?part=picture#{teacher.token}")
    page.locator("#sheet details.earlier summary").press("Enter")

    expect(page.locator("details.earlier table")).to_have_count(2)
    assert axe.violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe.violations(page, "color-contrast") == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
