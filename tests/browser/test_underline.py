"""What a learner can do with a text to underline words in."""

import re
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

WORDS = """\
title: Lees
ask: Tik op twee woorden.
text: |-
  Energie krijg je van wat je graag doet.

  Wat je graag doet, gaat vlot."""


@pytest.fixture
def open_text(tmp_path: Path, publish: Publish, visitor: Visitor) -> Open:
    """Return a function that opens the screen, perhaps with words underlined before."""
    module = module_with(tmp_path, "type: underline, done: {words: 2}, on-paper: true", WORDS)

    def open_screen(value: Any = None) -> Page:
        return open_activity(module, publish, visitor, {"asked": value} if value else {})

    return open_screen


def word(page: Page, text: str) -> Locator:
    return screen(page).locator("[data-text]").get_by_role("button", name=text, exact=True)


def test_tapped_words_are_kept_in_the_order_of_the_text(open_text: Open) -> None:
    page = open_text()
    word(page, "vlot").click()
    word(page, "Energie").click()

    assert kept(page) == ["Energie", "vlot"]
    expect(screen(page).locator("[data-count]")).to_have_text("2 onderstreept. Meer mag altijd.")


def test_a_word_tapped_again_is_no_longer_underlined(open_text: Open) -> None:
    page = open_text(["Energie", "vlot"])
    word(page, "vlot").click()

    assert kept(page) == ["Energie"]
    expect(word(page, "vlot")).to_have_attribute("aria-pressed", "false")


def test_only_the_tapped_one_of_two_equal_words_is_underlined(open_text: Open) -> None:
    page = open_text()
    word(page, "graag").last.click()

    assert kept(page) == ["graag#2"]
    expect(word(page, "graag").first).to_have_attribute("aria-pressed", "false")
    expect(screen(page).get_by_role("list", name="Wat je onderstreepte")).to_contain_text("graag")


def test_a_word_of_another_version_of_the_text_stays_until_it_is_taken_away(open_text: Open) -> None:
    page = open_text(["talent", "vlot"])
    word(page, "Energie").click()
    assert kept(page) == ["Energie", "vlot", "talent"]
    page.get_by_role("button", name=re.compile("Haal .talent. weg")).click()

    assert kept(page) == ["Energie", "vlot"]
    expect(page.get_by_role("button", name=re.compile("Haal .vlot. weg"))).to_be_focused()


def test_the_text_is_one_tab_stop_and_the_arrows_move_inside(open_text: Open) -> None:
    page = open_text()
    Keyboard(page).tab_to(word(page, "Energie"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.press("Space")

    assert kept(page) == ["krijg", "vlot"]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nobody_is_kept_out(open_text: Open, colours: Any) -> None:
    page = open_text(["Energie", "graag#2"])
    page.emulate_media(color_scheme=colours)
    page.set_viewport_size({"width": 320, "height": 640})

    assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_on_paper_the_text_is_there_to_read(open_text: Open) -> None:
    page = open_text()
    page.emulate_media(media="print")

    expect(word(page, "Energie")).to_be_visible()
