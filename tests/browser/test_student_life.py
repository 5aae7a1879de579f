"""Session 4 as a learner does it: feelings, questions, people, a campus; and every screen audited."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from modules.kit.module import Module
from modules.kit.registry import load_registry
from tests.browser.whole_session import (
    Session,
    barriers,
    barriers_without_scripts,
    do_whole_session,
    fill_in,
    on_a_phone,
    open_all,
    reload_keeps_everything,
    served,
    tap_some,
    write_everywhere,
)

pytestmark = pytest.mark.browser

LANGUAGES = ("nl", "en")
WHO_DOES_WHAT = ("first-contact", "path-advice", "study-skills", "language", "listening", "new-choice")


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


def pick(session: Session) -> None:
    tap_some(session, "input[type=checkbox]", 3)
    write_everywhere(session)


def ask(session: Session) -> None:
    """Take an example over on each board, write a question as well, and answer the first."""
    open_all(session)
    boards = session.inputs.locator("[data-theme]")
    for number in range(boards.count()):
        session.keyboard.press(boards.nth(number).locator("[data-take]").first)
    session.keyboard.press(boards.first.locator("[data-add]"))
    session.page.keyboard.type("Mag ik iets vragen?")
    session.keyboard.choose(boards.first.get_by_role("radio").first)
    write_everywhere(session)


def match(session: Session) -> None:
    """Type the beginning of each choice, as a list to choose from lets one do, and look."""
    lists = session.inputs.locator("select")
    for number in range(lists.count()):
        choice = lists.nth(number)
        name = choice.evaluate("list => list.closest('[data-name]').dataset.name")
        right = name if lists.count() == 5 else WHO_DOES_WHAT[number]
        words = choice.locator(f"option[value={right}]").inner_text()
        session.keyboard.tab_to(choice)
        session.page.keyboard.type(words[:8])
    session.keyboard.press(session.inputs.locator("[data-look] button"))
    expect(session.inputs.locator(".is-answered")).to_have_count(lists.count())


def plan(session: Session) -> None:
    tap_some(session, "input[type=checkbox]", 1)
    session.keyboard.tab_to(session.inputs.locator("[data-item=talk] input[type=checkbox]"))
    session.page.keyboard.press("Space")
    write_everywhere(session)


FILL = {"pick": pick, "question-wall": ask, "match": match, "next-steps": plan, "look-back": fill_in}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_session_by_keyboard_at_360_px(
    session: Session, address: str, module: Module, language: str
) -> None:
    then = dict.fromkeys(("feelings", "wall", "who-does-what", "next-steps"), reload_keeps_everything)
    do_whole_session(session, f"{address}/{language}.html", module, FILL, then)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_has_a_barrier_in_light_or_dark(session: Session, address: str, language: str) -> None:
    assert barriers(session, f"{address}/{language}.html") == {}
    assert session.complaints == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_without_its_scripts_has_no_barrier(session: Session, address: str, language: str) -> None:
    assert barriers_without_scripts(session, f"{address}/{language}.html") == []


def test_a_video_elsewhere_says_so_and_the_cards_tell_the_same(session: Session, address: str) -> None:
    session.open(f"{address}/nl.html")
    while session.name != "services":
        session.way_on.click()
    link = session.screen.get_by_role("link", name="Bekijk de video over hulp bij UCLL")

    expect(link).to_have_attribute("target", "_blank")
    expect(session.screen.locator("[data-page]")).to_have_count(6)
    assert session.outside == []
