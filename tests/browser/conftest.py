"""What browser tests share: a module as a folder of files behind a small web server, and a visit to it."""

import http.server
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from modules.kit.loader import load_module
from modules.kit.module import Module
from modules.kit.page import page_assets, render_page
from tests.module_folders import make_module

Publish = Callable[..., str]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Say nothing: the test says what matters."""

    def end_headers(self) -> None:
        """Let nobody keep a page: two that a test publishes in one second have the same date."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


@pytest.fixture
def module(tmp_path: Path) -> Module:
    """A small valid module: two steps, three activities."""
    return load_module(make_module(tmp_path))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Give a folder and the address under which a browser reaches it."""
    folder = tmp_path / "site"
    folder.mkdir()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def publish(site: tuple[Path, str]) -> Publish:
    """Return a function that writes a module's pages for a host and returns the first page's address."""
    folder, address = site

    def write(module: Module, host: str = "preview", **settings: Any) -> str:
        for name, content in page_assets(module, [host]).items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        names = {language: f"index.{language}.html" for language in module.languages}
        for language, name in names.items():
            page = render_page(module, language, host=host, settings=settings, page_names=names)
            (folder / name).write_text(page, encoding="utf-8")
        return f"{address}/{names[module.default_language]}"

    return write


class Visitor:
    """A browser of its own, which remembers everything that should not have happened."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        context.set_default_timeout(8000)
        self.complaints: list[str] = []
        context.on("weberror", lambda error: self.complaints.append(f"error: {error.error}"))
        context.on("console", self._console)
        context.on("request", self._request)

    def visit(self, address: str) -> Page:
        """Open the address and wait until the page lives."""
        page = self.context.new_page()
        page.goto(address)
        page.locator("html.is-live").wait_for()
        return page

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "blob:", "data:")):
            self.complaints.append(f"request to {request.url}")


@pytest.fixture
def visitor(chromium: Browser) -> Iterator[Visitor]:
    """A learner on a small phone. The test fails if the page complained or called anybody else."""
    with chromium.new_context(viewport={"width": 360, "height": 740}, locale="nl-BE") as context:
        found = Visitor(context)
        yield found
    assert found.complaints == []
