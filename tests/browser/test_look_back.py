"""Looking back: what a learner wrote before comes back on the screen that asks on about it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from modules.kit.loader import load_module
from modules.kit.module import Module
from tests.axe import violations
from tests.browser.conftest import Publish, Visitor
from tests.later_module import make_later_module

pytestmark = pytest.mark.browser

Open = Callable[..., Page]

CARRIED = {
    "identity/past-words": {
        "module": "Wie ben jij?",
        "title": "Vijf woorden",
        "lines": [{"label": "", "text": "koppig · zacht <b>"}],
        "value": ["koppig", "zacht <b>"],
    }
}


@pytest.fixture
def module(tmp_path: Path) -> Module:
    """A module whose second step looks back at its first, and at another module."""
    return load_module(make_later_module(tmp_path))


@pytest.fixture
def open_look(module: Module, publish: Publish, visitor: Visitor) -> Open:
    """Return a function that opens the screen that looks back."""

    def open_screen(carried: dict[str, Any] | None = None, **values: Any) -> Page:
        answers = {
            name: {"value": value, "how": "screen", "audience": "learner", "revision": 1}
            for name, value in values.items()
        }
        state = json.dumps(
            {"answers": answers, "position": "look", "finished": False, "carried": carried or {}}
        )
        visitor.context.add_init_script(
            f"origin === 'null' || (localStorage['wegwijs.preview.practice'] ??= {json.dumps(state)})"
        )
        page = visitor.visit(publish(module))
        page.get_by_role("button", name="Ga verder waar je was").click()
        expect(page.locator(".is-now")).to_have_attribute("data-screen", "look")
        return page

    return open_screen


def test_an_answer_of_an_earlier_module_comes_back_with_where_it_is_from(open_look: Open) -> None:
    page = open_look(CARRIED)
    card = page.get_by_role("region", name="Vijf woorden")

    expect(card).to_contain_text("Wie ben jij?")
    expect(card).to_contain_text("koppig · zacht <b>")
    expect(page.get_by_text("Je hebt hier nog niets.")).to_be_hidden()


def test_an_answer_of_the_same_module_comes_back_as_it_now_is(open_look: Open) -> None:
    page = open_look(thought="Denken aan later")
    expect(page.get_by_role("region", name="Gedachte")).to_contain_text("Denken aan later")

    for _ in range(4):
        page.get_by_role("button", name="Terug", exact=True).click()
    page.locator(".is-now textarea").fill("Nog eens gedacht")
    for _ in range(4):
        page.get_by_role("button", name="Verder").click()

    expect(page.get_by_role("region", name="Gedachte")).to_contain_text("Nog eens gedacht")


def test_with_nothing_to_look_back_at_it_says_so_and_works(open_look: Open) -> None:
    page = open_look()

    expect(page.get_by_text("Je hebt hier nog niets. Denk zelf terug.")).to_be_visible()
    expect(page.locator(".is-now").get_by_role("region")).to_have_count(0)
    page.get_by_label("Wat klopt nog?").fill("Koppig")
    expect(page.locator("[data-part=saved]")).to_contain_text("Bewaard om")
    state = json.loads(page.evaluate("localStorage['wegwijs.preview.practice']"))
    assert state["answers"]["look"]["value"] == {"still": "Koppig"}


@pytest.mark.parametrize("shades", ["light", "dark"])
def test_looking_back_has_nothing_that_axe_finds(open_look: Open, shades: Any) -> None:
    page = open_look(CARRIED, thought="Denken aan later")
    page.emulate_media(color_scheme=shades, reduced_motion="reduce")

    assert violations(page) == []


def test_looking_back_fits_a_small_phone(open_look: Open) -> None:
    long = {
        "identity/past-words": {**CARRIED["identity/past-words"], "lines": [{"label": "", "text": "a" * 300}]}
    }
    page = open_look(long)
    page.set_viewport_size({"width": 320, "height": 640})

    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
