"""The class live in a browser: from a learner's choice to the wall, steered by two, without network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect

from lti_tool.settings import Settings
from modules.kit.registry import Registry
from tests.browser.test_session_guide import at, problems, put
from tests.browser.walking import go
from tests.live_class import Window, module, share, window
from tests.lti_platform_double import INSTRUCTOR, PlatformDouble
from tests.running_tool import RunningTool, running_tool

pytestmark = pytest.mark.browser
WALL = {"width": 1920, "height": 1080}
STUDENT_LIFE = module("student-life")
ABUSE = "<img src=x onerror=document.title='gehackt'>"


@pytest.fixture
def school(settings: Settings, registry: Registry, platform: PlatformDouble) -> Iterator[RunningTool]:
    with running_tool(settings, registry, platform) as running:
        yield running


@pytest.fixture
def context(chromium: Chromium) -> Iterator[BrowserContext]:
    with chromium.new_context(locale="nl-BE", viewport=WALL) as found:
        found.set_default_timeout(8000)
        yield found


def address(school: RunningTool, kind: str, query: str = "", **claims: Any) -> str:
    teacher = school.open(sub="teacher-1", roles=[INSTRUCTOR], **claims)
    return school.address(teacher, kind).replace("#", f"{query}#")


def open_wall(school: RunningTool, context: BrowserContext, **claims: Any) -> Page:
    page = context.new_page()
    page.goto(address(school, "screen", **claims))
    page.locator("session-screen").wait_for()
    return page


def steering(school: RunningTool, activity: str, *what: str, **claims: Any) -> Window:
    found = window(school, "steer", **claims)
    for one in what:
        found.do(one, activity)
    return found


def class_of_five(school: RunningTool, words: tuple[str, ...] = ("familie", "taal")) -> None:
    for number in range(5):
        share(school, number, "meaning", words[number % len(words)])


def words_on(page: Page) -> Any:
    return page.locator("live-look .cloud bdi")


def test_what_a_learner_shares_comes_on_the_wall_and_goes_when_taken_back(
    school: RunningTool, context: BrowserContext
) -> None:
    steering(school, "meaning", "small")
    put(school, at("meaning"))
    wall = open_wall(school, context)
    expect(wall.get_by_text("Nog niemand deelde.")).to_be_visible()
    learner = context.new_page()
    learner.goto(school.address(school.open(sub="learner-1")))
    learner.locator("html.is-live").wait_for()
    go(learner, "meaning")
    learner.get_by_role("textbox").first.fill("vrijheid")
    who = learner.locator(".is-now .who")
    who.get_by_role("button", name="Delen").click()
    expect(who.get_by_text("In een kleine groep kan men je herkennen.")).to_be_visible()
    who.get_by_label("Jij, je begeleider en je klas").check()
    wall.bring_to_front()
    expect(words_on(wall)).to_have_text(["vrijheid"])
    who.get_by_label("Alleen jij").check()
    expect(wall.get_by_text("Nog niemand deelde.")).to_be_visible()


def test_the_wall_shows_nothing_until_it_is_turned_on_and_leaves_with_its_exercise(
    school: RunningTool, context: BrowserContext
) -> None:
    class_of_five(school)
    put(school, at("meaning"))
    wall = open_wall(school, context)
    with wall.expect_response("**/class/live/look*"):
        pass
    expect(words_on(wall)).to_have_count(0)
    guide = context.new_page()
    guide.goto(address(school, "guide"))
    guide.get_by_role("button", name="Toon op het scherm").click()
    wall.bring_to_front()
    expect(words_on(wall)).to_have_count(2)
    context.set_offline(True)
    guide.locator("[data-do=next]").click()
    expect(wall.locator("h2:visible")).to_have_text("Vragen over vroeger")
    expect(words_on(wall)).to_have_count(0)


def test_the_last_picture_stays_without_network_and_goes_on_by_itself(
    school: RunningTool, context: BrowserContext
) -> None:
    class_of_five(school)
    steering(school, "meaning", "show")
    page = context.new_page()
    page.goto(address(school, "class", "?part=live&activity=meaning"))
    expect(words_on(page)).to_have_count(2)
    context.set_offline(True)
    expect(page.get_by_text("Geen verbinding. Je ziet wat er het laatst was.")).to_be_visible()
    expect(words_on(page)).to_have_count(2)
    page.get_by_role("button", name="Verberg").first.click()
    expect(page.get_by_text("Geen verbinding. Probeer het zo opnieuw.")).to_be_visible()
    share(school, 8, "meaning", "moed")
    context.set_offline(False)
    expect(words_on(page)).to_have_count(3)
    expect(page.locator("[data-live=trouble]")).to_be_hidden()


def test_a_word_is_hidden_from_the_phone_by_keyboard_for_all_who_look_and_comes_back(
    school: RunningTool, context: BrowserContext
) -> None:
    class_of_five(school, ("lelijk", "mooi"))
    steering(school, "meaning", "show")
    put(school, at("meaning"))
    wall = open_wall(school, context)
    expect(words_on(wall)).to_have_count(2)
    other = context.new_page()
    other.goto(address(school, "class", "?part=live&activity=meaning"))
    guide = context.new_page()
    guide.set_viewport_size({"width": 360, "height": 740})
    guide.goto(address(school, "guide"))
    guide.get_by_text("Kijk en verberg").press("Enter")
    row = guide.locator(".live-rows li", has_text="lelijk")
    row.get_by_role("button").press("Enter")
    expect(guide.locator(".live-said")).to_be_focused()
    expect(guide.locator(".live-said")).to_contain_text("Verborgen voor iedereen: ‘lelijk’")  # noqa: RUF001
    for page in (wall, other):
        page.bring_to_front()
        expect(words_on(page)).to_have_text(["mooi"])
    guide.bring_to_front()
    guide.get_by_role("button", name="Maak ongedaan").press("Enter")
    wall.bring_to_front()
    expect(words_on(wall)).to_have_count(2)


def test_what_is_open_and_where_one_is_stays_when_something_new_comes(
    school: RunningTool, context: BrowserContext
) -> None:
    class_of_five(school)
    page = context.new_page()
    page.goto(address(school, "class", "?part=live&activity=meaning"))
    hide = page.locator(".live-rows li", has_text="taal").get_by_role("button")
    hide.focus()
    share(school, 9, "meaning", "aarde")
    expect(words_on(page)).to_have_count(3)
    expect(hide).to_be_focused()
    assert page.locator(".is-new").all_inner_texts() == ["aarde"]


def test_a_question_is_marked_as_answered_where_the_class_sees_it(
    school: RunningTool, context: BrowserContext
) -> None:
    asked = [{"theme": "study", "text": "Moet ik alle boeken kopen?", "state": "open", "answer": ""}]
    for number in range(5):
        share(school, number, "wall", asked, **STUDENT_LIFE)
    steering(school, "wall", "show", **STUDENT_LIFE)
    wall = open_wall(school, context, **STUDENT_LIFE)
    expect(wall.locator(".notes li")).to_contain_text("5\u00d7")
    page = context.new_page()
    page.goto(address(school, "class", "?part=live&activity=wall", **STUDENT_LIFE))
    page.get_by_role("button", name="Beantwoord").click()
    wall.bring_to_front()
    expect(wall.locator(".notes .state")).to_have_text("beantwoord")


@pytest.mark.parametrize("size", [WALL, {"width": 1280, "height": 720}])
def test_two_hundred_words_of_any_kind_fit_on_the_wall_as_text(
    school: RunningTool, context: BrowserContext, size: Any
) -> None:
    odd = [ABUSE, "x" * 3000, "الهوية", "🎉🎉", "a\u0301\u0302\u0303" * 20, "\u202eomgekeerd"]
    words = [*odd, *(f"woord{number}" for number in range(210))]
    for number in range(-(-len(words) // 3)):
        share(school, number, "identity-words", words[3 * number : 3 * number + 3])
    steering(school, "identity-words", "show")
    wall = open_wall(school, context)
    wall.set_viewport_size(size)
    expect(words_on(wall)).to_have_count(200)
    expect(wall.get_by_text("en nog", exact=False)).to_be_visible()
    wall.wait_for_function("document.documentElement.scrollHeight <= innerHeight")
    assert wall.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert wall.locator("live-look img").count() == 0
    assert "gehackt" not in wall.title()
    sizes = wall.locator(".cloud li").evaluate_all(
        "(words) => words.map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= size["width"] / 120


def test_on_paper_the_list_stands_without_buttons(school: RunningTool, context: BrowserContext) -> None:
    class_of_five(school)
    page = context.new_page()
    page.goto(address(school, "class", "?part=live&activity=meaning"))
    expect(words_on(page)).to_have_count(2)
    page.emulate_media(media="print")
    expect(page.locator(".live-rows").get_by_text("familie")).to_be_visible()
    expect(page.locator("live-look button:visible")).to_have_count(0)


@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(360, "light", "nl"), (360, "dark", "en"), (1920, "dark", "nl")]
)
def test_no_window_has_a_barrier(
    school: RunningTool, chromium: Chromium, width: int, scheme: Any, language: str
) -> None:
    feelings = ("tired", "proud", "happy", "afraid", "calm")
    for number, feeling in enumerate(feelings):
        value = {"picked": [feeling, "nervous"], "own": ["kriebels"], "why": ""}
        page = share(school, number, "feelings", value, **STUDENT_LIFE)
        asked = [{"theme": "life", "text": f"Vraag {number}?", "state": "open", "answer": ""}]
        page.save("wall", asked, audience="class")
    steering(school, "feelings", "show", **STUDENT_LIFE)
    asking = steering(school, "wall", "small", **STUDENT_LIFE)
    asking.about("answered", "wall", "Vraag 1?")
    asking.about("hide", "wall", "Vraag 2?")
    viewport = {"width": width, "height": 900}
    with chromium.new_context(locale=language, viewport=viewport, color_scheme=scheme) as context:
        for kind, query in (
            ("screen", ""),
            ("guide", ""),
            ("class", "?part=live"),
            ("class", "?part=live&activity=feelings"),
            ("class", "?part=live&activity=wall"),
        ):
            page = context.new_page()
            page.goto(address(school, kind, query, **STUDENT_LIFE).replace("/nl", f"/{language}"))
            there = "#live-wall" if query == "?part=live" else "live-look [data-live=look] *"
            if kind == "guide":
                page.locator("[data-do=next]").click()
            page.locator(there).first.wait_for(state="attached")
            assert problems(page) == [], (kind, query)
            page.close()
