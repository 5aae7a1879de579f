"""A whole module filled in and read back in a moment, by script: for tests in which only the answers matter.

What is reached by keyboard, and what a screen looks like meanwhile, is for the tests of whole sessions.
"""

from pathlib import Path

from playwright.sync_api import Frame, Page, expect

_SCRIPT = Path(__file__).with_name("quick.js").read_text("utf-8")
_TEXT = "Dit is écht waar, van mij voor {} 🙂 ١٢"

Answers = dict[str, list[str]]
"""What stands on each screen, in its order: texts, what is chosen or ticked, words that are placed or
underlined; under `my-questions` what the learner asked."""


def _call(page: Page | Frame, verb: str, **given: str) -> Answers:
    found: Answers = page.evaluate(f"(given) => ({_SCRIPT}).{verb}(given)", given)
    return found


def fill_all(page: Page | Frame, until: str = "end", *, text: str = _TEXT) -> Answers:
    """Go from here to a screen, and answer everything on the way; `{}` in a text becomes its field's name."""
    return _call(page, "fillAll", until=until, text=text)


def fill_screen(page: Page | Frame) -> None:
    """Answer everything on the open screen."""
    _call(page, "fillScreen", text=_TEXT)


def read_all(page: Page | Frame) -> Answers:
    """Go through every screen from the first on."""
    return _call(page, "readAll")


def go_to(page: Page | Frame, screen: str) -> None:
    """Go from here to a screen with the buttons a learner has."""
    _call(page, "goTo", screen=screen)


def finish(page: Page | Frame) -> None:
    """Finish on the last screen, and wait until the page says so."""
    _call(page, "finish")
    expect(page.locator("#end.is-finished")).to_be_attached()


def left_open(page: Page | Frame) -> list[str]:
    """Return what the last screen says is still to be done."""
    return page.locator("[data-part=open] li").all_inner_texts()
