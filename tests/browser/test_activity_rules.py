"""The browser's rules do with an answer what each type's `cases.json` says, as Python's do."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from modules.kit.activity_type import AnyActivityType
from modules.kit.activity_types import BUILT_IN
from modules.kit.page import KIT

pytestmark = pytest.mark.browser

# The cases are read, spelled out and compared in the browser: a lone surrogate does not survive the way here.
DISAGREEMENTS = """
async (folder) => {
  const rules = await import(`/activity_types/${folder}/rules.js`);
  const text = await (await fetch(`/activity_types/${folder}/cases.json`)).text();
  const { words, cases } = JSON.parse(text, (_, part) =>
    !part || !Object.hasOwn(part, "times") ? part
    : typeof part.repeat === "string" ? part.repeat.repeat(part.times)
    : Array(part.times).fill(part.repeat).flat());
  const canonical = (value) => JSON.stringify(value, (_, part) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part);
  const found = [];
  const same = (name, what, actual, expected) => {
    if (canonical(actual) !== canonical(expected)) {
      const [is, should] = [actual, expected].map((value) => canonical(value)?.slice(0, 200));
      found.push(`${name}: ${what} is ${is}, not ${should}`);
    }
  };
  for (const { name, options, value, clean, refusal, done, lines } of cases) {
    same(name, "clean", rules.clean(options, value), refusal ? { refusal } : { value: clean });
    if (refusal) continue;
    same(name, "clean again", rules.clean(options, clean), { value: clean });
    same(name, "done", rules.done(options, clean), done);
    same(name, "lines", rules.lines(options, words, clean), lines);
  }
  return { found, count: cases.length };
}
"""


@pytest.mark.parametrize("kind", BUILT_IN, ids=lambda kind: kind.name)
def test_the_browser_agrees_with_every_case(
    kind: AnyActivityType, site: tuple[Path, str], chromium: Browser
) -> None:
    folder, address = site
    own = f"activity_types/{kind.folder.name}"
    for name in ("runtime/text.js", f"{own}/rules.js", f"{own}/cases.json"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes((KIT / name).read_bytes())
    (folder / "index.html").write_text("<!doctype html><title>Rules</title>", encoding="utf-8")

    with chromium.new_page() as page:
        page.goto(f"{address}/index.html")
        result: dict[str, Any] = page.evaluate(DISAGREEMENTS, kind.folder.name)

    assert result["found"] == []
    assert result["count"] > 0
