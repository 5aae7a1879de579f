"""Presence in a browser: the facilitator opens, a learner types the code, the QR's page hands it over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect

from lti_tool.settings import Settings
from modules.kit.registry import Registry, load_registry
from tests.browser.test_session_guide import PHONE, problems
from tests.campus_class import CAMPUS, there
from tests.judged_module import make_judged_module
from tests.lti_platform_double import INSTRUCTOR, PlatformDouble
from tests.running_tool import RunningTool, running_tool

pytestmark = pytest.mark.browser


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_judged_module(tmp_path)])


@pytest.fixture
def school(settings: Settings, registry: Registry, platform: PlatformDouble) -> Iterator[RunningTool]:
    with running_tool(settings, registry, platform) as running:
        yield running


@pytest.fixture
def phone(chromium: Chromium) -> Iterator[BrowserContext]:
    """A learner's phone."""
    with chromium.new_context(locale="nl-BE", viewport=PHONE, reduced_motion="reduce") as found:
        found.set_default_timeout(8000)
        yield found


@pytest.fixture
def desk(chromium: Chromium) -> Iterator[BrowserContext]:
    """The facilitator's computer, at a phone's width."""
    with chromium.new_context(locale="nl-BE", viewport=PHONE, reduced_motion="reduce") as found:
        found.set_default_timeout(8000)
        yield found


def class_page(school: RunningTool, desk: BrowserContext, kind: str = "class") -> Page:
    teacher = school.open(sub="teacher-1", roles=[INSTRUCTOR], **CAMPUS)
    page = desk.new_page()
    place = "/".join(teacher.path.split("/")[2:4])
    page.goto(f"{school.url}/{kind}/{place}/nl?part=presence#{teacher.token}")
    page.locator("#sheet h2").first.wait_for()
    return page


def session(school: RunningTool, phone: BrowserContext, **claims: Any) -> Page:
    learner = school.open(**{"sub": "learner-1"} | CAMPUS | claims)
    page = phone.new_page()
    page.goto(school.address(learner))
    page.locator("html.is-live").wait_for()
    return page


def code_on(page: Page) -> str:
    """The code that the facilitator's page shows."""
    return page.locator(".poster-code span").first.inner_text()


def wrong_with(page: Page) -> list[str]:
    found = problems(page)
    page.emulate_media(color_scheme="dark")
    found += problems(page)
    page.emulate_media(color_scheme="light")
    return found


def test_a_learner_types_the_code_and_is_ticked_on_the_list(
    school: RunningTool, desk: BrowserContext, phone: BrowserContext
) -> None:
    page = class_page(school, desk)
    learner = session(school, phone)
    learner.get_by_role("button", name="Begin").click()
    expect(learner.get_by_text("Je begeleider toont daar een code.")).to_be_visible()
    assert wrong_with(learner) == []

    page.get_by_role("button", name="Open het aanmelden").press("Enter")
    expect(page.locator(".poster-qr svg")).to_be_visible()
    assert wrong_with(page) == []

    learner.get_by_role("button", name="Ik zie een code").press("Enter")
    field = learner.get_by_label("Typ de code")
    expect(field).to_be_focused()
    field.fill("bbbbb")
    field.press("Enter")
    expect(learner.get_by_text("Die code klopt niet.")).to_be_visible()
    expect(field).to_be_focused()
    assert wrong_with(learner) == []
    field.fill(f" {code_on(page).lower()}")
    field.press("Enter")
    expect(learner.locator(".presence-said")).to_contain_text("Je bent aangemeld (")
    expect(learner.locator(".presence-said")).to_be_focused()
    assert wrong_with(learner) == []

    expect(page.locator(".there .is-there")).to_contain_text("met de code")
    expect(page.locator(".there-count")).to_contain_text("1 van 1")
    row = page.locator(".there button")
    row.press("Enter")
    expect(page.locator(".there .is-there")).to_have_count(0)
    expect(row).to_be_focused()
    row.press("Enter")
    expect(page.locator(".there .is-there")).to_contain_text("aangevinkt")


def test_the_page_behind_the_qr_hands_the_code_to_the_open_session(
    school: RunningTool, desk: BrowserContext, phone: BrowserContext
) -> None:
    learner = session(school, phone)
    wall = class_page(school, desk, "presence")
    wall.get_by_role("button", name="Begin met aanmelden").click()
    expect(wall.locator(".poster-qr svg")).to_be_visible()
    expect(wall.locator(".there-count")).to_have_text("0 van 1 aangemeld")
    assert wrong_with(wall) == []

    asked: list[str] = []
    here = phone.new_page()
    here.on("request", lambda request: asked.append(request.url))
    code = code_on(wall)
    here.goto(f"{school.url}/here/1#{code}")

    expect(here.get_by_text("Gelukt. Je bent aangemeld.")).to_be_visible()
    assert wrong_with(here) == []
    assert not any(code in url.partition("#")[0] or "/api/" in url for url in asked)
    assert there(school.tool) == {"learner-1": "code"}
    expect(wall.locator(".there-count")).to_have_text("1 van 1 aangemeld")
    learner.bring_to_front()
    learner.get_by_role("button", name="Begin").click()
    expect(learner.locator(".presence-said")).to_be_visible()


def test_without_a_session_the_qr_says_how_to_go_on_and_a_session_opened_soon_takes_the_code(
    school: RunningTool, desk: BrowserContext, phone: BrowserContext
) -> None:
    page = class_page(school, desk)
    page.get_by_role("button", name="Open het aanmelden").click()
    code = code_on(page)
    here = phone.new_page()
    here.goto(f"{school.url}/here/1#{code}")
    expect(here.get_by_text("Open de sessie in je cursus en typ deze code.")).to_be_visible()
    expect(here.locator(".code")).to_have_text(code)

    learner = session(school, phone)

    expect(learner.locator(".presence-said")).to_be_visible()
    assert there(school.tool) == {"learner-1": "code"}
    here.goto(f"{school.url}/here/1")
    here.reload()
    expect(here.get_by_text("Hier staat geen code.")).to_be_visible()


def test_a_code_that_was_typed_without_a_connection_is_sent_when_it_is_back(
    school: RunningTool, desk: BrowserContext, phone: BrowserContext
) -> None:
    page = class_page(school, desk)
    page.get_by_role("button", name="Open het aanmelden").click()
    code = code_on(page)
    learner = session(school, phone)
    assert wrong_with(learner) == []
    phone.set_offline(True)
    learner.get_by_label("Typ de code").fill(code)
    learner.get_by_role("button", name="Meld me aan").click()
    expect(learner.get_by_text("Geen verbinding. Je code wordt vanzelf verstuurd")).to_be_visible()
    phone.set_offline(False)
    expect(learner.locator(".presence-said")).to_be_visible()
    assert there(school.tool) == {"learner-1": "code"}
