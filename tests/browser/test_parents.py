"""The page for parents, looked at: in five languages, on a phone, a wide screen and a sheet of paper."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from modules.kit.institution_registry import default_pack
from modules.kit.leaflet.loader import load_leaflet
from modules.kit.leaflet.page import leaflet_assets, render_leaflet
from modules.kit.page import KIT
from tests import axe

pytestmark = pytest.mark.browser

LANGUAGES = ("nl", "en", "fr", "tr", "ar")
every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def address(site: tuple[Path, str]) -> str:
    """The folder of the pages, one per language."""
    folder, base = site
    leaflet = load_leaflet(KIT.parent / "parents", default_pack())
    names = {language: f"{language}.html" for language in leaflet.languages}
    for path, content in leaflet_assets(leaflet).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    for language, name in names.items():
        (folder / name).write_text(render_leaflet(leaflet, language, page_names=names), encoding="utf-8")
    return base


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A reader's page; the test fails if it complains."""
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()
    assert complaints == []


@every_language
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_for_everyone(page: Page, address: str, language: str, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{address}/{language}.html")

    assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@every_language
def test_it_prints_on_one_sheet(page: Page, address: str, language: str) -> None:
    page.goto(f"{address}/{language}.html")
    paper = page.pdf(prefer_css_page_size=True, print_background=True)

    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


@every_language
def test_room_is_left_on_the_sheet_for_a_wider_letter(page: Page, address: str, language: str) -> None:
    """Other devices have other fonts."""
    page.goto(f"{address}/{language}.html")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1054})  # A4 less its margins

    assert page.evaluate("document.documentElement.getBoundingClientRect().height") < 1054 * 0.98


def test_arabic_begins_at_the_right(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{address}/ar.html")
    first = page.locator("section").first.bounding_box()
    second = page.locator("section").nth(1).bounding_box()

    assert first
    assert second
    assert first["x"] > second["x"]


def test_another_language_is_a_click_away(page: Page, address: str) -> None:
    page.goto(f"{address}/nl.html")
    page.get_by_role("link", name="Türkçe").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Ortaöğretimden sonra okumak")


def test_on_paper_a_link_is_an_address(page: Page, address: str) -> None:
    page.goto(f"{address}/nl.html")
    page.emulate_media(media="print")
    shown = page.locator("dd a").first.evaluate("link => getComputedStyle(link, '::after').content")

    assert shown == '"https://www.ucll.be/nl/inschrijven"'


def test_a_screen_reader_hears_where_a_link_leads(page: Page, address: str) -> None:
    page.goto(f"{address}/nl.html")

    expect(
        page.get_by_role("link", name="Meer weten: Infodag (opent in een nieuw venster)")
    ).to_have_attribute("rel", "noopener noreferrer")
