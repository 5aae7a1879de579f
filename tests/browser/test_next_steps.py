"""What a learner can do where there are next steps to plan."""

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

STEPS = 'type: next-steps, items: [open-day, class, talk], days: {open-day: "2999-03-20"}'
WORDS = """\
title: Wat nu?
ask: Wat ga je doen?
items:
  open-day:
    label: Naar een infodag
    text: Je mag iemand meenemen.
    link: {label: Alle infodagen, url: "https://example.org/", purpose: Hier schrijf je je in.}
  class: {label: Een les volgen}
  talk: {label: Met iemand praten}
when: Wanneer?"""


@pytest.fixture
def open_steps(tmp_path: Path, publish: Publish, visitor: Visitor) -> Open:
    """Return a function that opens the screen, perhaps with days that a facilitator set."""
    module = module_with(tmp_path, STEPS, WORDS)

    def open_screen(value: Any = None, **dates: str) -> Page:
        days = {name.replace("_", "-"): day for name, day in dates.items()}
        return open_activity(module, publish, visitor, {"asked": value} if value else {}, dates=days)

    return open_screen


def when(page: Page, item: str) -> Locator:
    return screen(page).locator(f"[data-item={item}]").get_by_label("Wanneer?")


def test_a_ticked_step_is_kept_with_ones_own_note_of_when(open_steps: Open) -> None:
    page = open_steps()
    page.get_by_label("Met iemand praten").check()
    when(page, "talk").fill("zaterdag")

    assert kept(page) == {"planned": ["talk"], "when": {"talk": "zaterdag"}}


def test_a_step_whose_day_is_known_shows_it_and_asks_for_none(open_steps: Open) -> None:
    page = open_steps()
    page.get_by_label("Naar een infodag").check()

    expect(screen(page)).to_contain_text("Op woensdag 20 maart 2999")
    expect(when(page, "open-day")).to_be_hidden()


def test_a_day_that_a_facilitator_set_comes_first(open_steps: Open) -> None:
    page = open_steps(open_day="2998-01-05", talk="2998-01-06")

    expect(screen(page)).to_contain_text("Op vrijdag 5 januari 2998")
    expect(screen(page)).to_contain_text("Op zaterdag 6 januari 2998")
    expect(screen(page)).not_to_contain_text("2999")


def test_a_day_that_is_past_says_so(open_steps: Open) -> None:
    expect(screen(open_steps(talk="2020-02-29"))).to_contain_text("Dit was op zaterdag 29 februari 2020.")


def test_a_note_stays_in_sight_when_a_day_is_set_later(open_steps: Open) -> None:
    page = open_steps({"planned": ["talk"], "when": {"talk": "zaterdag"}}, talk="2998-01-06")

    expect(when(page, "talk")).to_have_value("zaterdag")
    expect(when(page, "talk")).to_be_visible()


def test_where_to_read_more_comes_with_the_tick(open_steps: Open) -> None:
    page = open_steps()
    more = screen(page).get_by_role("link", name="Alle infodagen")
    expect(more).to_be_hidden()
    page.get_by_label("Naar een infodag").check()

    expect(more).to_be_visible()


def test_by_keyboard_alone(open_steps: Open) -> None:
    page = open_steps()
    keyboard = Keyboard(page)
    keyboard.tab_to(page.get_by_label("Een les volgen"))
    page.keyboard.press("Space")
    keyboard.write(when(page, "class"), "in mei")

    assert kept(page) == {"planned": ["class"], "when": {"class": "in mei"}}


def test_no_barrier_at_320_px_in_light_or_dark(open_steps: Open) -> None:
    page = open_steps({"planned": ["open-day", "talk"], "when": {"talk": "onafgebroken" * 30}})
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(reduced_motion="reduce")
    found = axe.violations(page)
    page.emulate_media(color_scheme="dark")

    assert found + axe.violations(page, "color-contrast") == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
