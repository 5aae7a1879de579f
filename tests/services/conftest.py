"""Two sites that do not know each other: the course at 127.0.0.1, Wegwijs at localhost."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from tests import needs
from tests.services.certificates import Certificates, make_certificates
from tests.services.real_platform import RealPlatform
from tests.services.running_tool import RunningTool
from tests.services.workbench import CoursePage, Workbench


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def _platform(certificates: Certificates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealPlatform]:
    running = RealPlatform(certificates, tmp_path_factory.mktemp("platform") / "platform.log")
    yield running
    running.stop()


@pytest.fixture
def platform(_platform: RealPlatform) -> Iterator[RealPlatform]:
    """The platform; the test fails if the tool breaks a rule that the platform itself does not check."""
    before = _platform.read("faults")
    yield _platform
    assert _platform.read("faults") == before


@pytest.fixture(scope="session")
def tool(certificates: Certificates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTool]:
    running = RunningTool(certificates, tmp_path_factory.mktemp("tool"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def client_id(_platform: RealPlatform, tool: RunningTool) -> str:
    """The tool, known to the platform and the platform to the tool, under this client id."""
    told = _platform.tell("tool", jwks_url=f"{tool.url}/lti/jwks.json")
    options = [part for name, value in told.items() for part in (f"--{name.replace('_', '-')}", value)]
    tool.command("platform", "add", *options)
    return str(told["client_id"])


@pytest.fixture(scope="session")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A page of Open edX's own SDK, with our XBlock installed in it."""
    running = Workbench(tmp_path_factory.mktemp("workbench") / "workbench.log")
    yield running
    running.stop()


@pytest.fixture
def page(workbench: Workbench) -> CoursePage:
    """A page of a course with session 1 on it."""
    return CoursePage(workbench, '<wegwijs module="identity"/>')


Visit = Callable[..., Page]


@pytest.fixture
def visit(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """Open a browser of one's own, with or without cookies for a site inside another site's page."""
    contexts = []

    def open_browser(*, third_party_cookies: bool, width: int = 1280) -> Page:
        profile = tmp_path_factory.mktemp("profile")
        write_preferences(profile, third_party_cookies=third_party_cookies)
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=needs.chromium(),
            args=needs.CHROMIUM_ARGUMENTS,
            ignore_https_errors=True,
            locale="nl-BE",
            viewport={"width": width, "height": 800},
        )
        contexts.append(context)
        return context.pages[0]

    yield open_browser
    for context in contexts:
        context.close()


def write_preferences(profile: Path, *, third_party_cookies: bool) -> None:
    """Set what Chromium's own settings page sets."""
    preferences = {
        "profile": {
            "block_third_party_cookies": not third_party_cookies,
            "cookie_controls_mode": 0 if third_party_cookies else 1,
        }
    }
    (profile / "Default").mkdir()
    (profile / "Default" / "Preferences").write_text(json.dumps(preferences))
