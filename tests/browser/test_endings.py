"""What the end of a session says: true to what was done, and a booklet worth keeping."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from modules.kit.module import Module
from modules.kit.registry import load_registry
from tests.browser.conftest import Publish, Visitor
from tests.browser.walking import go, go_to_end

pytestmark = pytest.mark.browser


def end_with_one_answer(page: Page) -> None:
    go(page, "thought")
    page.get_by_role("textbox").fill("twee woorden")
    go_to_end(page)


def test_nobody_is_thanked_before_the_finish(module: Module, publish: Publish, visitor: Visitor) -> None:
    page = visitor.visit(publish(module))
    end_with_one_answer(page)
    expect(page.locator("#end .heading")).to_have_text("Wil je afronden?")
    expect(page.locator(".end-words .prose")).to_be_hidden()


def test_the_farewell_comes_after_the_finish(module: Module, publish: Publish, visitor: Visitor) -> None:
    page = visitor.visit(publish(module))
    end_with_one_answer(page)
    page.get_by_role("button", name="Ik ben klaar").click()
    expect(page.locator("#end .heading")).to_have_text("Goed gedaan")
    expect(page.locator(".end-words .prose")).to_be_visible()
    expect(page.locator("[data-part=grade]")).to_have_text("Je bent klaar met deze sessie.")


def test_who_is_finished_is_not_asked_again(module: Module, publish: Publish, visitor: Visitor) -> None:
    page = visitor.visit(publish(module))
    end_with_one_answer(page)
    page.locator("[data-action=finish]").click()
    expect(page.locator("[data-action=finish]")).to_be_hidden()


def test_nothing_done_can_not_be_finished(module: Module, publish: Publish, visitor: Visitor) -> None:
    page = visitor.visit(publish(module))
    go_to_end(page)
    page.get_by_role("button", name="Ik ben klaar").click()
    expect(page.locator("[data-part=grade]")).to_have_text("Doe eerst één opdracht, dan kan je afronden.")
    expect(page.locator("#end .heading")).to_have_text("Wil je afronden?")


def test_after_the_finish_the_focus_is_on_the_farewell(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    page = visitor.visit(publish(module))
    end_with_one_answer(page)
    page.get_by_role("button", name="Ik ben klaar").press("Enter")
    expect(page.locator("#end .heading")).to_be_focused()


def in_the_circle(page: Page) -> None:
    page.locator(".road a").nth(2).click()
    page.get_by_role("button", name="Verder").click()
    page.locator(".is-now input[type=text]").first.fill("zwemmen")
    go_to_end(page)


def test_the_booklet_holds_the_drawing_of_the_circle(publish: Publish, visitor: Visitor) -> None:
    page = visitor.visit(publish(load_registry().modules["identity"]))
    in_the_circle(page)
    bubbles = page.locator(".booklet .circle-bubble")
    expect(bubbles.nth(0)).to_be_visible()
    expect(bubbles.nth(1)).to_be_hidden()
    expect(page.locator(".booklet .drawing")).to_contain_text("zwemmen")


def test_the_kept_booklet_has_the_colours_of_the_drawing(publish: Publish, visitor: Visitor) -> None:
    page = visitor.visit(publish(load_registry().modules["identity"]))
    in_the_circle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Bewaar als bestand").click()
    file = Path(download.value.path()).read_text(encoding="utf-8")
    disc = re.search(r'<circle class="circle-disc"[^>]*fill="([^"]+)"', file)
    assert disc
    assert disc[1] not in {"none", "rgb(0, 0, 0)"}


def test_dates_are_written_as_the_reader_writes_them(
    module: Module, publish: Publish, chromium: Browser
) -> None:
    with chromium.new_context(locale="en-GB") as context:
        page = Visitor(context).visit(publish(module).replace(".nl.", ".en."))
        page.locator(".road a").last.click()
        expect(page.locator(".booklet header")).to_contain_text(re.compile(r"Made on \d+ \w+ \d{4}"))
