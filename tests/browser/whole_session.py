"""A whole session as a learner does it, by keyboard alone: what the tests of every session share."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from modules.kit.module import Module
from modules.kit.page import page_assets, render_page
from tests import axe
from tests.browser.keyboard import Keyboard
from tests.browser.quick import fill_screen

TEXT_FIELDS = "textarea, input[type=text], input:not([type])"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: the test says what matters."""


@contextmanager
def served(module: Module, folder: Path) -> Iterator[str]:
    """Serve the pages of a session, one per language, from a folder; give their address."""
    names = {language: f"{language}.html" for language in module.languages}
    for path, content in page_assets(module, ["preview"]).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    for language, name in names.items():
        html = render_page(module, language, host="preview", settings={}, page_names=names)
        (folder / name).write_text(html, "utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
    server.daemon_threads = True  # a browser keeps idle connections open
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Session:
    """A page in which a learner moves from screen to screen, on a narrow phone."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.keyboard = Keyboard(page)
        self.complaints: list[str] = []
        self.outside: list[str] = []
        page.on(
            "console", lambda said: said.type in {"error", "warning"} and self.complaints.append(said.text)
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "request",
            lambda asked: asked.url.startswith((site, "data:", "blob:")) or self.outside.append(asked.url),
        )

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.wait()

    def wait(self) -> None:
        expect(self.page.locator("html.is-live")).to_be_attached()
        # The last that comes: it is put on a hidden screen, and axe takes those out for a moment.
        expect(self.page.locator("#end details.work")).to_be_attached()

    @property
    def screen(self) -> Locator:
        """The one screen that is shown."""
        return self.page.locator(".screen.is-now")

    @property
    def inputs(self) -> Locator:
        """What the activity on the screen is answered with."""
        return self.screen.locator(".inputs")

    @property
    def name(self) -> str:
        return str(self.screen.get_attribute("data-screen"))

    @property
    def way_on(self) -> Locator:
        """The button to the next screen: there is one on each screen but the last."""
        action = "begin" if self.name == "start" else "next"
        return self.page.locator(f"[data-action={action}]")

    def too_wide(self) -> list[str]:
        """Return what sticks out of the window on the right."""
        found: list[str] = self.page.evaluate(
            """() => document.documentElement.scrollWidth <= innerWidth ? [] :
                [...document.querySelectorAll('.is-now *, header *, footer *')]
                .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
                .map(element => element.outerHTML.slice(0, 90))"""
        )
        return found


@contextmanager
def on_a_phone(chromium: Browser, site: str) -> Iterator[Session]:
    """Give a session on a phone of 360 pixels wide."""
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, locale="nl-BE", reduced_motion="reduce"
    )
    yield Session(context.new_page(), site)
    context.close()


Fill = Callable[[Session], None]


def do_whole_session(
    session: Session,
    address: str,
    module: Module,
    fill: Mapping[str, Fill],
    then: Mapping[str, Fill] | None = None,
) -> None:
    """Do every activity by keyboard from start to end; each screen is audited when it is filled in.

    Args:
        session: where it is done.
        address: of the page to begin with.
        module: the module that is done.
        fill: how to fill the activities of a type that `fill_in` does not know.
        then: what else to do on the screen of an activity, once it is filled in.
    """
    session.open(address)
    session.keyboard.press(session.way_on)
    seen = []
    while (name := session.name) != "end":
        seen.append(name)
        if name in module.activities:
            fill.get(module.activities[name].type.name, fill_in)(session)
            (then or {}).get(name, lambda _: None)(session)
        nothing_wrong(f"on {name}, filled in", axe.violations(session.page) + session.too_wide())
        session.keyboard.press(session.way_on)
    assert [name for name in seen if not name.startswith("step:")] == [
        activity.id for step in module.steps for activity in step.activities
    ]
    nothing_wrong("left open", session.page.locator("[data-part=open] li").all_inner_texts())
    session.keyboard.press(session.page.locator("[data-action=finish]"))
    expect(session.page.locator("[data-part=grade]")).not_to_be_empty()
    nothing_wrong("at the end", axe.violations(session.page))
    nothing_wrong("in the console", session.complaints)
    nothing_wrong("asked from outside", session.outside)


def nothing_wrong(place: str, problems: list[str]) -> None:
    assert problems == [], f"{place}: {problems}"


def fill_in(session: Session) -> None:
    """Open what is closed, fill every field, and choose in every group of radio buttons."""
    open_all(session)
    write_everywhere(session)
    choose_everywhere(session)


def open_all(session: Session) -> None:
    closed = "button[aria-expanded=false], details:not([open]) > summary"
    toggles = session.inputs.locator("button[aria-expanded], details > summary")
    for number in range(toggles.count()):
        toggle = toggles.nth(number)
        if toggle.is_visible() and toggle.evaluate("(element, closed) => element.matches(closed)", closed):
            session.keyboard.press(toggle)


def write_everywhere(session: Session) -> None:
    fields = session.inputs.locator(TEXT_FIELDS)
    for number in range(fields.count()):
        field = fields.nth(number)
        if field.is_visible() and not field.input_value():
            session.keyboard.write(field, f"w{number}")


def choose_everywhere(session: Session) -> None:
    radios = session.inputs.locator("input[type=radio]")
    names: list[str] = radios.evaluate_all("radios => [...new Set(radios.map((radio) => radio.name))]")
    for name in names:
        first = session.inputs.locator(f"input[name='{name}']").first
        if first.is_visible():
            session.keyboard.choose(first)


def tap_some(session: Session, things: str, count: int) -> None:
    """Tap the first few of many things with the space bar, whether Tab or an arrow leads to the next."""
    found = session.inputs.locator(things)
    session.keyboard.tab_to(found.first)
    roving = found.nth(1).get_attribute("tabindex") == "-1"
    for number in range(count):
        if number:
            session.page.keyboard.press("ArrowRight" if roving else "Tab")
        session.page.keyboard.press("Space")


def reload_keeps_everything(session: Session) -> None:
    """Open the page again, and find the same screen with the same texts and ticks."""
    expect(session.page.locator("[data-part=saved][data-state=saved]")).to_be_attached()
    before = (session.name, _filled(session))
    session.page.reload()
    session.wait()
    after = (session.name, _filled(session))
    assert after == before, f"{after} is not {before}"


def _filled(session: Session) -> list[str]:
    found: list[str] = session.inputs.locator(
        f"{TEXT_FIELDS}, input[type=checkbox], [aria-pressed]"
    ).evaluate_all(
        "found => found.map((one) => `${one.getAttribute('aria-pressed')} ${one.checked} ${one.value}`)"
    )
    return found


def barriers(session: Session, address: str) -> dict[str, list[str]]:
    """Return what keeps anybody out of each empty screen, at 320 pixels wide, in light and in dark."""
    session.page.set_viewport_size({"width": 320, "height": 640})
    session.open(address)
    found = {}
    while True:
        session.page.emulate_media(color_scheme="light")
        found[session.name] = axe.violations(session.page) + session.too_wide()
        session.page.emulate_media(color_scheme="dark")
        found[session.name] += axe.violations(session.page, "color-contrast")
        if session.name == "end":
            return {name: problems for name, problems in found.items() if problems}
        session.way_on.click()


def barriers_filled_in(session: Session, address: str) -> dict[str, list[str]]:
    """Return what keeps anybody out of each screen once it is filled in, at 320 pixels wide, in dark."""
    session.page.set_viewport_size({"width": 320, "height": 640})
    session.page.emulate_media(color_scheme="dark")
    session.open(address)
    found = {}
    while session.name != "end":
        fill_screen(session.page)
        found[session.name] = axe.violations(session.page) + session.too_wide()
        session.way_on.click()
    return {name: problems for name, problems in found.items() if problems}


def barriers_without_scripts(session: Session, address: str) -> list[str]:
    """Return what keeps anybody out of the page where its scripts did not arrive."""
    session.page.route("**/*.js", lambda route: route.abort())  # axe itself needs a browser that runs scripts
    session.page.goto(address)
    expect(session.page.locator("h1")).to_be_visible()
    return axe.violations(session.page)
