"""`wegwijs demo` as people meet it: a session done, a grade seen, a package played."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from lti_tool.practice_lms.servers import Demo, running_demo
from lti_tool.settings import Settings
from tests import axe

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 640}
ANSWER = "Wie ik ben & waar ik <b>vandaan</b> kom 🙂"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with running_demo(tmp_path_factory.mktemp("demo"), Settings(), 0, 0) as running:
        yield running


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def page(chromium: Browser, demo: Demo, complaints: list[str]) -> Iterator[Page]:
    """A phone that notes every complaint of the console and every request to anybody else."""
    context = chromium.new_context(viewport=PHONE, base_url=demo.lms_url)
    page = context.new_page()
    ours = (demo.lms_url, demo.tool_url, "data:", "blob:")
    page.on("console", lambda said: said.type in {"error", "warning"} and complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: asked.url.startswith(ours) or complaints.append(asked.url))
    yield page
    context.close()


def first_question(frame: FrameLocator) -> None:
    """From the start screen to the first text field."""
    frame.get_by_role("button", name=re.compile("^(Begin|Ga verder)")).click()
    field = frame.locator("textarea:visible, input[type=text]:visible").first
    onward = frame.get_by_role("button", name="Verder")
    expect(field.or_(onward).first).to_be_visible()
    if not field.is_visible():
        onward.click()
    expect(field).to_be_visible()


def test_a_session_is_done_left_and_taken_up_and_its_grade_arrives(page: Page, complaints: list[str]) -> None:
    gradebook = page.context.new_page()
    gradebook.goto("/an/grades")
    row = gradebook.get_by_role("row", name="Wie ben jij? LTI")
    expect(row.get_by_text("Nog niet begonnen")).to_have_count(3)

    page.goto("/")
    page.get_by_role("link", name="Leerling Sami").click()
    page.get_by_role("link", name="Wie ben jij?").click()
    tool = page.frame_locator("iframe[name=activity]")
    first_question(tool)
    tool.locator("textarea:visible, input[type=text]:visible").first.fill(ANSWER)
    expect(tool.locator("[data-part=saved]")).to_contain_text("Bewaard om")

    page.goto("/sami/")
    page.get_by_role("link", name="Wie ben jij?").click()
    tool.get_by_role("button", name="Ga verder waar je was").click()
    expect(tool.locator("textarea:visible, input[type=text]:visible").first).to_have_value(ANSWER)

    tool.get_by_role("link", name="Klaar").click()
    tool.get_by_role("button", name="Ik ben klaar").click()
    expect(row.get_by_text("op 100")).to_be_visible(timeout=5000)
    expect(row.get_by_text("ontvangen om")).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize("version", ["1.2", "2004"])
def test_a_package_is_made_with_one_click_played_and_taken_up(
    page: Page, complaints: list[str], version: str
) -> None:
    page.goto("/noor/packages")
    page.get_by_role("button", name=f"Maken en afspelen als SCORM {version}").click()
    sco = page.frame_locator("iframe[name=sco]")
    first_question(sco)
    sco.locator("textarea:visible, input[type=text]:visible").first.fill(ANSWER)
    expect(page.locator("#told-suspend")).not_to_have_text("0 tekens")
    expect(page.locator("#told-status")).to_have_text("incomplete")
    address = page.url
    page.goto("/noor/")

    page.goto(address)
    expect(page.locator("#told-entry")).to_have_text("resume")
    first_question(sco)
    expect(sco.locator("textarea:visible, input[type=text]:visible").first).to_have_value(ANSWER)
    expect(page.locator("#told-errors")).to_have_text("0")
    page.goto("/an/grades")
    row = page.get_by_role("row", name=f"Wie ben jij? SCORM {version}")
    expect(row.get_by_text("Bezig")).to_be_visible()
    assert complaints == []


def test_begin_anew_forgets_even_what_the_leaving_page_says(page: Page) -> None:
    page.goto("/lukas/packages")
    page.get_by_role("button", name="Maken en afspelen als SCORM 1.2").click()
    expect(page.locator("#told-status")).to_have_text("incomplete")
    page.get_by_role("button", name="Opnieuw beginnen").click()
    expect(page.locator("#told-saved")).to_have_text("nog niet")
    expect(page.locator("#told-entry")).to_have_text("ab-initio")


def test_a_reload_of_the_player_keeps_what_was_typed_just_before(page: Page) -> None:
    page.goto("/sami/packages")
    page.get_by_role("button", name="Maken en afspelen als SCORM 2004").click()
    sco = page.frame_locator("iframe[name=sco]")
    first_question(sco)
    field = sco.locator("textarea:visible, input[type=text]:visible").first
    field.fill(ANSWER)
    page.reload()
    first_question(sco)
    expect(field).to_have_value(ANSWER)


def test_on_a_phone_an_activity_has_nearly_the_whole_screen(page: Page) -> None:
    page.goto("/noor/activity/identity")
    box = page.locator("iframe[name=activity]").bounding_box()
    assert box
    assert box["height"] >= 0.9 * PHONE["height"]
    assert box["y"] <= 0.25 * PHONE["height"]


def test_when_the_tool_is_away_the_page_says_so_and_goes_on_when_it_is_back(page: Page) -> None:
    page.route("**/tool-status", lambda route: route.fulfill(json={"answers": False}))
    page.goto("/lukas/activity/identity")
    expect(page.get_by_role("heading", name="De activiteit antwoordt niet")).to_be_visible()
    assert axe.violations(page) == []
    page.unroute("**/tool-status")
    page.get_by_role("button", name="Nu opnieuw proberen").click()
    begin = page.frame_locator("iframe[name=activity]").get_by_role("button", name="Begin")
    expect(begin).to_be_visible()


def test_a_broken_zip_is_refused_in_words(page: Page, tmp_path: Path) -> None:
    zipped = tmp_path / "kapot.zip"
    zipped.write_bytes(b"no zip at all")
    page.goto("/an/packages")
    page.get_by_label("Zip-bestand").set_input_files(zipped)
    page.get_by_role("button", name="Uploaden en afspelen").click()
    expect(page.get_by_role("alert")).to_contain_text("geen zip")
    assert axe.violations(page) == []


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/sami/",
        "/an/",
        "/an/grades",
        "/sami/grades",
        "/sami/packages",
        "/an/activity/identity",
        "/nobody/",
    ],
)
def test_every_page_passes_axe_and_fits_a_phone(page: Page, path: str, language: str) -> None:
    page.goto("/")
    page.locator(f"button[value={language}]").click()
    page.goto(path)
    assert page.locator("html").get_attribute("lang") == language
    assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_player_passes_axe(page: Page) -> None:
    page.goto("/an/packages")
    page.get_by_role("button", name="Maken en afspelen als SCORM 1.2").click()
    expect(page.locator("#told-status")).to_have_text("incomplete")
    assert axe.violations(page) == []
    page.goto("/an/packages")
    assert axe.violations(page) == []


def test_the_keyboard_skips_to_the_content(page: Page) -> None:
    page.goto("/sami/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Wie ben jij?")).to_be_focused()
