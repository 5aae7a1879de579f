"""Session 1 as a learner does it, by keyboard alone on a narrow phone; and every screen audited."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from modules.kit.module import Module
from modules.kit.registry import load_registry
from tests.browser.whole_session import (
    Session,
    barriers,
    barriers_without_scripts,
    do_whole_session,
    on_a_phone,
    reload_keeps_everything,
    served,
)

pytestmark = pytest.mark.browser

LANGUAGES = ("nl", "en")


@pytest.fixture(scope="module")
def module() -> Module:
    return load_registry().modules["identity"]


@pytest.fixture(scope="module")
def site(module: Module, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The session as a site of plain files; returns its address."""
    with served(module, tmp_path_factory.mktemp("session")) as address:
        yield address


@pytest.fixture
def session(chromium: Browser, site: str) -> Iterator[Session]:
    with on_a_phone(chromium, site) as found:
        yield found


def test_the_whole_session_by_keyboard_at_360_px(session: Session, site: str, module: Module) -> None:
    do_whole_session(session, f"{site}/nl.html", module, fill={}, then={"circle": reload_keeps_everything})


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_has_a_barrier_in_light_or_dark(session: Session, site: str, language: str) -> None:
    assert barriers(session, f"{site}/{language}.html") == {}
    assert session.complaints == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_without_its_scripts_has_no_barrier(session: Session, site: str, language: str) -> None:
    assert barriers_without_scripts(session, f"{site}/{language}.html") == []
