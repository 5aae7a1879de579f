"""What a learner can do with green and red moments."""

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
title: Momenten
ask: Wat geeft en wat kost je energie?
green: {label: Groene momenten, one: Groen moment, text: De tijd vliegt., start: Ik was sterk toen ik …}
red: {label: Rode momenten, one: Rood moment, text: Het duurt lang., start: Ik was leeg toen ik …}
prompts: {glad: 'Wat maakt je blij?'}
pattern: Zie je een patroon?"""


@pytest.fixture
def open_moments(tmp_path: Path, publish: Publish, visitor: Visitor) -> Open:
    """Return a function that opens the screen, perhaps with moments written before."""
    structure = "type: moments, prompts: [glad], most: 3, done: {each: 2}, on-paper: true"
    module = module_with(tmp_path, structure, WORDS)

    def open_screen(value: Any = None) -> Page:
        return open_activity(module, publish, visitor, {"asked": value} if value else {})

    return open_screen


def colour(page: Page, name: str) -> Locator:
    return screen(page).get_by_role("region", name=name)


def test_each_colour_begins_with_as_many_places_as_are_asked(open_moments: Open) -> None:
    page = open_moments()

    expect(colour(page, "Groene momenten").get_by_role("textbox")).to_have_count(2)
    expect(colour(page, "Rode momenten").get_by_role("textbox")).to_have_count(2)


def test_what_is_written_is_kept_by_colour(open_moments: Open) -> None:
    page = open_moments()
    page.get_by_label("Groen moment 2").fill("taart bakte")
    page.get_by_label("Rood moment 1").fill("moest wachten")
    page.get_by_label("Zie je een patroon?").fill("Iets doen.")

    assert kept(page) == {"green": ["", "taart bakte"], "red": ["moest wachten"], "pattern": "Iets doen."}
    expect(colour(page, "Groene momenten").get_by_role("status")).to_have_text("1 van 2")


def test_one_more_moment_takes_its_text_at_once_until_there_are_enough(open_moments: Open) -> None:
    page = open_moments()
    more = colour(page, "Rode momenten").get_by_role("button", name="Nog een moment")
    more.click()
    page.keyboard.type("moest bellen")

    assert kept(page)["red"] == ["", "", "moest bellen"]
    expect(more).to_be_hidden()


def test_all_that_was_written_before_has_its_place(open_moments: Open) -> None:
    page = open_moments({"green": ["a", "b", "c"], "red": [], "pattern": ""})

    expect(page.get_by_label("Groen moment 3")).to_have_value("c")
    expect(colour(page, "Rode momenten").get_by_role("textbox")).to_have_count(2)


def test_by_keyboard_alone(open_moments: Open) -> None:
    page = open_moments()
    keyboard = Keyboard(page)
    keyboard.write(page.get_by_label("Groen moment 1"), "zong")
    keyboard.press(colour(page, "Groene momenten").get_by_role("button", name="Nog een moment"))
    page.keyboard.type("danste")

    assert kept(page)["green"] == ["zong", "", "danste"]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nobody_is_kept_out(open_moments: Open, colours: Any) -> None:
    page = open_moments({"green": ["a", "b"], "red": ["onafgebroken" * 30], "pattern": "c"})
    page.emulate_media(color_scheme=colours)
    page.set_viewport_size({"width": 320, "height": 640})

    assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
