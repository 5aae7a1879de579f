"""Our XBlock in a real browser, in xblock-sdk's workbench: what learners, staff and authors meet."""

import http.server
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests import axe
from tests.browser import quick
from tests.browser.keyboard import Keyboard
from tests.browser.scorm_steps import finish, forward, go, saved, screen, write
from tests.services.workbench import Workbench

pytestmark = [pytest.mark.services, pytest.mark.browser]

ONE = '<wegwijs module="identity"/>'
TWO = '<vertical_demo><wegwijs_identity/><wegwijs module="talents"/></vertical_demo>'
_numbers = count()


@dataclass
class Course:
    """A page of a course, and browsers of the people who come there."""

    workbench: Workbench
    chromium: Browser
    complaints: list[str] = field(default_factory=list)
    name: str = ""

    def put_up(self, xml: str) -> None:
        self.name = f"course-{next(_numbers)}"
        self.workbench.tell("scenario", name=self.name, xml=xml)

    def visit(
        self, who: str = "ada", view: str = "student_view", like: Page | None = None, **given: object
    ) -> Page:
        """Open the page as somebody; `like` another page: a second tab of the same browser."""
        usual = {"locale": "nl-BE", "viewport": {"width": 1280, "height": 800}}
        context = like.context if like else self.chromium.new_context(**{**usual, **given})  # type: ignore[arg-type]
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda one: one.type == "error" and self.complaints.append(one.text))
        page.goto(self.address(who, view))
        return page

    def address(self, who: str, view: str = "student_view") -> str:
        return self.workbench.page(self.name, self.person(who), view)

    def person(self, who: str) -> str:
        return f"{who}-{self.name}"

    def events(self, who: str, event: str) -> list[dict[str, float]]:
        return self.workbench.events(self.person(who), event)


@pytest.fixture
def course(workbench: Workbench, chromium: Browser) -> Iterator[Course]:
    """A course with session 1 on its page; nothing may go wrong in a browser that a test does not expect."""
    running = Course(workbench, chromium)
    running.put_up(ONE)
    yield running
    workbench.tell("trouble", handler="")
    for context in chromium.contexts:
        context.close()
    assert running.complaints == []


def lesson(page: Page, number: int = 0) -> Frame:
    """What is in the frame of a block, once it works."""
    element = page.locator("iframe.wegwijs-frame").nth(number).element_handle()
    assert element
    frame = element.content_frame()
    assert frame
    frame.locator("html.is-live").wait_for()
    return frame


def scrolled(page: Page) -> float:
    return float(page.evaluate("scrollY"))


# Learners


def test_a_learner_does_it_all_comes_back_elsewhere_and_finishes_with_a_grade(course: Course) -> None:
    first = course.visit()
    written = quick.fill_all(lesson(first))
    saved(lesson(first))
    first.reload()
    expect(lesson(first).get_by_role("button", name="Ga verder waar je was")).to_be_visible()
    assert course.events("ada", "grade") == []
    frame = lesson(course.visit())
    assert quick.read_all(frame) == written
    finish(frame)
    expect(frame.locator("#end [data-part=grade]")).to_contain_text("Doorgegeven aan je cursus")
    [grade] = course.events("ada", "grade")
    assert 0.9 < grade["value"] <= grade["max_value"] == 1.0
    assert course.events("ada", "completion")[-1] == {"completion": 1.0}


def test_a_page_that_is_left_at_once_keeps_what_was_typed(course: Course) -> None:
    page = course.visit()
    write(lesson(page), "meaning", "nog net")
    page.goto("about:blank")
    frame = lesson(course.visit())
    go(frame, "meaning")
    expect(frame.locator(".is-now textarea").first).to_have_value("nog net")


def test_two_tabs_never_overwrite_each_other_silently(course: Course) -> None:
    first = course.visit()
    second = course.visit(like=first)
    write(lesson(first), "meaning", "van links")
    saved(lesson(first))
    write(lesson(second), "meaning", "van rechts")
    notice = lesson(second).get_by_text("Dit antwoord is ook ergens anders veranderd")
    notice.wait_for()
    lesson(second).get_by_role("button", name="Neem het andere").click()
    expect(lesson(second).locator(".is-now textarea").first).to_have_value("van links")
    [record] = [
        one for one in course.workbench.tell("kept", who=course.person("ada")) if "answers" in one["state"]
    ]
    assert record["state"]["answers"]["meaning"]["value"] == "van links"


@pytest.mark.parametrize(("status", "said"), [(503, "Het lukt even niet"), (403, "Open deze pagina opnieuw")])
def test_trouble_is_said_and_nothing_is_lost(status: int, said: str, course: Course) -> None:
    page = course.visit()
    frame = lesson(page)
    course.workbench.tell("trouble", handler="work_save", status=status)
    write(frame, "meaning", "blijft staan")
    expect(frame.locator("[data-part=saved]")).to_contain_text(said)
    page.reload()
    go(lesson(page), "meaning")
    expect(lesson(page).locator(".is-now textarea").first).to_have_value("blijft staan")  # from the device
    course.workbench.tell("trouble", handler="")
    page.reload()
    lesson(page)
    frame = lesson(course.visit())
    go(frame, "meaning")
    expect(frame.locator(".is-now textarea").first).to_have_value("blijft staan")
    course.complaints[:] = [one for one in course.complaints if str(status) not in one]


def test_two_sessions_on_one_page_do_not_know_of_each_other(course: Course) -> None:
    course.put_up(TWO)
    page = course.visit()
    assert scrolled(page) == 0
    first, second = lesson(page, 0), lesson(page, 1)
    assert [one.locator("h1").first.inner_text() for one in (first, second)] == [
        "Wie ben jij?",
        "Wat is jouw talent?",
    ]
    write(first, "meaning", "in de eerste")
    saved(first)
    assert screen(second) == "start"
    forward(second)
    page.reload()
    assert quick.read_all(lesson(page, 0))["meaning"] == ["in de eerste"]
    expect(lesson(page, 1).get_by_role("button", name=re.compile("Begin|Ga verder"))).to_be_visible()


def test_who_sees_it_says_the_truth(course: Course) -> None:
    frame = lesson(course.visit())
    expect(frame.locator("[data-part=kept]")).to_contain_text("zoals je leerkracht, kan ze daar opzoeken")
    write(frame, "meaning", "gedeeld")
    who = frame.locator(".is-now [data-part=who]")
    expect(who).to_have_text("Jij, en wie je leeromgeving beheert")
    frame.locator(".is-now").get_by_role("button", name="Delen").click()
    choices = frame.locator(".is-now .who-chooser label")
    expect(choices).to_have_text(["Jij, en wie je leeromgeving beheert", "Jij en je begeleider"])
    choices.last.click()
    saved(frame)
    expect(frame.locator(".is-now .who-chooser")).to_contain_text("onthoudt wel wat je al deelde")


def test_another_language_keeps_the_work_and_is_there_the_next_time(course: Course) -> None:
    page = course.visit()
    frame = lesson(page)
    write(frame, "meaning", "ik")
    frame.get_by_role("link", name="English").click()
    expect(frame.locator("html")).to_have_attribute("lang", "en")
    frame.locator(".is-now textarea").first.fill("me")
    saved(frame)
    frame = lesson(course.visit())
    expect(frame.locator("html")).to_have_attribute("lang", "en")
    assert quick.read_all(frame)["meaning"] == ["me"]


# The frame


@pytest.mark.parametrize("width", [360, 1280])
def test_the_course_has_one_scroll_bar(width: int, course: Course) -> None:
    page = course.visit(viewport={"width": width, "height": 740})
    frame = lesson(page)
    for name in ("meaning", "circle", "end"):
        quick.go_to(frame, name)
        expect(frame.locator(".is-now .heading").first).to_be_visible()
        page.wait_for_function(
            "frame => frame.contentDocument.documentElement.scrollHeight <= frame.clientHeight + 1",
            arg=page.locator("iframe").element_handle(),
        )
        assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # Nothing is left of the height of a longer screen: the course goes on where this one ends.
    page.wait_for_function(
        "frame => frame.clientHeight <= frame.contentDocument.body.offsetHeight + 1",
        arg=page.locator("iframe").element_handle(),
    )


def in_sight(page: Page, frame: Frame, selector: str) -> bool:
    """Whether the top of an element stands where somebody can see it."""
    top = page.locator("iframe").first.bounding_box()["y"]  # type: ignore[index]
    return 0 <= top + frame.locator(selector).first.bounding_box()["y"] - top < page.viewport_size["height"]  # type: ignore[index]


def test_the_next_screen_starts_at_its_top_and_a_question_opens_in_sight(course: Course) -> None:
    page = course.visit(viewport={"width": 360, "height": 640})
    frame = lesson(page)
    go(frame, "questions")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    low = scrolled(page)
    forward(frame)
    page.wait_for_function("low => scrollY < low - 200", arg=low)
    assert in_sight(page, frame, ".is-now .heading")
    page.mouse.wheel(0, 300)
    frame.get_by_role("button", name="Ik heb een vraag").evaluate("button => button.click()")
    page.wait_for_timeout(200)
    assert in_sight(page, frame, "dialog h2")
    expect(frame.get_by_role("button", name="Sluiten")).to_be_in_viewport()


class _LearningPage(http.server.BaseHTTPRequestHandler):
    unit = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        page = f"""<!doctype html><title>x</title><p style="height:300px">Open edX</p>
          <iframe id="unit-iframe" style="width:100%;height:2600px;border:0" src="{self.unit}"></iframe>
          <script>heard = []; addEventListener("message", ({{data}}) => heard.push(data))</script>"""
        self.wfile.write(page.encode())

    def log_message(self, *args: object) -> None:
        """Say nothing: the test says what matters."""


@pytest.fixture
def learning(course: Course) -> Iterator[str]:
    """The address of a page that shows the course as Open edX's learning page does: of another origin."""
    handler = type("Learning", (_LearningPage,), {"unit": course.address("ada")})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,)).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


def test_in_the_learning_page_of_open_edx_it_asks_that_page_to_scroll(course: Course, learning: str) -> None:
    page = course.chromium.new_context(locale="nl-BE", viewport={"width": 1280, "height": 700}).new_page()
    page.goto(learning)
    unit = page.frame_locator("#unit-iframe")
    unit.frame_locator("iframe").locator("html.is-live").wait_for()
    frame = page.frames[-1]
    go(frame, "questions")
    page.evaluate("() => { scrollTo(0, 900); heard.length = 0 }")
    frame.get_by_role("button", name="Verder", exact=True).evaluate("button => button.click()")
    page.wait_for_function("heard.some(one => typeof one.offset === 'number')")
    assert 0 <= page.evaluate("heard.find(one => one.offset !== undefined).offset") < 200


def test_in_a_window_of_its_own_it_is_the_same_work(course: Course) -> None:
    page = course.visit()
    write(lesson(page), "meaning", "samen")
    saved(lesson(page))
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open in een eigen venster").click()
    own = opened.value
    own.locator("html.is-live").wait_for()
    assert quick.read_all(own)["meaning"] == ["samen"]


# Staff and authors


def test_staff_has_the_guide_beside_it_and_a_learner_has_not(course: Course) -> None:
    staff = lesson(course.visit("staff"))
    expect(staff.locator(".banner")).to_contain_text("Je kijkt als begeleider")
    expect(staff.locator("#start .guide")).to_contain_text("Bereid dit voor")
    learner = lesson(course.visit("ada"))
    expect(learner.locator(".banner")).to_have_count(0)
    assert "Bereid dit voor" not in learner.content()


def test_an_author_sees_what_is_set_and_tries_it_without_leaving_a_trace(course: Course) -> None:
    page = course.visit("staff", "author_view")
    expect(page.locator(".wegwijs-author dl")).to_contain_text("De taal van de deelnemer")
    frame = lesson(page)
    expect(frame.locator("[data-part=kept]")).to_contain_text("Hier wordt niets bewaard")
    write(frame, "meaning", "proef")
    assert not [one for one in course.workbench.tell("kept", who=course.person("staff")) if one["state"]]


def test_the_form_says_what_is_wrong_beside_it_and_keeps_what_is_right(course: Course) -> None:
    page = course.visit("staff", "studio_view")
    page.get_by_label("Module", exact=True).select_option("intake")
    page.get_by_label("Welk deel?").select_option("round-1")
    weight = page.get_by_label("Waarvoor telt het mee?")
    weight.fill("veel")
    save = page.get_by_role("button", name="Bewaar")
    save.click()
    expect(weight).to_be_focused()
    expect(weight).to_have_accessible_description(re.compile("Dit moet een getal zijn"))
    weight.fill("2")
    save.press(" ")
    expect(page.locator(".wegwijs-form")).to_have_attribute("data-kept", "true")
    olx = course.workbench.tell("olx", name=course.name)
    assert 'module="intake" variant="round-1"' in olx
    assert 'display_name="Wat denk jij?"' in olx
    assert 'weight="2.0"' in olx


def test_the_form_of_a_module_of_its_own_asks_for_no_module(course: Course) -> None:
    course.put_up("<wegwijs_intake/>")
    page = course.visit("staff", "studio_view")
    expect(page.get_by_label("Module", exact=True)).to_have_count(0)
    expect(page.get_by_label("Welk deel?").locator("option")).to_have_count(4)
    points = page.get_by_label("Geef een punt door aan de cursus")
    points.uncheck()
    expect(page.get_by_label("Waarvoor telt het mee?")).to_be_hidden()
    page.get_by_role("button", name="Bewaar").click()
    expect(page.locator(".wegwijs-form")).to_have_attribute("data-kept", "true")
    assert 'has_score="false"' in course.workbench.tell("olx", name=course.name)


# For everyone

_AXE = Path(axe.__file__).parent / "vendor" / "axe" / "axe.min.js"
_OURS = "() => axe.run('.wegwijs', {iframes: false}).then(({violations}) => violations.map(({id}) => id))"


@pytest.mark.parametrize("view", ["student_view", "author_view", "studio_view"])
def test_axe_finds_nothing_around_a_session(view: str, course: Course) -> None:
    page = course.visit("staff", view)
    page.evaluate(_AXE.read_text())
    assert page.evaluate(_OURS) == []


def test_axe_finds_nothing_in_the_frame(course: Course) -> None:
    frame = lesson(course.visit(color_scheme="dark", viewport={"width": 360, "height": 740}))
    write(frame, "meaning", "ik")
    assert axe.violations(frame) == []


def test_it_is_done_by_keyboard_alone(course: Course) -> None:
    page = course.visit()
    frame = lesson(page)
    keyboard = Keyboard(page)
    keyboard.press(frame.get_by_role("button", name="Begin"))
    keyboard.press(frame.get_by_role("button", name="Verder", exact=True))
    keyboard.write(frame.locator(".is-now textarea").first, "met de hand")
    saved(frame)
    keyboard.tab_to(page.get_by_role("link", name="Open in een eigen venster"))
