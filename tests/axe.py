"""Ask axe-core what is wrong with a page, in words that a test can print."""

from pathlib import Path

from playwright.sync_api import Frame, Page

_SOURCE = Path(__file__).parent / "vendor" / "axe" / "axe.min.js"
# Hidden screens are taken out meanwhile and put back: axe says nothing of them, and looks at each for long.
_RUN = """async (only) => {
  const options = only.length ? {runOnly: {type: 'rule', values: only}} : {};
  const hidden = [...document.querySelectorAll('.screen')].filter(screen => !screen.checkVisibility());
  const places = hidden.map(screen => {
    const place = document.createComment('');
    screen.replaceWith(place);
    return place;
  });
  try {
    const {violations} = await axe.run(document, {resultTypes: ['violations'], ...options});
    return violations.flatMap(({id, impact, help, nodes}) =>
      nodes.map(node => `${id} (${impact}): ${help} at ${node.target.join(' ')}`));
  } finally {
    places.forEach((place, index) => place.replaceWith(hidden[index]));
  }
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
