"""An author's preview in a browser: it follows the files, and says what is wrong."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lti_tool.preview.server import PreviewServer
from lti_tool.preview.watch import Watch
from modules.kit.registry import load_registry
from tests.axe import violations
from tests.browser.conftest import Visitor
from tests.module_folders import make_module, spoil

pytestmark = pytest.mark.browser


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_module(tmp_path)


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    with PreviewServer(0, Watch(folder, load_registry())) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server.url
        server.shutdown()
        thread.join()


def test_a_saved_file_shows_by_itself_and_mistakes_come_in_its_place(
    address: str, folder: Path, visitor: Visitor
) -> None:
    page = visitor.context.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address)
    phone = page.frame_locator("iframe.phone")
    expect(phone.get_by_role("heading", name="Oefening")).to_be_visible()
    assert page.locator("iframe.phone").evaluate("frame => frame.clientWidth") == 360

    spoil(folder / "nl.yaml", "title: Oefening", "title: Helemaal anders")
    expect(phone.get_by_role("heading", name="Helemaal anders")).to_be_visible()

    spoil(folder / "nl.yaml", "  title: Verder", "  titel: Verder")
    expect(page.get_by_role("heading", name="Dit klopt nog niet")).to_be_visible()
    expect(page.locator("#mistakes")).to_contain_text("nl.yaml:")
    expect(page.locator("iframe.phone")).to_be_hidden()
    assert violations(page) == []

    spoil(folder / "nl.yaml", "  titel: Verder", "  title: Verder")
    expect(phone.get_by_role("heading", name="Helemaal anders")).to_be_visible()
    page.get_by_role("radio", name="De gids").check()
    expect(phone.get_by_text("Oefenen.")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_text("What a learner sees")).to_be_visible()
    assert violations(page) == []
