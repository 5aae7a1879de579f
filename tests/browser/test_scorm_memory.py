"""What a package asks a platform to keep: each state once, and again when the platform did not take it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from modules.kit.page import KIT

pytestmark = pytest.mark.browser

PUT = """async (steps) => {
  const { PlatformMemory } = await import("/runtime/hosts/scorm_memory.js");
  const { emptyState } = await import("/runtime/hosts/scorm_state.js");
  let takes = true;
  const sent = [];
  const api = { get: () => "", error: () => "0", set: (_, text) => (sent.push(text), takes) };
  const memory = new PlatformMemory(api, 4096);
  const results = [];
  for (const step of steps) {
    takes = step.takes ?? true;
    results.push(memory.put({ ...emptyState(), position: step.position }));
  }
  return { sent: sent.length, results };
}"""


@pytest.fixture
def page(site: tuple[Path, str], chromium: Browser) -> Iterator[Page]:
    folder, address = site
    shutil.copytree(KIT / "runtime", folder / "runtime")
    (folder / "index.html").write_text("<!doctype html><title>Memory</title>", encoding="utf-8")
    with chromium.new_page() as opened:
        opened.goto(f"{address}/index.html")
        yield opened


@pytest.mark.parametrize(
    ("steps", "sent", "results"),
    [
        ([{"position": "a"}, {"position": "a"}], 1, [True, True]),
        ([{"position": "a"}, {"position": "b"}], 2, [True, True]),
        ([{"position": "a"}, {"position": "b"}, {"position": "a"}], 3, [True, True, True]),
        ([{"position": "a", "takes": False}, {"position": "a"}], 2, [False, True]),
    ],
    ids=["the same", "another", "another and back", "refused before"],
)
def test_a_state_is_packed_and_sent_when_the_platform_lacks_it(
    steps: list[dict[str, Any]], sent: int, results: list[bool], page: Page
) -> None:
    assert page.evaluate(PUT, steps) == {"sent": sent, "results": results}
