"""A recording that is shared: made with a microphone, not lost on a train, heard by a facilitator."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from lti_tool.settings import Settings
from modules.kit.registry import Registry, load_registry
from tests import needs
from tests.browser.test_session_guide import PHONE, problems
from tests.browser.walking import go
from tests.lti_platform_double import INSTRUCTOR, PlatformDouble
from tests.recording_module import CUSTOM, make_recording_module, rows, share
from tests.running_tool import RunningTool, running_tool

pytestmark = pytest.mark.browser
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return load_registry([make_recording_module(tmp_path_factory.mktemp("modules"))])


@pytest.fixture
def school(settings: Settings, registry: Registry, platform: PlatformDouble) -> Iterator[RunningTool]:
    with running_tool(settings, registry, platform) as running:
        yield running


@pytest.fixture(scope="module")
def speaking(playwright: Playwright) -> Iterator[Browser]:
    """A browser with a microphone in which somebody beeps."""
    browser = playwright.chromium.launch(
        executable_path=needs.chromium_shell(), args=[*needs.CHROMIUM_ARGUMENTS, *MICROPHONE]
    )
    yield browser
    browser.close()


@pytest.fixture
def context(speaking: Browser) -> Iterator[BrowserContext]:
    with speaking.new_context(locale="nl-BE", viewport=PHONE) as found:
        found.set_default_timeout(8000)
        yield found


def learn(context: BrowserContext, school: RunningTool) -> Page:
    page = context.new_page()
    page.goto(school.address(school.open(**CUSTOM)))
    page.locator("html.is-live").wait_for()
    go(page, "say")
    return page


def screen(page: Page):
    return page.locator("[data-activity=say]")


def record(page: Page) -> None:
    screen(page).get_by_role("button", name="Neem op").click()
    expect(screen(page).locator("[data-now]")).to_have_text("0:01 van hoogstens 2:00")
    screen(page).get_by_role("button", name="Stop met opnemen").click()
    expect(screen(page).locator("audio")).to_be_visible()


def share_it(page: Page, audience: str = "facilitator") -> None:
    choice = screen(page).locator(f"input[value={audience}]")
    if not choice.is_visible():
        screen(page).locator(".who button").click()
    choice.check()


def sent(page: Page):
    return screen(page).locator("[data-sent]")


def length(page: Page, audio: str) -> float:
    """How long a recording is, in seconds, once the browser knows."""
    for _ in range(60):
        found = page.evaluate(f"document.querySelector('{audio}').duration")
        if found and found < 1e6:
            return float(found)
        page.wait_for_timeout(100)
    raise AssertionError("nobody can play it")


def test_what_is_recorded_goes_when_it_is_shared_and_is_heard(
    context: BrowserContext, school: RunningTool
) -> None:
    page = learn(context, school)
    expect(screen(page).get_by_text("Deel je dit antwoord met je begeleider")).to_be_visible()
    record(page)
    expect(sent(page)).to_be_empty()
    assert rows(school.tool) == 0

    share_it(page)
    expect(sent(page)).to_have_text("Verstuurd. Je begeleider kan je opname horen.")
    assert problems(page) == []

    teacher = school.open(sub="teacher-1", roles=[INSTRUCTOR], **CUSTOM)
    theirs = context.new_page()
    theirs.goto(school.address(teacher, "class").replace("#", "?part=shared&activity=say#"))
    theirs.get_by_role("button", name="Luister naar de opname").press("Enter")
    assert 0.5 < length(theirs, "audio") < 10
    assert problems(theirs) == []

    share_it(page, "learner")
    expect(sent(page)).to_be_empty()
    page.wait_for_timeout(1000)
    theirs.reload()
    expect(theirs.get_by_text("Nog niemand deelde dit antwoord.")).to_be_visible()
    school.tool.uploads.clear_away()
    assert rows(school.tool) == 0


def test_on_a_train_nothing_is_lost_and_writing_goes_on(context: BrowserContext, school: RunningTool) -> None:
    page = learn(context, school)
    expect(screen(page).get_by_role("button", name="Neem op")).to_be_visible()
    share_it(page)
    record(page)
    expect(sent(page)).to_contain_text("Verstuurd")
    context.set_offline(True)
    screen(page).get_by_role("button", name="Wis de opname").click()
    record(page)
    expect(sent(page)).to_have_text(
        "Nog niet verstuurd. Je opname staat veilig op dit toestel. We proberen het vanzelf opnieuw."
    )
    screen(page).get_by_role("textbox").fill("Ik schrijf gewoon verder.")

    context.set_offline(False)

    expect(sent(page)).to_have_text("Verstuurd. Je begeleider kan je opname horen.", timeout=20000)
    expect(screen(page).get_by_role("textbox")).to_have_value("Ik schrijf gewoon verder.")


def test_what_was_not_sent_goes_when_the_page_opens_again_on_any_screen(
    context: BrowserContext, school: RunningTool
) -> None:
    page = learn(context, school)
    record(page)
    page.route("**/api/uploads/*", lambda route: route.abort())
    share_it(page)
    expect(sent(page)).to_contain_text("Nog niet verstuurd.")
    page.close()

    again = context.new_page()
    with again.expect_response("**/api/uploads/say") as waiting:
        again.goto(school.address(school.open(**CUSTOM)))
    assert waiting.value.status == 200


def test_another_device_hears_it_as_well(context: BrowserContext, school: RunningTool) -> None:
    page = learn(context, school)
    record(page)
    share_it(page)
    expect(sent(page)).to_contain_text("Verstuurd")
    page.wait_for_timeout(1200)
    with context.browser.new_context(locale="nl-BE", viewport=PHONE) as other:
        elsewhere = learn(other, school)
        screen(elsewhere).get_by_role("button", name="Haal mijn opname op").click()
        expect(screen(elsewhere).locator("audio")).to_be_visible()
        assert 0.5 < length(elsewhere, "[data-activity=say] audio") < 10
        expect(sent(elsewhere)).to_contain_text("Verstuurd")


def test_what_is_kept_says_so_and_goes_along(context: BrowserContext, school: RunningTool) -> None:
    found = school.open(**CUSTOM)
    share(found)
    page = context.new_page()
    page.goto(school.address(found, "mine"))
    page.get_by_role("link", name="Oefening").first.click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Neem je opname mee").click()
    assert waiting.value.suggested_filename.endswith(".webm")
    assert problems(page) == []
