"""The runtime in a real browser: screens, sharing, languages, two windows, the end."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from modules.kit.module import Module
from tests import axe
from tests.browser.conftest import Publish, Visitor
from tests.browser.walking import go, go_to_end, now, saved

pytestmark = pytest.mark.browser

SCREENS = ["start", "step:start", "thought", "step:more", "key-words", "extra", "end"]


def test_one_screen_shows_at_a_time_and_takes_the_focus(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    page = visitor.visit(publish(module))
    seen = [now(page)]
    page.get_by_role("button", name="Begin").click()
    while (here := now(page)) != "end":
        seen.append(here)
        assert page.locator(".screen:visible").count() == 1
        expect(page.locator(".is-now .heading")).to_be_focused()
        page.get_by_role("button", name=re.compile("^(Verder|Naar het einde)$")).click()
    assert [*seen, "end"] == SCREENS


def test_no_screen_breaks_the_rules_of_accessibility(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    page = visitor.visit(publish(module))
    for screen in SCREENS:
        assert axe.violations(page) == [], screen
        page.locator("[data-action=begin]:visible, [data-action=next]:visible").first.or_(
            page.locator("[data-action=back]")
        ).first.click()


def test_no_screen_is_wider_than_a_small_phone(module: Module, publish: Publish, visitor: Visitor) -> None:
    page = visitor.visit(publish(module))
    page.set_viewport_size({"width": 320, "height": 600})
    for screen in SCREENS[1:]:
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, screen
        page.locator("[data-action=begin]:visible, [data-action=next]:visible").first.click()


def test_the_title_of_the_document_names_the_screen(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    page = visitor.visit(publish(module))
    go(page, "thought")
    expect(page).to_have_title(re.compile("^Welk idee heb je. . Oefening$"))


def test_an_answer_is_saved_after_a_pause_and_there_after_a_reload(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    page = visitor.visit(publish(module))
    go(page, "thought")
    page.get_by_role("textbox").fill("<b>Mijn</b> 🙂 מה")
    expect(page.locator("[data-part=saved]")).to_have_text("Nog niet bewaard")
    saved(page)
    page.reload()
    expect(page.locator(".is-now").get_by_role("textbox")).to_have_value("<b>Mijn</b> 🙂 מה")


def test_an_answer_typed_just_before_leaving_is_kept(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    address = publish(module)
    page = visitor.visit(address)
    go(page, "thought")
    page.get_by_role("textbox").fill("op het nippertje")
    page.goto("about:blank")
    page.goto(address)
    go(page, "thought")
    expect(page.locator(".is-now").get_by_role("textbox")).to_have_value("op het nippertje")


def test_a_later_visit_offers_to_go_on(module: Module, publish: Publish, visitor: Visitor) -> None:
    address = publish(module)
    page = visitor.visit(address)
    go(page, "key-words")
    saved(page)
    later = visitor.visit(address)
    later.get_by_role("button", name="Ga verder waar je was").click()
    assert now(later) == "key-words"


def test_the_back_button_of_the_browser_goes_one_screen_back(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    page = visitor.visit(publish(module))
    go(page, "thought")
    page.evaluate("history.back()")
    expect(page.locator(".is-now")).to_have_attribute("data-screen", "step:start")


def test_the_address_never_changes(module: Module, publish: Publish, visitor: Visitor) -> None:
    address = publish(module)
    page = visitor.visit(address)
    go(page, "thought")
    page.locator(".road a").last.click()
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    assert page.url == address


def test_the_whole_module_goes_by_keyboard(module: Module, publish: Publish, visitor: Visitor) -> None:
    page = visitor.visit(publish(module))

    def press_until(name: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent.trim()") == name:
                page.keyboard.press("Enter")
                return
        raise AssertionError(f"no way to {name} by keyboard on {now(page)}")

    press_until("Begin")
    press_until("Verder")
    page.keyboard.press("Tab")
    for _ in range(30):
        if page.evaluate("document.activeElement.matches('.is-now textarea')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type("twee woorden")
    for _ in range(3):
        press_until("Verder")
    press_until("Naar het einde")
    press_until("Ik ben klaar")
    expect(page.locator("#end .heading")).to_have_text("Goed gedaan")


def test_done_steps_are_marked_on_the_road_and_at_the_end(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    page = visitor.visit(publish(module))
    go(page, "thought")
    page.get_by_role("textbox").fill("twee woorden")
    go_to_end(page)
    expect(page.locator("[data-part=done] li")).to_have_text(["Gedachte"])
    expect(page.locator("[data-part=open] li")).to_have_text(["Woorden", "Extra"])
    expect(page.locator(".road li").first).to_contain_text("gedaan")


def test_what_is_done_on_paper_counts(module: Module, publish: Publish, visitor: Visitor) -> None:
    page = visitor.visit(publish(module))
    go(page, "thought")
    page.get_by_label("Ik deed dit op papier of hardop").check()
    go_to_end(page)
    expect(page.locator("[data-part=done] li")).to_have_text(["Gedachte"])
    expect(page.locator(".booklet")).to_contain_text("Op papier of hardop gedaan")


def test_sharing_is_an_act_that_can_be_taken_back(module: Module, publish: Publish, visitor: Visitor) -> None:
    page = visitor.visit(publish(module, shares=["learner", "facilitator", "class"]))
    go(page, "thought")
    page.get_by_role("textbox").fill("een gedachte")
    who = page.locator(".is-now .who")
    expect(who.locator("[data-part=who]")).to_have_text("Alleen wie dit toestel gebruikt")
    who.get_by_role("button", name="Delen").click()
    who.get_by_label("Jij, je begeleider en je klas").check()
    expect(who).to_contain_text("Je klas kan dit antwoord zien, zonder je naam")
    saved(page)
    assert stored(page)["thought"]["audience"] == "class"
    who.get_by_label("Alleen wie dit toestel gebruikt").check()
    expect(page.locator("[data-part=saved]")).to_have_text("Nog niet bewaard")
    saved(page)
    assert stored(page)["thought"]["audience"] == "learner"


def stored(page: Page) -> dict[str, Any]:
    return dict(json.loads(page.evaluate("localStorage['wegwijs.preview.practice']"))["answers"])


def test_where_nobody_else_can_look_there_is_nothing_to_choose(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    page = visitor.visit(publish(module))
    go(page, "thought")
    assert page.locator(".is-now .who button").count() == 0


def test_another_language_keeps_answer_screen_and_address(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    address = publish(module)
    page = visitor.visit(address)
    go(page, "thought")
    page.get_by_role("textbox").fill("nog niet bewaard")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("button", name="Next")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".is-now").get_by_role("textbox")).to_have_value("nog niet bewaard")
    assert (now(page), page.url) == ("thought", address)


def test_the_chosen_language_survives_a_reload(module: Module, publish: Publish, visitor: Visitor) -> None:
    page = visitor.visit(publish(module))
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("button", name="Begin")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    page.locator("html.is-live").wait_for()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("button", name="I have a question")).to_be_visible()


def test_a_hard_word_opens_its_meaning_and_closes_with_escape(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    page = visitor.visit(publish(module))
    go(page, "thought")
    page.get_by_role("button", name="idee").press("Enter")
    expect(page.locator(".term-card")).to_have_text("idee: Wat je denkt.")
    page.keyboard.press("Escape")
    expect(page.locator(".term-card")).to_be_empty()


def test_a_question_can_be_asked_on_every_screen(module: Module, publish: Publish, visitor: Visitor) -> None:
    page = visitor.visit(publish(module))
    go(page, "thought")
    page.get_by_role("button", name="Ik heb een vraag").click()
    page.get_by_role("dialog").get_by_role("textbox").first.fill("Mag ik hier tekenen?")
    page.get_by_role("button", name="Sluiten").click()
    saved(page)
    assert stored(page)["my-questions"]["value"] == [{"step": "start", "text": "Mag ik hier tekenen?"}]


def test_two_windows_never_overwrite_each_other_unseen(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    address = publish(module)
    one, two = visitor.visit(address), visitor.visit(address)
    for page, text in ((one, "venster een"), (two, "venster twee")):
        go(page, "thought")
        page.get_by_role("textbox").fill(text)
        if page is one:
            saved(page)
    conflict = two.locator(".conflict")
    expect(conflict).to_contain_text("venster een")
    expect(conflict).to_contain_text("venster twee")
    conflict.get_by_role("button", name="Neem het andere").click()
    expect(two.locator(".is-now").get_by_role("textbox")).to_have_value("venster een")


def test_my_side_of_a_conflict_is_saved_when_i_keep_it(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    address = publish(module)
    one, two = visitor.visit(address), visitor.visit(address)
    for page, text in ((one, "venster een"), (two, "venster twee")):
        go(page, "thought")
        page.get_by_role("textbox").fill(text)
        if page is one:
            saved(page)
    two.get_by_role("button", name="Houd wat hier staat").click()
    saved(two)
    assert stored(two)["thought"]["value"] == "venster twee"


def test_a_text_that_is_too_long_stays_and_says_so(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    page = visitor.visit(publish(module))
    go(page, "thought")
    page.get_by_role("textbox").fill("x" * 20_001)
    expect(page.locator(".is-now .trouble")).to_contain_text("te lang")
    page.get_by_role("textbox").fill("kort genoeg")
    expect(page.locator(".is-now .trouble")).to_be_empty()


def test_all_works_where_the_browser_forbids_storage(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    visitor.context.add_init_script(
        """for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
          Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError") } });
        }"""
    )
    page = visitor.visit(publish(module))
    go(page, "thought")
    page.get_by_role("textbox").fill("vluchtig")
    expect(page.locator("[data-part=saved]")).to_have_text("Wordt hier niet bewaard")
    go_to_end(page)
    expect(page.locator(".booklet")).to_contain_text("vluchtig")


def test_an_activity_that_fails_stops_no_other(module: Module, publish: Publish, visitor: Visitor) -> None:
    visitor.context.route("**/types/short-text/activity.js", lambda route: route.abort())
    page = visitor.visit(publish(module))
    go(page, "thought")
    expect(page.locator(".is-now .notice")).to_contain_text("werkt nu niet")
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Verder").click()
    page.locator(".is-now").get_by_role("textbox").first.fill("wel")
    saved(page)
    assert visitor.complaints
    visitor.complaints.clear()


def test_the_booklet_is_kept_as_one_file_with_the_answers_as_text(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    page = visitor.visit(publish(module))
    go(page, "thought")
    page.get_by_role("textbox").fill("<script>alert(1)</script>")
    go_to_end(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Bewaar als bestand").click()
    file = Path(download.value.path()).read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in file
    assert "<script" not in file
    assert re.findall(r'src="(?!data:)', file) == []


def test_a_facilitator_sees_the_guide_beside_each_activity(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    guide = {"": "<p>overzicht</p>", "thought": "<p>vraag door</p>"}
    page = visitor.visit(publish(module, role="facilitator", guide=guide))
    expect(page.locator(".banner")).to_contain_text("telt niet mee")
    expect(page.locator(".is-now .guide-place")).to_have_text("overzicht")
    go(page, "thought")
    expect(page.locator(".is-now .guide-place")).to_have_text("vraag door")
    go_to_end(page)
    expect(page.get_by_role("button", name="Ik ben klaar")).to_be_hidden()


def test_without_script_everything_can_be_read(module: Module, publish: Publish, visitor: Visitor) -> None:
    context = visitor.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    page = context.new_page()
    page.goto(publish(module))
    for screen in SCREENS:
        expect(page.locator(f"[data-screen='{screen}']")).to_be_visible()
    expect(page.locator("#glossary")).to_be_visible()
    assert page.locator("button:visible").count() == 0
    context.close()


VOICES = """
class Said { constructor(text) { this.text = text } }
const heard = [];
const synthesis = {
  getVoices: () => [{ localService: LOCAL, lang: "nl-BE" }],
  speak: (part) => heard.push(part.text),
  cancel() {},
  addEventListener() {},
};
Object.defineProperty(window, "speechSynthesis", { value: synthesis });
window.SpeechSynthesisUtterance = Said;
window.heard = heard;
"""


def test_a_screen_is_read_aloud_by_a_voice_of_the_device(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    visitor.context.add_init_script(VOICES.replace("LOCAL", "true"))
    page = visitor.visit(publish(module))
    go(page, "thought")
    page.get_by_role("button", name="Lees voor").click()
    assert page.evaluate("heard")[:2] == ["Gedachte", "Welk idee heb je?"]
    expect(page.get_by_role("button", name="Stop met lezen")).to_be_visible()


def test_no_text_is_read_by_a_voice_from_elsewhere(
    module: Module, publish: Publish, visitor: Visitor
) -> None:
    visitor.context.add_init_script(VOICES.replace("LOCAL", "false"))
    page = visitor.visit(publish(module))
    expect(page.locator("[data-action=aloud]")).to_be_hidden()
