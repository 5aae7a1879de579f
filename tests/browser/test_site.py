"""The catalogue site in a browser: for everyone, on a phone and on a desk, from a server and from a file."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from modules.kit.registry import load_registry
from scorm_export.site.build import export_site
from tests.axe import violations
from tests.browser.conftest import Visitor
from tests.module_folders import make_module

pytestmark = pytest.mark.browser


def make_site(folder: Path, out: Path) -> Path:
    registry = load_registry([make_module(folder / "modules", name) for name in ("one", "two")])
    modules = [registry.modules[name] for name in ("one", "two")]
    return export_site(modules, [registry.leaflets["parents"]], out).path


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_page_is_for_everyone(
    chromium: Browser, site: tuple[Path, str], tmp_path: Path, width: int, scheme: Any
) -> None:
    where, address = site
    make_site(tmp_path, where / "wegwijs")
    with chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme) as context:
        visitor = Visitor(context)
        page = context.new_page()
        for name in (
            "index.html",
            "one.html",
            "all-practice.html",
            "en/parents.html",
            "try/all-practice/index.html",
        ):
            page.goto(f"{address}/wegwijs/{name}")
            for place in page.locator("details.place").all():
                place.evaluate("details => { details.open = true }")
            assert violations(page) == [], name
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert visitor.complaints == []


def test_a_module_can_be_tried_in_the_page_even_from_a_file(chromium: Browser, tmp_path: Path) -> None:
    path = make_site(tmp_path, tmp_path / "out")
    complaints: list[str] = []
    with chromium.new_context(viewport={"width": 360, "height": 740}, locale="nl-BE") as context:
        context.set_default_timeout(8000)
        context.on("console", lambda message: complaints.append(message.text))
        context.on(
            "request",
            lambda request: request.url.startswith(("file:", "data:")) or complaints.append(request.url),
        )
        page = context.new_page()
        page.goto((path / "index.html").as_uri())
        page.get_by_role("link", name="Oefening").first.click()
        page.get_by_text("Bekijk het hier, in deze pagina").click()
        frame = page.frame_locator("iframe")
        frame.get_by_role("button", name="Begin").click()
        expect(frame.locator(".is-now .heading")).to_have_text("Begin")
        page.get_by_role("link", name="English").first.click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
    assert complaints == []


def test_on_paper_every_platform_s_steps_are_readable(chromium: Browser, tmp_path: Path) -> None:
    path = make_site(tmp_path, tmp_path / "out")
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto((path / "one.html").as_uri())
        page.emulate_media(media="print")
        expect(page.locator("#smartschool ol")).to_be_visible()
        expect(page.locator("iframe")).to_be_hidden()
