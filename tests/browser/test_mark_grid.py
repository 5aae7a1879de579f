"""What a learner can do where things are marked in two ways."""

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

MARKED = (
    "type: mark-grid, items: [honest, calm, quick], marks: [them, me], together: [them, me], on-paper: true"
)
WORDS = """\
title: Rolmodel
ask: Wat is bijzonder?
items: {honest: eerlijk, calm: rustig, quick: snel}
about: {calm: Niet gauw druk.}
marks:
  them: {label: Bijzonder aan die persoon, short: die persoon}
  me: {label: Past bij mij, short: ik}
together: Dit hebben jullie allebei
who: Aan wie denk je?"""


@pytest.fixture
def open_grid(tmp_path: Path, publish: Publish, visitor: Visitor) -> Open:
    """Return a function that opens the screen, in rows or in chips, perhaps with an answer given before."""

    def open_screen(value: Any = None, options: str = "who: true") -> Page:
        module = module_with(tmp_path, f"{MARKED}, {options}", WORDS)
        return open_activity(module, publish, visitor, {"asked": value} if value else {})

    return open_screen


def box(page: Page, item: str, mark: str) -> Locator:
    return screen(page).locator(f"[data-item={item}] [data-mark={mark}] input")


def shared(page: Page) -> Locator:
    return screen(page).locator("[data-shared] li")


def test_marks_are_kept_in_the_order_of_the_items(open_grid: Open) -> None:
    page = open_grid()
    box(page, "quick", "them").check()
    box(page, "honest", "them").check()
    page.get_by_label("Aan wie denk je?").fill("Mijn tante")

    assert kept(page) == {"who": "Mijn tante", "them": ["honest", "quick"], "me": []}


def test_a_box_is_called_after_its_item_and_its_mark(open_grid: Open) -> None:
    page = open_grid()

    expect(box(page, "calm", "me")).to_have_accessible_name("rustig ik")


def test_what_has_both_marks_shows_at_once_and_is_said(open_grid: Open) -> None:
    page = open_grid()
    box(page, "calm", "them").check()
    expect(shared(page)).to_have_count(0)
    box(page, "calm", "me").check()

    expect(shared(page)).to_have_text(["rustig"])
    expect(screen(page).locator("[data-status]")).to_have_text("Dit hebben jullie allebei: rustig")
    expect(screen(page).locator("[data-item=calm] [data-both]")).to_be_visible()
    box(page, "calm", "me").uncheck()
    expect(shared(page)).to_have_count(0)


def test_what_was_shared_before_is_shown_and_not_said_again(open_grid: Open) -> None:
    page = open_grid({"who": "", "them": ["calm"], "me": ["calm"]})

    expect(shared(page)).to_have_text(["rustig"])
    expect(screen(page).locator("[data-status]")).to_be_empty()


def test_chips_take_one_mark_at_a_time(open_grid: Open) -> None:
    page = open_grid(options="chips: true")
    box(page, "calm", "them").check()
    expect(box(page, "calm", "me")).to_be_hidden()
    page.get_by_role("button", name="Verder met: Past bij mij").click()

    expect(page.get_by_role("radio", name="Past bij mij")).to_be_focused()
    expect(box(page, "calm", "them")).to_be_hidden()
    box(page, "calm", "me").check()
    expect(shared(page)).to_have_text(["rustig"])
    assert kept(page) == {"who": "", "them": ["calm"], "me": ["calm"]}


def test_a_tap_anywhere_on_a_chip_marks_it(open_grid: Open) -> None:
    page = open_grid(options="chips: true")
    page.get_by_text("snel", exact=True).click(force=True)

    expect(box(page, "quick", "them")).to_be_checked()


def test_a_chip_says_which_other_marks_it_has(open_grid: Open) -> None:
    page = open_grid({"who": "", "them": ["calm"], "me": []}, options="chips: true")
    page.get_by_role("radio", name="Past bij mij").check()

    expect(box(page, "calm", "me")).to_have_accessible_description("die persoon")
    expect(box(page, "quick", "me")).to_have_accessible_description("")


def test_chips_are_one_tab_stop_and_the_arrows_move_inside(open_grid: Open) -> None:
    page = open_grid(options="chips: true")
    Keyboard(page).tab_to(box(page, "honest", "them"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")

    assert kept(page)["them"] == ["calm"]
    expect(page.get_by_role("button", name="Verder met: Past bij mij")).to_be_focused()


def test_hard_words_of_chips_are_explained_below(open_grid: Open) -> None:
    page = open_grid(options="chips: true")
    page.get_by_text("Wat betekenen de moeilijke woorden?").click()

    expect(page.get_by_role("definition")).to_have_text("Niet gauw druk.")


@pytest.mark.parametrize("options", ["who: true", "chips: true"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nobody_is_kept_out(open_grid: Open, options: str, colours: Any) -> None:
    page = open_grid({"who": "Zus", "them": ["calm", "quick"], "me": ["calm"]}, options)
    page.emulate_media(color_scheme=colours)
    page.set_viewport_size({"width": 320, "height": 640})

    assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_on_paper_every_mark_of_a_chip_has_its_box(open_grid: Open) -> None:
    page = open_grid(options="chips: true")
    page.emulate_media(media="print")

    expect(box(page, "calm", "them")).to_be_visible()
    expect(box(page, "calm", "me")).to_be_visible()
