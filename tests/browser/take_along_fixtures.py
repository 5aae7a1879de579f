"""Taking answers along: two modules, and a page that makes and reads bundles."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from modules.kit.loader import load_module
from modules.kit.module import Module
from modules.kit.page import page_assets
from tests.later_module import make_later_module
from tests.module_folders import make_module


@pytest.fixture
def earlier(tmp_path: Path) -> Module:
    return load_module(make_module(tmp_path))


@pytest.fixture
def later(tmp_path: Path) -> Module:
    return load_module(make_later_module(tmp_path, "later", looks_back_at="practice/key-words"))


CALL = """
async ([name, ...given]) => {
  const bundle = await import("/runtime/late/bundle.js");
  try {
    return bundle[name](...given);
  } catch (error) {
    return error.message;
  }
}
"""


@pytest.fixture
def bundle(site: tuple[Path, str], earlier: Module, chromium: Browser) -> Iterator[Page]:
    """A page that can make and read bundles, with the scripts that pages get."""
    folder, address = site
    for name, content in page_assets(earlier, ["preview"]).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    # The runtime begins a page when it is loaded; here only what it shares is wanted.
    (folder / "index.html").write_text(
        '<!doctype html><title>Bundle</title><div class="notices"></div>'
        '<script type="application/json" id="wegwijs-module">{"languages":{},"ui":{}}</script>'
        '<script type="application/json" id="wegwijs-host">{"name":"none"}</script>',
        encoding="utf-8",
    )
    with chromium.new_page() as page:
        page.goto(f"{address}/index.html")
        yield page
