"""What a learner can do with the activity types of civic reflection: by touch, by keyboard, on paper."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import axe
from tests.browser.conftest import Publish, Visitor
from tests.browser.keyboard import Keyboard
from tests.browser.one_activity import kept, module_with, open_activity, screen
from tests.civic_samples import SAMPLES

pytestmark = pytest.mark.browser

Open = Callable[..., Page]

TOO_SMALL = """() => [...document.querySelectorAll(
    '.is-now .inputs :is(button, select, textarea, summary, .choice, input:not([type=radio], [type=checkbox]))')]
  .filter(found => found.checkVisibility())
  .filter(found => Math.min(found.getBoundingClientRect().width, found.getBoundingClientRect().height) < 44)
  .map(found => found.outerHTML.slice(0, 90))"""


@pytest.fixture
def open_sample(tmp_path: Path, publish: Publish, visitor: Visitor) -> Open:
    """Return a function that opens the sample of a type, empty or with a value."""

    def open_screen(name: str, value: Any = None) -> Page:
        module = module_with(tmp_path, SAMPLES[name].structure, SAMPLES[name].words)
        return open_activity(module, publish, visitor, {"asked": value} if value is not None else None)

    return open_screen


@pytest.mark.parametrize("name", SAMPLES)
def test_no_barrier_at_320_px_in_light_or_dark_and_nothing_to_tap_is_small(
    name: str, open_sample: Open
) -> None:
    page = open_sample(name, SAMPLES[name].value)
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(reduced_motion="reduce")
    found = axe.violations(page)
    page.emulate_media(color_scheme="dark")

    assert found + axe.violations(page, "color-contrast") == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(TOO_SMALL) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_it_stands_in_a_page_that_reads_from_right_to_left(name: str, open_sample: Open) -> None:
    page = open_sample(name, SAMPLES[name].value)
    page.evaluate("document.documentElement.dir = 'rtl'")

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


# stakeholder-map


def test_a_person_comes_on_the_map_by_keyboard_alone(open_sample: Open) -> None:
    page = open_sample("stakeholder-map")
    keyboard = Keyboard(page)
    expect(screen(page).locator("[data-count]")).to_have_text("0 van 3 op je lijst.")
    keyboard.write(screen(page).get_by_label("Wie?").first, "de stad")
    keyboard.choose(screen(page).get_by_label("heeft er baat bij").first)
    keyboard.choose(screen(page).get_by_label("heel dicht").first)
    keyboard.tab_to(screen(page).get_by_role("checkbox", name="Wordt vergeten"))
    page.keyboard.press("Space")
    keyboard.press(screen(page).get_by_role("button", name="Nog iemand"))
    page.keyboard.type("de buren")

    expect(screen(page).locator("[data-stage] .stakes-person")).to_have_count(1)
    assert kept(page) == [
        {"name": "de stad", "role": "decides", "ring": "middle", "forgotten": True},
        {"name": "de buren"},
    ]


def test_somebody_taken_away_can_be_put_back(open_sample: Open) -> None:
    value = SAMPLES["stakeholder-map"].value
    page = open_sample("stakeholder-map", value)
    screen(page).get_by_role("button", name="Haal weg").nth(1).click()
    assert kept(page) == [value[0], *value[2:]]
    expect(screen(page).get_by_label("Wie?").nth(1)).to_have_value("Stad Hasselt, dienst mobiliteit")
    expect(screen(page).get_by_role("button", name="Zet terug")).to_be_focused()
    page.keyboard.press("Enter")

    expect(screen(page).get_by_label("Wie?").nth(1)).to_have_value("Ouders")
    page.wait_for_timeout(900)  # longer than the pause before saving
    assert kept(page) == value


def test_the_map_says_one_thing_that_is_still_to_do(open_sample: Open) -> None:
    page = open_sample("stakeholder-map", [{"name": "a"}, {"name": "b"}, {"name": "c"}])
    said = screen(page).locator("[data-count]")
    expect(said).to_have_text("Wie wordt hier vergeten of niet gehoord? Duid dat aan.")
    screen(page).get_by_role("checkbox").first.check()
    expect(said).to_have_text("3 staan nog niet op de kaart. Kies hoe dichtbij.")
