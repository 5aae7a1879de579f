"""A tool and simulated platforms on sites of their own, and browsers that keep more or less for a frame."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Playwright
from sqlalchemy import func, select
from werkzeug.serving import make_server

from lti_tool.app import create_app
from lti_tool.protocol.launch_facts import ACCEPTED
from lti_tool.protocol.registration import Registration
from lti_tool.settings import Settings
from lti_tool.store import platforms
from lti_tool.store.tables import answers, attempts, launch_log
from lti_tool.tool import Tool, make_tool
from modules.kit.registry import Registry
from tests import needs
from tests.browser.ladder import profiles
from tests.lti_platform_double import KeyPair
from tests.platform_families.family import Family

SITE = "tool.localhost"
PLATFORM_SITES = ["learn.localhost", "canvas.localhost", "moodle.localhost", "brightspace.localhost"]


@dataclass
class Installation:
    """Wegwijs at an address of its own."""

    tool: Tool
    url: str

    def client(self) -> FlaskClient:
        """Somebody else's browser, which asks for no HTML."""
        return create_app(self.tool.settings, self.tool).test_client()

    def rungs(self) -> list[str]:
        """The rung of every launch that opened something, oldest first."""
        with self.tool.database.read() as connection:
            opened = select(launch_log.c.rung).where(launch_log.c.outcome == ACCEPTED)
            return list(connection.scalars(opened.order_by(launch_log.c.id)))

    def approve(self, registration: Registration, deployment: str) -> None:
        """Let another school in, whose platform has the same issuer and client id."""
        with self.tool.database.write() as connection:
            known = platforms.find(connection, registration.issuer, registration.client_id)
            assert known is not None
            platforms.approve(connection, known.id, deployment, 1)

    def attempts(self) -> int:
        with self.tool.database.read() as connection:
            return connection.scalar(select(func.count()).select_from(attempts)) or 0

    def answers(self) -> list[str]:
        with self.tool.database.read() as connection:
            return list(connection.scalars(select(answers.c.value)))


@pytest.fixture
def installation(settings: Settings, registry: Registry) -> Iterator[Installation]:
    port = needs.free_port()
    url = f"http://{SITE}:{port}"
    tool = make_tool(replace(settings, public_url=url), registry=registry)
    server = make_server("127.0.0.1", port, create_app(tool.settings, tool), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield Installation(tool, url)
    server.shutdown()
    thread.join()
    server.server_close()
    tool.close()


School = Callable[[type[Family]], Family]


@pytest.fixture
def school(installation: Installation, platform_key: KeyPair) -> Iterator[School]:
    """Open a school with a platform of this family, which knows the tool and is known to it."""
    opened = []

    def open_school(family: type[Family]) -> Family:
        made = family(platform_key, installation.url)
        opened.append(made)
        with installation.tool.database.write() as connection:
            platforms.add(connection, made.registration, [made.deployment], 1)
        return made

    yield open_school
    for made in opened:
        made.close()


Chromium = Callable[[str], BrowserContext]


@pytest.fixture(scope="module")
def chromium_with(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """A Chromium for a profile, started once for all tests of a file; every test has addresses of its own."""
    known = {
        "cookies allowed": profiles.ALLOWED,
        "third parties blocked": profiles.THIRD_PARTIES_BLOCKED,
        "nothing in frames": profiles.nothing_in_frames(SITE, PLATFORM_SITES),
        "nothing kept": profiles.NOTHING_KEPT,
    }
    running: dict[str, BrowserContext] = {}

    def chromium(name: str) -> BrowserContext:
        if name not in running:
            running[name] = profiles.open_chromium(
                playwright, tmp_path_factory.mktemp("profile"), known[name]
            )
        return running[name]

    yield chromium
    for context in running.values():
        context.close()
