"""Session 2 as a learner does it, by keyboard alone on a narrow phone; and every screen audited."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from modules.kit.module import Module
from modules.kit.registry import load_registry
from tests.browser.whole_session import (
    Session,
    barriers,
    barriers_without_scripts,
    choose_everywhere,
    do_whole_session,
    on_a_phone,
    reload_keeps_everything,
    served,
    tap_some,
    write_everywhere,
)

pytestmark = pytest.mark.browser

LANGUAGES = ("nl", "en")


@pytest.fixture(scope="module")
def module() -> Module:
    return load_registry().modules["talents"]


@pytest.fixture(scope="module")
def site(module: Module, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The session as a site of plain files; returns its address."""
    with served(module, tmp_path_factory.mktemp("session")) as address:
        yield address


@pytest.fixture
def session(chromium: Browser, site: str) -> Iterator[Session]:
    with on_a_phone(chromium, site) as found:
        yield found


def tell(session: Session) -> None:
    session.keyboard.write(session.inputs.locator("textarea"), "Wie luistert heeft al een talent")


def mark(session: Session) -> None:
    """Mark some items; where one mark is set at a time, the same items with the next mark."""
    write_everywhere(session)
    tap_some(session, ".grid-mark:visible input", 6)
    onward = session.inputs.locator("[data-onward] button")
    if onward.count():
        session.keyboard.press(onward)
        tap_some(session, ".grid-mark:visible input", 6)
    expect(session.inputs.locator("[data-shared] li")).not_to_have_count(0)


def underline(session: Session) -> None:
    tap_some(session, "[data-text] button", 3)


def choose_three(session: Session) -> None:
    tap_some(session, "[data-table] input:visible", 3)
    choose_everywhere(session)
    write_everywhere(session)


def rate(session: Session) -> None:
    """Say one number for each talent; the groups open one after the other."""
    for group in session.inputs.locator("details").all():
        if group.get_attribute("open") is None:
            session.keyboard.press(group.locator("summary"))
        for talent in group.locator("fieldset").all():
            session.keyboard.choose(talent.locator("input").first)


def place_on_the_body(session: Session) -> None:
    field = session.inputs.locator("[data-own] input")
    if field.is_visible():
        session.keyboard.write(field, "luisteren")
    session.keyboard.press(session.inputs.locator("[data-put]:visible").first)


FILL = {
    "short-text": tell,
    "mark-grid": mark,
    "underline": underline,
    "rate": rate,
    "top-of": choose_three,
    "body-map": place_on_the_body,
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_session_by_keyboard_at_360_px(
    session: Session, site: str, module: Module, language: str
) -> None:
    then = dict.fromkeys(("role-model", "text", "moments"), reload_keeps_everything)
    do_whole_session(session, f"{site}/{language}.html", module, FILL, then)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_has_a_barrier_in_light_or_dark(session: Session, site: str, language: str) -> None:
    assert barriers(session, f"{site}/{language}.html") == {}
    assert session.complaints == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_without_its_scripts_has_no_barrier(session: Session, site: str, language: str) -> None:
    assert barriers_without_scripts(session, f"{site}/{language}.html") == []
