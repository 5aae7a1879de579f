"""How a learner walks through a page: the steps that browser tests share."""

import re

from playwright.sync_api import Page, expect

SAVED = re.compile(r"^Bewaard om \d\d:\d\d$")


def go(page: Page, screen: str) -> None:
    """Walk from the start to a screen with the buttons a learner has."""
    page.get_by_role("button", name=re.compile("^(Begin|Ga verder)")).click()
    while page.locator(".is-now").get_attribute("data-screen") != screen:
        page.get_by_role("button", name=re.compile("^(Verder|Naar het einde)$")).click()


def now(page: Page) -> str | None:
    return page.locator(".is-now").get_attribute("data-screen")


def saved(page: Page) -> None:
    expect(page.locator("[data-part=saved]")).to_have_text(SAVED)


def go_to_end(page: Page) -> None:
    page.locator(".road a").last.click()
