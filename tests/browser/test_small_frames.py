"""A small frame inside an LMS on a phone: room for the answer, and nothing that opens out of sight."""

import pytest
from playwright.sync_api import Locator, Page, expect

from modules.kit.module import Module
from modules.kit.registry import load_registry
from tests.browser.conftest import Publish, Visitor
from tests.browser.walking import go

pytestmark = pytest.mark.browser


def sticks(page: Page, selector: str) -> bool:
    return bool(
        page.evaluate(f"getComputedStyle(document.querySelector('{selector}')).position === 'sticky'")
    )


def is_in_sight(page: Page, found: Locator) -> bool:
    """Whether it stands between the top of the window and the bar."""
    box, bar = found.bounding_box(), page.locator(".bar").bounding_box()
    assert box
    assert bar
    return box["y"] >= 0 and box["y"] + box["height"] <= bar["y"] + 1


def test_in_a_low_frame_the_road_scrolls_away_and_the_bar_is_low(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    page = visitor.visit(publish(module))
    page.set_viewport_size({"width": 360, "height": 544})
    go(page, "thought")
    assert not sticks(page, ".road")
    assert sticks(page, ".bar")
    box = page.locator(".bar").bounding_box()
    assert box
    assert box["height"] <= 90


def test_in_a_very_low_frame_nothing_sticks_over_the_text(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    page = visitor.visit(publish(module))
    page.set_viewport_size({"width": 360, "height": 480})
    go(page, "thought")
    assert not sticks(page, ".road")
    assert not sticks(page, ".bar")


def test_the_choice_with_whom_to_share_opens_in_sight(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    page = visitor.visit(publish(module, shares=["learner", "facilitator", "class"]))
    page.set_viewport_size({"width": 360, "height": 600})
    go(page, "thought")
    page.get_by_role("button", name="Delen").click()
    chooser = page.locator(".is-now .who-chooser")
    expect(chooser).to_be_visible()
    assert is_in_sight(page, chooser.get_by_role("radio").last)


def test_who_asks_a_question_sees_who_will_read_it(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    page = visitor.visit(publish(module, shares=["learner", "facilitator"]))
    page.get_by_role("button", name="Ik heb een vraag").click()
    expect(page.get_by_role("dialog").get_by_label("Jij en je begeleider")).to_be_visible()


def test_who_can_look_up_an_unshared_answer_is_said_where_one_can_share(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    page = visitor.visit(publish(module, shares=["learner", "facilitator"]))
    go(page, "thought")
    page.get_by_role("button", name="Delen").click()
    expect(page.locator(".is-now .who [role=status]")).to_contain_text(
        "Wie dit toestel gebruikt, kan het wel lezen"
    )


def test_a_question_promises_no_reader_where_there_is_none(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    page = visitor.visit(publish(module))
    page.get_by_role("button", name="Ik heb een vraag").click()
    expect(page.get_by_role("dialog")).not_to_contain_text("begeleider")


def test_the_meaning_of_a_hard_word_goes_when_the_learner_goes_on(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    page = visitor.visit(publish(module))
    go(page, "thought")
    page.get_by_role("button", name="idee").press("Enter")
    page.get_by_role("textbox").focus()
    expect(page.locator(".term-card")).to_be_empty()


def test_a_facilitator_comes_to_the_guide_of_the_activity(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    guide = {
        "": "<aside class=guide><h2>overzicht</h2></aside>",
        "thought": "<aside class=guide><h2>door</h2></aside>",
    }
    page = visitor.visit(publish(module, role="facilitator", guide=guide))
    go(page, "thought")
    page.get_by_role("button", name="Zo begeleid je dit").click()
    expect(page.get_by_role("heading", name="door")).to_be_focused()


def test_a_facilitator_comes_to_the_guide_of_the_session_from_elsewhere(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    guide = {
        "": "<aside class=guide><h2>overzicht</h2></aside>",
        "thought": "<aside class=guide><h2>door</h2></aside>",
    }
    page = visitor.visit(publish(module, role="facilitator", guide=guide))
    go(page, "step:start")
    page.get_by_role("button", name="Zo begeleid je dit").click()
    expect(page.get_by_role("heading", name="overzicht")).to_be_focused()


def test_a_task_is_not_parted_from_its_fields_on_paper(publish: Publish, visitor: Visitor) -> None:
    page = visitor.visit(publish(load_registry().modules["identity"]))
    page.emulate_media(media="print")
    assert page.locator(".paper:visible").count() == 0, "whoever holds the paper need not say so"
    assert page.evaluate("getComputedStyle(document.querySelector('#a-photos .hint')).breakAfter") == "avoid"


def test_two_versions_of_an_answer_are_shown_from_their_heading_on(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    address = publish(module)
    one, two = visitor.visit(address), visitor.visit(address)
    for page, text in ((one, "venster een"), (two, "venster twee")):
        page.set_viewport_size({"width": 360, "height": 640})
        go(page, "thought")
        page.get_by_role("textbox").fill(text)
        if page is one:
            expect(page.locator("[data-part=saved][data-state=saved]")).to_be_attached()
    heading = two.locator(".conflict h2")
    expect(heading).to_be_in_viewport(ratio=1)
    road, box = two.locator(".road").bounding_box(), heading.bounding_box()
    assert road
    assert box
    assert box["y"] >= road["y"] + road["height"]


def test_a_facilitator_prints_empty_worksheets_without_the_guide(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    visitor.context.add_init_script("window.print = () => {}")
    guide = {"": "<aside class=guide><h2>overzicht</h2></aside>", "thought": "<p>door</p>"}
    page = visitor.visit(publish(module, role="facilitator", guide=guide))
    go(page, "thought")
    page.get_by_role("textbox").fill("een proef")
    page.locator(".road a").last.click()
    page.get_by_role("button", name="Druk lege werkbladen af").click()
    page.emulate_media(media="print")
    expect(page.locator("#a-thought textarea")).to_be_visible()
    expect(page.locator("#a-thought textarea")).to_have_css("color", "rgba(0, 0, 0, 0)")
    expect(page.locator(".guide-place").first).to_be_hidden()
    expect(page.locator(".booklet")).to_be_hidden()
