"""Every module in a course: what was answered on one device is there on another, down to the last tick."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from lti_tool.settings import Settings
from modules.kit.registry import load_registry
from tests.browser.quick import fill_all, finish, left_open, read_all
from tests.lti_platform_double import PlatformDouble
from tests.running_tool import RunningTool, running_tool
from tests.sittings import whole

pytestmark = pytest.mark.browser

REGISTRY = load_registry()
MODULES = {name: whole(module) for name, module in REGISTRY.modules.items()}


@pytest.fixture
def school(settings: Settings, platform: PlatformDouble) -> Iterator[RunningTool]:
    with running_tool(settings, REGISTRY, platform) as running:
        yield running


def opened(school: RunningTool, name: str, page: Page) -> Page:
    """Launch the module again as the same learner, on the device that has the page."""
    variant = {"variant": MODULES[name].variant} if MODULES[name].variant else {}
    page.goto(school.address(school.open(custom={"module": name} | variant)))
    page.locator("html.is-live").wait_for()
    return page


@pytest.mark.parametrize("name", MODULES)
def test_a_module_goes_on_at_another_device(name: str, school: RunningTool, chromium: Browser) -> None:
    with chromium.new_page(viewport={"width": 360, "height": 740}, locale="nl-BE") as phone:
        opened(school, name, phone)
        written = fill_all(phone)
        expect(phone.locator("[data-part=saved]")).to_have_attribute("data-state", "saved")

    with chromium.new_page(viewport={"width": 1280, "height": 800}, locale="nl-BE") as computer:
        opened(school, name, computer)
        assert read_all(computer) == written
        assert left_open(computer) == []
        finish(computer)
