"""What a learner can do where two sides belong together."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import axe
from tests.browser.conftest import Publish, Visitor
from tests.browser.keyboard import Keyboard
from tests.browser.one_activity import kept, module_with, open_activity, screen

pytestmark = pytest.mark.browser

Open = Callable[..., Page]

WHO_DOES_WHAT = (
    "type: match, choices: [language, first], pairs: {coach: first, tutor: language}, pictures: true"
)
WORDS = """\
title: Wie doet wat?
ask: Wat hoort bij wie?
pairs:
  coach: {label: Studentencoach, hint: Daar begin je., why: De coach kent jou., picture: Iemand wuift.}
  tutor: {label: Taalcoach, text: Voor teksten., hint: De naam zegt veel., why: Taal leer je samen.}
choices: {language: taal, first: eerste hulp}"""


@pytest.fixture
def open_match(tmp_path: Path, publish: Publish, visitor: Visitor) -> Open:
    """Return a function that opens the screen, perhaps with an answer given before."""
    module = module_with(tmp_path, WHO_DOES_WHAT, WORDS, pictures=["coach", "tutor"])

    def open_screen(value: Any = None) -> Page:
        return open_activity(module, publish, visitor, {"asked": value} if value else {})

    return open_screen


def card(page: Page, name: str) -> Locator:
    return screen(page).locator(f"[data-name={name}]")


def look(page: Page) -> None:
    screen(page).get_by_role("button", name="Kijk na").click()


def test_a_choice_is_kept_at_once_and_said_nothing_about(open_match: Open) -> None:
    page = open_match()
    page.get_by_label("Studentencoach").select_option("eerste hulp")

    assert kept(page) == {"coach": "first"}
    expect(card(page, "coach").locator("[data-said]")).to_have_text("")


def test_looking_says_in_words_what_fits_and_gives_a_hint_for_the_rest(open_match: Open) -> None:
    page = open_match({"coach": "first", "tutor": "first"})
    look(page)

    expect(card(page, "coach")).to_contain_text("Dat klopt. De coach kent jou.")
    expect(card(page, "tutor")).to_contain_text("Nog niet. De naam zegt veel.")
    expect(screen(page).get_by_role("status")).to_have_text(
        "1 van 2 passen. Bij de rest staat een tip, probeer gerust opnieuw."
    )


def test_another_choice_takes_back_what_was_said_of_the_one_before(open_match: Open) -> None:
    page = open_match({"coach": "language"})
    look(page)
    page.get_by_label("Studentencoach").select_option("eerste hulp")

    expect(card(page, "coach").locator("[data-said]")).to_have_text("")


def test_nothing_is_said_of_what_was_not_chosen_yet(open_match: Open) -> None:
    page = open_match({"coach": "first"})
    look(page)

    expect(card(page, "tutor").locator("[data-said]")).to_have_text("")
    expect(screen(page).get_by_role("status")).to_contain_text("Kies ook bij de rest iets")


def test_whoever_is_stuck_twice_can_see_what_belongs_there(open_match: Open) -> None:
    page = open_match({"coach": "first", "tutor": "first"})
    tell = card(page, "tutor").get_by_role("button", name="Toon wat erbij hoort")
    look(page)
    expect(tell).to_be_hidden()
    look(page)
    tell.click()

    expect(page.get_by_label("Taalcoach")).to_be_focused()
    expect(card(page, "tutor")).to_contain_text("Hier hoort het bij. Taal leer je samen.")
    assert kept(page) == {"coach": "first", "tutor": "language"}


def test_by_keyboard_alone(open_match: Open) -> None:
    page = open_match()
    keyboard = Keyboard(page)
    keyboard.tab_to(page.get_by_label("Studentencoach"))
    page.keyboard.type("eerste")
    keyboard.tab_to(page.get_by_label("Taalcoach"))
    page.keyboard.press("ArrowDown")
    keyboard.press(screen(page).get_by_role("button", name="Kijk na"))

    expect(screen(page).get_by_role("status")).to_have_text("Alles past.")
    assert kept(page) == {"coach": "first", "tutor": "language"}


def test_no_barrier_at_320_px_in_light_or_dark(open_match: Open) -> None:
    page = open_match({"coach": "first", "tutor": "first"})
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(reduced_motion="reduce")
    look(page)
    look(page)
    found = axe.violations(page)
    page.emulate_media(color_scheme="dark")

    assert found + axe.violations(page, "color-contrast") == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_on_paper_the_choices_have_letters_to_write_down(open_match: Open) -> None:
    page = open_match()
    page.emulate_media(media="print")

    expect(screen(page).get_by_role("list", name="Waaruit je kiest")).to_be_visible()
    expect(screen(page).get_by_role("button", name="Kijk na")).to_be_hidden()
