"""What a learner can do where questions come and go with the answers, and none has to be answered."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import axe
from tests.browser.conftest import Publish, Visitor
from tests.browser.keyboard import Keyboard
from tests.browser.one_activity import kept, module_with, open_activity, screen

pytestmark = pytest.mark.browser

STRUCTURE = (
    "type: survey, on-paper: true, questions: [{id: further, kind: choice, choices: [yes, maybe, no]}, "
    "{id: reasons, kind: multi, choices: [tired, work, other], when: {further: [maybe, no]}}, "
    "{id: why, kind: text, when: {reasons: [other]}}]"
)
WORDS = """\
title: Verder
ask: Wil je verder studeren?
questions:
  further:
    choices: {yes: Ja, maybe: Misschien, no: Nee}
  reasons:
    ask: Wat houdt je tegen?
    hint: Kies er zoveel je wil.
    choices: {tired: "Ik heb genoeg van [[school|idee]]", work: Ik wil werken, other: Iets anders}
  why: {ask: "Wat dan?"}"""


@pytest.fixture
def page(tmp_path: Path, publish: Publish, visitor: Visitor) -> Page:
    """The screen of a survey with three questions, on a small phone."""
    return open_activity(module_with(tmp_path, STRUCTURE, WORDS), publish, visitor)


def asked(page: Page) -> list[str]:
    """Return the ids of the questions that are shown."""
    shown = screen(page).locator("[data-question]:visible")
    found: list[str] = shown.evaluate_all("found => found.map(({dataset}) => dataset.question)")
    return found


def test_a_question_comes_and_goes_with_the_answer_it_hangs_on(page: Page) -> None:
    assert asked(page) == ["further"]
    page.get_by_label("Misschien").check()
    assert asked(page) == ["further", "reasons"]
    page.get_by_label("Iets anders").check()
    assert asked(page) == ["further", "reasons", "why"]
    page.get_by_label("Ja", exact=True).check()
    assert asked(page) == ["further"]


def test_what_comes_and_goes_is_said(page: Page) -> None:
    status = screen(page).locator("[data-status]")
    expect(status).to_be_empty()
    page.get_by_label("Nee").check()
    expect(status).to_have_text("Er komt iets bij: Wat houdt je tegen?")
    page.get_by_label("Ja", exact=True).check()
    expect(status).to_have_text("Een vraag valt weg.")


def test_no_more_is_kept_than_what_is_asked(page: Page) -> None:
    page.get_by_label("Nee").check()
    page.get_by_label("Iets anders").check()
    page.get_by_label("Wat dan?").fill("Het huis.")
    assert kept(page) == {"further": "no", "reasons": ["other"], "why": "Het huis."}
    page.get_by_label("Ja", exact=True).check()
    expect(page.locator("[data-part=saved]")).to_have_attribute("data-state", "unsaved")
    expect(page.locator("[data-part=saved]")).to_have_attribute("data-state", "saved")

    assert kept(page) == {"further": "yes"}


def test_whoever_changes_back_finds_the_answers_again(page: Page) -> None:
    page.get_by_label("Nee").check()
    page.get_by_label("Ik wil werken").check()
    page.get_by_label("Ja", exact=True).check()
    page.get_by_label("Misschien").check()

    assert kept(page) == {"further": "maybe", "reasons": ["work"]}


def test_a_choice_can_be_taken_back(page: Page) -> None:
    clear = screen(page).get_by_role("button", name="Wis dit antwoord")
    expect(clear).to_be_hidden()
    page.get_by_label("Nee").check()
    clear.click()

    expect(page.get_by_label("Ja", exact=True)).to_be_focused()
    expect(page.get_by_label("Nee")).not_to_be_checked()
    assert asked(page) == ["further"]
    assert kept(page) == {}


def test_whoever_would_rather_not_keeps_it_all_to_themselves(page: Page) -> None:
    page.get_by_label("Nee").check()
    page.get_by_label("Dit houd ik liever voor mezelf").check()

    assert asked(page) == []
    expect(screen(page).get_by_text("Van deze vragen wordt niets bewaard.")).to_be_visible()
    assert kept(page) == {"rather-not": True}
    page.get_by_label("Dit houd ik liever voor mezelf").uncheck()
    expect(page.get_by_label("Nee")).to_be_checked()


def test_a_reload_brings_everything_back(page: Page) -> None:
    page.get_by_label("Nee").check()
    page.get_by_label("Iets anders").check()
    page.get_by_label("Wat dan?").fill("Het huis.")
    kept(page)
    page.reload()

    expect(page.get_by_label("Nee")).to_be_checked()
    expect(page.get_by_label("Wat dan?")).to_have_value("Het huis.")
    expect(screen(page).locator("[data-status]")).to_be_empty()


def test_by_keyboard_alone(page: Page) -> None:
    keyboard = Keyboard(page)
    keyboard.choose(page.get_by_label("Ja", exact=True))
    keyboard.tab_to(page.get_by_label("Iets anders"))
    page.keyboard.press("Space")
    keyboard.write(page.get_by_label("Wat dan?"), "Het huis.")

    assert kept(page) == {"further": "maybe", "reasons": ["other"], "why": "Het huis."}


def test_a_hard_word_opens_its_meaning_and_chooses_nothing(page: Page) -> None:
    page.get_by_label("Nee").check()
    screen(page).locator(".survey-choice .term").click()

    expect(page.locator(".term-card")).to_contain_text("Wat je denkt.")
    expect(page.get_by_label("Ik heb genoeg van school")).not_to_be_checked()


def test_the_first_question_is_the_heading_of_the_screen(page: Page) -> None:
    expect(screen(page).get_by_role("group", name="Wil je verder studeren?")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_with_everything_open(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 320, "height": 640})
    page.get_by_label("Nee").check()
    page.get_by_label("Iets anders").check()
    page.get_by_label("Wat dan?").fill("onafgebroken" * 30)

    assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_from_right_to_left_nothing_sticks_out(page: Page) -> None:
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.get_by_label("Nee").check()

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_on_paper_every_question_stands_with_what_it_hangs_on(page: Page) -> None:
    page.emulate_media(media="print")
    when = screen(page).locator(".survey-when")

    assert asked(page) == ["further", "reasons", "why"]
    expect(when.first).to_have_text("Alleen voor wie dit koos Misschien, Nee")
    expect(when.last).to_have_text("Alleen voor wie dit koos Iets anders")
    expect(screen(page).get_by_text("Dit houd ik liever voor mezelf")).to_be_hidden()
