"""Short pages to read: one open at a time, and what was opened is kept."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import axe
from tests.browser.conftest import Publish, Visitor
from tests.browser.one_activity import kept, module_with, open_activity, screen

pytestmark = pytest.mark.browser

STRUCTURE = "type: pages, pages: [sport, food, transport], done: {pages: 2}"
WORDS = """\
title: Flyers
ask: Open er twee.
link: {label: De test, url: "https://example.org/test", purpose: Je ziet wat je boeit.}
pages:
  sport:
    title: Sporten
    text: Met een [[graduaat]] mag je ook sporten.
    facts: [Twee tafels, Eén zaal]
    link: {label: De sportdienst, url: "https://example.org/sport", purpose: Je schrijft je in.}
    when: "2026-03-01"
    checked-on: "2026-09-01"
    source: een bezoek
  food: {title: Eten, text: Een lunch kost weinig.}
  transport: {title: Vervoer, text: Er rijden bussen.}
"""


@pytest.fixture
def page(tmp_path: Path, publish: Publish, visitor: Visitor) -> Page:
    return open_activity(module_with(tmp_path, STRUCTURE, WORDS), publish, visitor)


def toggle(page: Page, title: str) -> Locator:
    return screen(page).get_by_role("button", name=title)


def test_pages_begin_closed(page: Page) -> None:
    expect(toggle(page, "Sporten")).to_have_attribute("aria-expanded", "false")
    expect(screen(page).get_by_text("Twee tafels")).to_be_hidden()


def test_opening_one_closes_the_other_and_both_are_kept_as_opened(page: Page) -> None:
    toggle(page, "Eten").click()
    toggle(page, "Sporten").click()

    expect(screen(page).get_by_text("Twee tafels")).to_be_visible()
    expect(screen(page).get_by_text("Een lunch kost weinig.")).to_be_hidden()
    expect(screen(page).get_by_role("status")).to_have_text("2 van 3 geopend")
    assert kept(page) == ["sport", "food"]


def test_a_closed_page_stays_read(page: Page) -> None:
    toggle(page, "Eten").click()
    toggle(page, "Eten").click()

    expect(toggle(page, "Eten gelezen")).to_have_attribute("aria-expanded", "false")
    assert kept(page) == ["food"]


def test_what_was_opened_before_is_marked_and_closed(
    tmp_path: Path, publish: Publish, visitor: Visitor
) -> None:
    module = module_with(tmp_path, STRUCTURE, WORDS)
    page = open_activity(module, publish, visitor, {"asked": ["food", "gone"]})

    expect(toggle(page, "Eten gelezen")).to_have_attribute("aria-expanded", "false")
    expect(screen(page).get_by_role("status")).to_have_text("1 van 3 geopend")


def test_pages_are_turned_by_keyboard(page: Page) -> None:
    toggle(page, "Sporten").focus()
    page.keyboard.press("Enter")
    expect(screen(page).get_by_role("link", name="De sportdienst")).to_be_visible()
    page.keyboard.press("Space")

    expect(screen(page).get_by_role("link", name="De sportdienst")).to_be_hidden()


def test_a_page_opened_lower_down_stays_under_the_finger(page: Page) -> None:
    toggle(page, "Sporten").click()
    toggle(page, "Vervoer").scroll_into_view_if_needed()
    before = toggle(page, "Vervoer").evaluate("button => button.getBoundingClientRect().top")
    toggle(page, "Vervoer").click()

    assert abs(toggle(page, "Vervoer").evaluate("button => button.getBoundingClientRect().top") - before) < 2


def test_a_hard_word_opens_its_meaning_and_not_the_page_after_it(page: Page) -> None:
    toggle(page, "Sporten").click()
    screen(page).locator(".term").click()

    expect(page.locator(".term-card")).to_contain_text("Een praktische opleiding")
    expect(toggle(page, "Sporten")).to_have_attribute("aria-expanded", "true")


def test_a_link_says_that_it_leaves(page: Page) -> None:
    link = screen(page).get_by_role("link", name="De test")

    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_accessible_description(
        "Je ziet wat je boeit. Opent in een nieuw venster. Je verlaat deze pagina."
    )


def test_a_page_says_its_day_when_it_was_checked_and_by_what(page: Page) -> None:
    toggle(page, "Sporten").click()

    expect(screen(page).get_by_text("1 maart 2026")).to_be_visible()
    expect(screen(page)).to_contain_text(re.compile(r"Nagekeken op 1 september 2026\.\s+Bron: een bezoek"))


def test_on_paper_every_page_stands_open_with_its_address(page: Page) -> None:
    page.emulate_media(media="print")

    for text in ("Twee tafels", "Een lunch kost weinig.", "Er rijden bussen.", "https://example.org/sport"):
        expect(screen(page).get_by_text(text)).to_be_visible()


def test_without_script_every_page_stands_open(tmp_path: Path, publish: Publish, visitor: Visitor) -> None:
    address = publish(module_with(tmp_path, STRUCTURE, WORDS))
    browser = visitor.context.browser
    assert browser is not None
    with browser.new_context(java_script_enabled=False) as context:
        plain = context.new_page()
        plain.goto(address)
        expect(plain.get_by_text("Twee tafels")).to_be_visible()
        expect(plain.get_by_role("button", name="Sporten")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (360, "dark"), (1280, "light")])
def test_pages_are_for_everyone(page: Page, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    toggle(page, "Sporten").click()

    assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
