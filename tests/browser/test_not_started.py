"""A page whose scripts can't start, as when it is opened as a file, is not blank: all of it can be read."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from modules import load_registry
from modules.kit.page import page_assets, render_page

pytestmark = pytest.mark.browser


def test_a_page_opened_as_a_file_shows_all_of_it_and_says_why(chromium: Browser, tmp_path: Path) -> None:
    module = load_registry().modules["identity"]
    names = {"nl": "index.html", "en": "index.en.html"}
    html = render_page(module, "nl", host="preview", settings={}, page_names=names)
    (tmp_path / "index.html").write_text(html, encoding="utf-8")
    for path, content in page_assets(module, ["preview"]).items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    context = chromium.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    expect(page.get_by_text("De oefeningen starten hier niet.")).to_be_visible(timeout=10_000)
    for title in ("Vroeger", "Jouw cirkel", "Wie ik ben"):
        expect(page.locator("main").get_by_text(title, exact=True).first).to_be_visible()
    context.close()
