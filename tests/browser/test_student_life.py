"""Session 4: where it leads out of the session, it says so."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from modules.kit.module import Module
from modules.kit.registry import load_registry
from tests.browser.whole_session import Session, on_a_phone, served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def module() -> Module:
    return load_registry().modules["student-life"]


@pytest.fixture(scope="module")
def address(module: Module, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The session as a site of plain files; returns its address."""
    with served(module, tmp_path_factory.mktemp("session")) as found:
        yield found


@pytest.fixture
def session(chromium: Browser, address: str) -> Iterator[Session]:
    with on_a_phone(chromium, address) as found:
        yield found


def test_a_video_elsewhere_says_so_and_the_cards_tell_the_same(session: Session, address: str) -> None:
    session.open(f"{address}/nl.html")
    while session.name != "services":
        session.way_on.click()
    link = session.screen.get_by_role("link", name="Bekijk de video over hulp bij UCLL")

    expect(link).to_have_attribute("target", "_blank")
    expect(session.screen.locator("[data-page]")).to_have_count(6)
    assert session.outside == []
