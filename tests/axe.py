"""Ask axe-core what is wrong with a page, in words that a test can print."""

from pathlib import Path

from playwright.sync_api import Frame, Page

_SOURCE = Path(__file__).parent / "vendor" / "axe" / "axe.min.js"
_RUN = """async (only) => {
  const options = only.length ? {runOnly: {type: 'rule', values: only}} : {};
  const {violations} = await axe.run(document, {resultTypes: ['violations'], ...options});
  return violations.flatMap(({id, impact, help, nodes}) =>
    nodes.map(node => `${id} (${impact}): ${help} at ${node.target.join(' ')}`));
}"""


def violations(page: Page | Frame, *only: str) -> list[str]:
    """Return each breach of WCAG 2.2 AA or of axe's best practices, one line per element.

    Names of rules, such as ``color-contrast``, limit the search to those.

    The page's security policy does not stop axe: it is put in by the debugger, not by a script tag.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_SOURCE.read_text("utf-8"))
    found: list[str] = page.evaluate(_RUN, only)
    return found
