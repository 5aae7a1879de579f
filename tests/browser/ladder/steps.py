"""What a learner does and sees on a course page with the tool in its frames."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, FrameLocator, Page, expect

ANSWER = "iets wat van mij is"


@contextmanager
def page_of(context: BrowserContext) -> Iterator[Page]:
    """A page, closed at the end with all that it opened."""
    page = context.new_page()
    yield page
    for open_page in context.pages[1:]:
        open_page.close()


def tool_in(page: Page, number: int = 1) -> FrameLocator:
    return page.frame_locator(f"#tool-{number}")


def expect_module(place: Page | FrameLocator) -> None:
    expect(place.locator("html.is-live")).to_be_attached(timeout=15_000)
    expect(place.locator("h1").first).to_have_text("Wie ben jij?")


def expect_own_window(place: FrameLocator) -> None:
    expect(place.locator("#own-window button")).to_be_visible(timeout=15_000)


def open_own_window(page: Page) -> Page:
    expect_own_window(tool_in(page))
    with page.context.expect_page() as opened:
        tool_in(page).locator("#own-window button").click()
    return opened.value


def save_one_answer(place: Page | FrameLocator) -> None:
    place.locator("[data-action=begin]").click()
    place.locator("[data-action=next]").click()
    place.locator("#a-meaning textarea").fill(ANSWER)
    expect(place.locator("[data-part=saved][data-state=saved]")).to_be_attached(timeout=10_000)
