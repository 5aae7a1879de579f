"""Keuzes on the class page: chosen by keyboard on a phone, read by a learner's page in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from lti_tool.settings import Settings
from modules.kit.registry import Registry, load_registry
from tests import axe
from tests.browser.keyboard import Keyboard
from tests.choosing_module import make_choosing_module
from tests.lti_platform_double import INSTRUCTOR, PlatformDouble
from tests.running_tool import RunningTool, running_tool

pytestmark = pytest.mark.browser
CUSTOM = {"custom": {"module": "practice"}}


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_choosing_module(tmp_path)])


@pytest.fixture
def school(settings: Settings, registry: Registry, platform: PlatformDouble) -> Iterator[RunningTool]:
    with running_tool(settings, registry, platform) as running:
        yield running


def test_a_facilitator_chooses_by_keyboard_and_a_learner_works_with_it(
    school: RunningTool, chromium: Chromium
) -> None:
    teacher = school.open(sub="teacher-1", roles=[INSTRUCTOR], **CUSTOM)
    with chromium.new_context(viewport={"width": 360, "height": 740}, locale="nl-BE") as context:
        page = context.new_page()
        page.goto(school.address(teacher, "class"))
        page.get_by_role("link", name="Keuzes").click()
        keyboard = Keyboard(page)
        keyboard.tab_to(page.get_by_role("radio", name="DEAL"))
        page.keyboard.press("ArrowDown")
        keyboard.press(page.get_by_role("button", name="Bewaar de keuze"))
        expect(page.get_by_text("Je keuze is bewaard.")).to_be_visible()
        expect(page.get_by_role("radio", name="Wat? En dan?")).to_be_checked()
        assert axe.violations(page) == []
        page.emulate_media(color_scheme="dark")
        assert axe.violations(page, "color-contrast") == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

        learner = school.open(**CUSTOM)
        learner.save("tell", {"deal": {"who": "de buren"}})
        page.goto(f"{school.url}{learner.path}#{learner.token}")
        page.get_by_role("button", name="Ga verder").click()
        expect(page.get_by_role("group", name="Wat? En dan?")).to_be_visible()
        expect(page.get_by_text("In een ander kader schreef je ook")).to_be_visible()
        page.get_by_role("link", name="English").first.click()
        expect(page.get_by_role("group", name="What? So what?")).to_be_visible()
