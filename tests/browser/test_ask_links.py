"""Asking others by a link: two people with two browsers, and a learner who sees what comes of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Locator, Page, expect

from modules.kit.registry import Registry
from tests.axe import violations
from tests.browser.conftest import Publish, Visitor
from tests.browser.tool_server import served
from tests.browser.walking import saved
from tests.lti_browser import HOST, Browser
from tests.lti_browser import Page as Launched

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}


@dataclass
class Asking:
    """A learner on the screen where three people are asked, each on a card of their own."""

    page: Page
    launched: Launched
    address: str

    def card(self, number: int) -> Locator:
        return self.page.locator(".is-now [data-person]").nth(number - 1)

    def link(self, number: int = 1) -> str:
        """Make a link for the person on a card, and return it as this machine reaches it."""
        self.card(number).get_by_role("button", name="Stuur een link").click()
        field = self.card(number).get_by_label("Je link")
        expect(field).to_be_visible()
        return field.input_value().replace(HOST, self.address)


@pytest.fixture
def asking(app: Flask, browser: Browser, visitor: Visitor) -> Iterator[Asking]:
    launched = browser.open()
    launched.call("PATCH", "/attempt", {"answers": {}, "position": "dear-ones"})
    with served(app) as address:
        page = visitor.visit(f"{address}{launched.path}#{launched.token}")
        page.get_by_role("button", name="Ga verder waar je was").click()
        yield Asking(page, launched, address)


@pytest.fixture
def aunt(chromium: Chromium) -> Iterator[BrowserContext]:
    """Somebody else's phone, which runs no script at all."""
    with chromium.new_context(viewport=PHONE, locale="nl-BE", java_script_enabled=False) as context:
        context.set_default_timeout(8000)
        yield context


def reply(phone: BrowserContext, link: str, text: str = "Rustig en koppig") -> Page:
    page = phone.new_page()
    page.goto(link)
    page.get_by_label("Hoe sta ik volgens jou in het leven?").fill(text)
    page.get_by_label("Wie ben jij?").fill("Tante Els")
    page.get_by_role("button", name="Verstuur").click()
    return page


def test_an_answer_from_another_phone_comes_in_while_the_learner_looks(
    asking: Asking, aunt: BrowserContext
) -> None:
    link = asking.link()
    expect(asking.card(1).get_by_text("wacht op antwoord", exact=True)).to_be_visible()

    page = reply(aunt, link)

    expect(page.get_by_role("heading", name="Dank je wel!")).to_be_visible()
    assert "Rustig" not in page.url
    go_and_come_back(asking.page)
    expect(asking.card(1).locator("summary")).to_contain_text("Tante Els")
    expect(asking.card(1).get_by_text("wacht op antwoord", exact=True)).to_be_hidden()
    expect(asking.card(1).get_by_label("Hoe sta ik volgens jou")).to_have_value("Rustig en koppig")
    expect(asking.card(1).get_by_text("Hier kwam een antwoord via je link.")).to_be_visible()
    answers = asking.launched.load()["answers"]
    assert answers["dear-ones"]["value"] == [{"who": "Tante Els", "answers": {"stance": "Rustig en koppig"}}]


def test_what_the_learner_writes_meanwhile_is_not_lost(asking: Asking, aunt: BrowserContext) -> None:
    link = asking.link()
    asking.card(1).get_by_label("Met welk nieuws of probleem").fill("Met goed nieuws, zei ze")
    saved(asking.page)
    reply(aunt, link)
    go_and_come_back(asking.page)

    expect(asking.card(1).locator("summary")).to_contain_text("Tante Els")
    expect(asking.page.locator(".conflict")).to_have_count(0)
    (person,) = asking.launched.load()["answers"]["dear-ones"]["value"]
    assert person["answers"] == {"stance": "Rustig en koppig", "call": "Met goed nieuws, zei ze"}


def test_an_answer_is_compared_with_those_of_others(asking: Asking, aunt: BrowserContext) -> None:
    reply(aunt, asking.link())
    asking.launched.save("classmate", [{"who": "Bo", "answers": {"stance": "Druk"}}])
    asking.page.reload()
    asking.page.locator("html.is-live").wait_for()
    asking.page.get_by_role("button", name="Verder").click()

    sides = asking.page.locator(".is-now [data-sides]")
    expect(sides).to_contain_text("Tante Els")
    expect(sides).to_contain_text("Rustig en koppig")


def test_a_link_that_was_taken_back_tells_the_other_so(asking: Asking, aunt: BrowserContext) -> None:
    link = asking.link()
    asking.card(1).get_by_role("button", name="Trek de link in").click()

    expect(asking.card(1).get_by_text("De link werkt niet meer.")).to_be_visible()
    expect(asking.card(1).get_by_role("button", name="Stuur een link")).to_be_visible()
    page = aunt.new_page()
    page.goto(link)
    expect(page.get_by_role("heading", name="Deze link werkt niet meer")).to_be_visible()


def test_after_a_reload_the_link_is_still_out_and_can_be_made_anew(
    asking: Asking, aunt: BrowserContext
) -> None:
    first = asking.link()
    asking.page.reload()
    asking.page.locator("html.is-live").wait_for()
    expect(asking.card(1).get_by_text("Wacht op antwoord. De link werkt één keer")).to_be_visible()

    asking.card(1).get_by_role("button", name="Maak een nieuwe link").click()

    field = asking.card(1).get_by_label("Je link")
    expect(field).to_be_visible()
    second = field.input_value().replace(HOST, asking.address)
    assert second != first
    reply(aunt, second)
    page = aunt.new_page()
    page.goto(first)
    expect(page.get_by_role("heading", name="Deze link werkt niet meer")).to_be_visible()


def test_a_link_is_copied(asking: Asking, visitor: Visitor) -> None:
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    link = asking.link()
    asking.card(1).get_by_role("button", name="Kopieer de link").click()

    expect(asking.card(1).get_by_text("De link is gekopieerd.")).to_be_visible()
    assert asking.page.evaluate("navigator.clipboard.readText()").replace(HOST, asking.address) == link


def test_where_the_phone_can_share_it_does(asking: Asking) -> None:
    asking.page.evaluate("navigator.share = async (what) => { globalThis.shared = what; }")
    link = asking.link()
    asking.card(1).get_by_role("button", name="Deel de link").click()

    shared = asking.page.evaluate("globalThis.shared")
    assert shared["text"] == "Wil je een paar vragen over mij beantwoorden?"
    assert shared["url"].replace(HOST, asking.address) == link


def test_the_code_to_scan_is_shown(asking: Asking) -> None:
    asking.link()
    picture = asking.card(1).get_by_role("img", name="De link als code om te scannen")

    expect(picture).to_be_visible()
    assert picture.evaluate("(image) => image.complete && image.naturalWidth > 50")


def test_without_a_connection_it_says_so(asking: Asking, visitor: Visitor) -> None:
    asking.link(1)  # what links need is loaded by now
    asking.card(2).locator("summary").click()
    visitor.context.set_offline(True)
    asking.card(2).get_by_role("button", name="Stuur een link").click()

    expect(asking.card(2).get_by_text("Dat lukte nu niet.")).to_be_visible()
    visitor.context.set_offline(False)
    visitor.complaints.clear()


def test_one_person_alone_is_asked_by_a_link_as_well(asking: Asking, aunt: BrowserContext) -> None:
    asking.page.get_by_role("button", name="Terug").click()
    expect(asking.page.locator(".is-now")).to_have_attribute("data-screen", "classmate")

    reply(aunt, asking.link())
    go_and_come_back(asking.page)

    expect(asking.card(1).get_by_label("Hoe sta ik volgens jou")).to_have_value("Rustig en koppig")


@pytest.mark.parametrize("shades", ["light", "dark"])
def test_axe_finds_nothing_on_the_learners_screen(asking: Asking, shades: Any) -> None:
    asking.page.emulate_media(color_scheme=shades, reduced_motion="reduce")
    asking.link()

    assert violations(asking.page) == []
    asking.page.set_viewport_size({"width": 320, "height": 640})
    assert wider(asking.page) == 0


@pytest.mark.parametrize("shades", ["light", "dark"])
def test_axe_finds_nothing_on_the_page_of_who_was_asked(
    asking: Asking, chromium: Chromium, shades: Any
) -> None:
    link = asking.link()
    with chromium.new_context(viewport={"width": 320, "height": 640}, color_scheme=shades) as phone:
        page = phone.new_page()
        page.goto(link)
        assert violations(page) == []
        assert wider(page) == 0
        page.get_by_role("button", name=re.compile("Send|Verstuur")).click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert violations(page) == []
        page.goto(re.sub("/ask/.*", "/ask/thanks", link))
        assert violations(page) == []


def test_a_place_that_keeps_nothing_offers_no_links(
    publish: Publish, registry: Registry, visitor: Visitor
) -> None:
    page = visitor.visit(publish(registry.modules["identity"]))

    assert page.get_by_role("button", name="Stuur een link", include_hidden=True).count() == 4
    assert page.locator("[data-ask]:not([hidden])").count() == 0


def wider(page: Page) -> int:
    found: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found


def go_and_come_back(page: Page) -> None:
    """Leave the screen for the next, and look again: that asks for news at once."""
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Terug").click()
