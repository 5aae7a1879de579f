"""A learner who has a keyboard and nothing else: each thing is reached by Tab, and used by a key."""

from playwright.sync_api import Locator, Page

_MOST_STOPS = 80
_WHERE = """(target) => {
  const now = document.activeElement;
  return [now === target, now?.cloneNode().outerHTML.slice(0, 90) ?? ""];
}"""


class Keyboard:
    """Tab, Enter, space, arrows and letters on `page`."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab_to(self, target: Locator) -> None:
        """Press Tab until `target` has the focus.

        Raises:
            AssertionError: it is not in the tab order; says where Tab did stop.
        """
        stops: list[str] = []
        element = target.element_handle()  # found once, not at each stop
        for _ in range(_MOST_STOPS):
            is_here, stop = element.evaluate(_WHERE)
            if is_here:
                return
            stops.append(stop)
            self.page.keyboard.press("Tab")
        found = "\n".join(dict.fromkeys(stops))
        raise AssertionError(f"Tab never reaches {target}; it stops at:\n{found}")

    def press(self, target: Locator) -> None:
        """Reach a button or a link, and press Enter."""
        self.tab_to(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        """Reach a field, and type `text` at its end."""
        self.tab_to(target)
        self.page.keyboard.type(text)

    def choose(self, first_radio: Locator) -> None:
        """Reach a group of radio buttons, and choose the second by the arrow key."""
        self.tab_to(first_radio)
        self.page.keyboard.press("ArrowDown")
