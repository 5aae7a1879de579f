"""Answers that are markup: text on the screen, in the drawing and in the file that a learner keeps."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from modules.kit.registry import load_registry
from tests.browser.conftest import Publish, Visitor
from tests.browser.walking import go_to_end

pytestmark = pytest.mark.browser

HOSTILE = (
    "</text></svg></p></style><script>document.title='taken'</script>"
    "<img src=x onerror=\"document.title='taken'\"><svg onload=\"document.title='taken'\">"
)


def test_markup_in_answers_stays_text_in_the_booklets_file(
    publish: Publish, visitor: Visitor, chromium: Browser, tmp_path: Path
) -> None:
    page = visitor.visit(publish(load_registry().modules["identity"]))
    page.locator(".road a").nth(2).click()
    page.get_by_role("button", name="Verder").click()
    page.locator(".is-now input[type=text]").first.fill(HOSTILE)
    go_to_end(page)
    assert "taken" not in page.title()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Bewaar als bestand").click()
    file = tmp_path / "booklet.html"
    waiting.value.save_as(file)
    kept = chromium.new_page()
    kept.goto(file.as_uri())
    assert "taken" not in kept.title()
    assert "<script>document.title" in kept.locator("body").inner_text()
    assert kept.locator("script, [onerror], [onload]").count() == 0
    policy = kept.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
    assert policy.startswith("default-src 'none'")
    kept.close()
