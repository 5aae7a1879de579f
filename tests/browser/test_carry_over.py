"""Session 1 on the screen of a later module, in the LTI tool: shown, left behind, taken along again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from modules.kit.registry import Registry, load_registry
from tests.axe import violations
from tests.browser.conftest import Visitor
from tests.browser.tool_server import served
from tests.later_module import make_later_module
from tests.lti_browser import Browser

pytestmark = pytest.mark.browser


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_later_module(tmp_path)])


@pytest.fixture
def look(app: Flask, browser: Browser, visitor: Visitor) -> Iterator[Page]:
    """The screen that looks back, of a learner who did session 1."""
    browser.open().save("past-words", ["koppig", "zacht"])
    launched = browser.open(custom={"module": "practice"}, resource_link={"id": "later"})
    launched.call("PATCH", "/attempt", {"answers": {}, "position": "look"})
    with served(app) as address:
        page = visitor.visit(f"{address}{launched.path}#{launched.token}")
        page.get_by_role("button", name="Ga verder waar je was").click()
        yield page


def test_leaving_behind_and_taking_again_is_one_tap_each(look: Page) -> None:
    words = look.locator(".is-now").get_by_role("region")
    expect(words).to_contain_text("koppig · zacht")

    look.get_by_role("button", name="Neem dit niet mee").click()

    expect(words).not_to_contain_text("koppig")
    expect(words).to_contain_text("Je antwoord in ‘Wie ben jij?’ blijft gewoon staan.")  # noqa: RUF001
    expect(look.get_by_text("Je hebt hier nog niets.")).to_be_visible()
    expect(look.get_by_role("button", name="Neem weer mee")).to_be_focused()
    look.reload()
    look.locator("html.is-live").wait_for()
    expect(words).not_to_contain_text("koppig")

    look.get_by_role("button", name="Neem weer mee").click()

    expect(words).to_contain_text("koppig · zacht")
    expect(look.get_by_role("button", name="Neem dit niet mee")).to_be_focused()


def test_another_language_shows_where_it_is_from_in_that_language(look: Page) -> None:
    look.get_by_role("link", name="English").click()

    expect(look.locator(".is-now").get_by_role("region")).to_contain_text("From ‘Who are you?’")  # noqa: RUF001


def test_without_a_connection_nothing_changes_and_it_says_so(look: Page, visitor: Visitor) -> None:
    visitor.context.set_offline(True)
    look.get_by_role("button", name="Neem dit niet mee").click()

    expect(look.get_by_role("alert").get_by_text("Dat lukte nu niet.")).to_be_visible()
    expect(look.locator(".is-now").get_by_role("region")).to_contain_text("koppig · zacht")
    visitor.context.set_offline(False)
    visitor.complaints.clear()


@pytest.mark.parametrize("is_left", [False, True])
def test_axe_finds_nothing_wrong_with_what_is_carried(look: Page, is_left: bool) -> None:
    if is_left:
        look.get_by_role("button", name="Neem dit niet mee").click()
        look.get_by_role("button", name="Neem weer mee").wait_for()

    assert violations(look) == []
