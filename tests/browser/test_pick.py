"""What a learner can do where there is a list to pick from."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import axe
from tests.browser.conftest import Publish, Visitor
from tests.browser.keyboard import Keyboard
from tests.browser.one_activity import kept, module_with, open_activity, screen

pytestmark = pytest.mark.browser

FEELINGS = (
    "type: pick, items: [calm, proud, nervous], pictures: true, own: 1, why: true, done: {picks: 2}, "
    "on-paper: true"
)
WORDS = """\
title: Gevoelens
ask: Kies twee gevoelens.
items:
  calm: {label: "[[rustig|idee]]", picture: Iemand op een bank.}
  proud: {label: trots, text: Op iets kleins.}
  nervous: {label: gespannen}
own: Of iets anders
why: Waarom?"""


@pytest.fixture
def page(tmp_path: Path, publish: Publish, visitor: Visitor) -> Page:
    """The screen of an activity with three feelings, on a small phone."""
    module = module_with(tmp_path, FEELINGS, WORDS, pictures=["calm", "proud", "nervous"])
    return open_activity(module, publish, visitor)


def test_all_that_is_picked_is_kept_in_the_lists_order(page: Page) -> None:
    page.get_by_label("gespannen").check()
    page.get_by_label("rustig").check()

    assert kept(page) == {"picked": ["calm", "nervous"], "own": [], "why": ""}


def test_it_says_how_many_are_enough(page: Page) -> None:
    count = screen(page).locator("[data-count]")
    expect(count).to_have_text("Kies er 2 of meer.")
    page.get_by_label("trots").check()
    expect(count).to_have_text("1 gekozen. 2 is genoeg.")
    page.get_by_label("Of iets anders").fill("moe")
    expect(count).to_have_text("2 gekozen. Dat is genoeg, meer mag altijd.")


def test_by_keyboard_alone(page: Page) -> None:
    keyboard = Keyboard(page)
    keyboard.tab_to(page.get_by_label("trots"))
    page.keyboard.press("Space")
    keyboard.write(page.get_by_label("Of iets anders"), "moe")
    keyboard.write(page.get_by_label("Waarom?"), "Zomaar.")

    assert kept(page) == {"picked": ["proud"], "own": ["moe"], "why": "Zomaar."}


def test_a_reload_brings_everything_back(page: Page) -> None:
    page.get_by_label("trots").check()
    page.get_by_label("Of iets anders").fill("moe")
    page.get_by_label("Waarom?").fill("Zomaar.")
    kept(page)
    page.reload()

    expect(page.get_by_label("trots")).to_be_checked()
    expect(page.get_by_label("rustig")).not_to_be_checked()
    expect(page.get_by_label("Of iets anders")).to_have_value("moe")
    expect(page.get_by_label("Waarom?")).to_have_value("Zomaar.")


def test_a_hard_word_opens_its_meaning_and_ticks_nothing(page: Page) -> None:
    screen(page).locator(".term").click()

    expect(page.locator(".term-card")).to_contain_text("Wat je denkt.")
    expect(page.get_by_label("rustig")).not_to_be_checked()


def test_a_tap_on_a_picture_picks_it_and_two_stand_beside_each_other(page: Page) -> None:
    pictures = screen(page).locator(".pick-picture")
    pictures.nth(1).click()

    expect(page.get_by_label("trots")).to_be_checked()
    first, second = (pictures.nth(number).bounding_box() for number in (0, 1))
    assert first is not None
    assert second is not None
    assert first["y"] == second["y"]


def test_no_barrier_at_320_px_in_light_or_dark_or_filled_in(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(reduced_motion="reduce")  # a colour on its way has no contrast of its own
    page.get_by_label("trots").check()
    page.get_by_label("Of iets anders").fill("onafgebroken" * 30)
    found = axe.violations(page)
    page.emulate_media(color_scheme="dark")

    assert found + axe.violations(page, "color-contrast") == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
