"""Every session as a learner does it: by keyboard alone on a narrow phone; and every screen audited."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from modules.kit.module import Module
from tests.browser.keyboard_answers import BY_KEYBOARD
from tests.browser.whole_session import (
    Session,
    barriers,
    barriers_filled_in,
    barriers_without_scripts,
    do_whole_session,
    on_a_phone,
    reload_keeps_everything,
    served,
)
from tests.sittings import all_sittings

pytestmark = pytest.mark.browser

MODULES = all_sittings()
OTHERS = [(name, language) for name, module in MODULES.items() for language in module.languages[1:]]
RELOADED = ("circle", "role-model", "text", "moments", "guess", "domain-notes", "choices", "wall", "again")
"""Activities whose screen is opened again once it is filled in."""


@pytest.fixture(scope="module")
def module(request: pytest.FixtureRequest) -> Module:
    return MODULES[request.param]


@pytest.fixture(scope="module")
def address(module: Module, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The module as a site of plain files, a page for each language; returns its address."""
    with served(module, tmp_path_factory.mktemp("session")) as found:
        yield found


@pytest.fixture
def session(chromium: Browser, address: str) -> Iterator[Session]:
    with on_a_phone(chromium, address) as found:
        yield found


each_module = pytest.mark.parametrize("module", MODULES, indirect=True)
each_translation = pytest.mark.parametrize(("module", "language"), OTHERS, indirect=["module"])


@each_module
def test_the_whole_session_by_keyboard_at_360_px(session: Session, address: str, module: Module) -> None:
    then = dict.fromkeys(RELOADED, reload_keeps_everything)
    do_whole_session(session, f"{address}/{module.default_language}.html", module, BY_KEYBOARD, then)


@each_module
def test_no_empty_screen_has_a_barrier(session: Session, address: str, module: Module) -> None:
    assert barriers(session, f"{address}/{module.default_language}.html") == {}
    assert session.complaints == []


@each_translation
def test_no_screen_filled_in_has_a_barrier_in_another_language(
    session: Session, address: str, language: str
) -> None:
    assert barriers_filled_in(session, f"{address}/{language}.html") == {}
    assert session.complaints == []


@each_module
def test_the_page_without_its_scripts_has_no_barrier(session: Session, address: str, module: Module) -> None:
    assert barriers_without_scripts(session, f"{address}/{module.default_language}.html") == []


@each_translation
def test_a_translated_page_without_its_scripts_has_no_barrier(
    session: Session, address: str, language: str
) -> None:
    assert barriers_without_scripts(session, f"{address}/{language}.html") == []
