"""What a learner can do with questions on a wall."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import axe
from tests.browser.conftest import Publish, Visitor
from tests.browser.keyboard import Keyboard
from tests.browser.one_activity import kept, module_with, open_activity, screen

pytestmark = pytest.mark.browser

Open = Callable[..., Page]

WALL = "type: question-wall, themes: [study, life], from: [identity/my-questions], widest-audience: class"
WORDS = """\
title: Vragenmuur
ask: Wat wil je weten?
themes:
  study: {label: Studeren, examples: ["Hoe werkt een les?", "Wat is een [[idee]]?"]}
  life: {label: Leven}
states: {open: nog open, answered: beantwoord, passed: doorgegeven}
answer: Dit vond ik"""

EARLIER = {
    "identity/my-questions": {
        "module": "Wie ben jij?",
        "title": "Mijn vragen",
        "lines": [],
        "value": [{"step": "past", "text": "Vroeger gevraagd?"}],
    }
}


@pytest.fixture
def open_wall(tmp_path: Path, publish: Publish, visitor: Visitor) -> Open:
    """Return a function that opens the wall, perhaps with what was asked before."""
    module = module_with(tmp_path, WALL, WORDS)

    def open_screen(value: Any = None, mine: Any = None, **loaded: Any) -> Page:
        answers = {"asked": value, "my-questions": mine}
        given = {name: found for name, found in answers.items() if found}
        return open_activity(module, publish, visitor, given, **loaded)

    return open_screen


def asked(theme: str, text: str, state: str = "open", answer: str = "") -> dict[str, str]:
    return {"theme": theme, "text": text, "state": state, "answer": answer}


def board(page: Page, name: str) -> Locator:
    return screen(page).get_by_role("region", name=name)


def test_a_question_goes_under_its_theme(open_wall: Open) -> None:
    page = open_wall()
    board(page, "Leven").get_by_role("button", name="Schrijf een vraag").click()
    page.keyboard.type("Maak ik er vrienden?")

    assert kept(page) == [asked("life", "Maak ik er vrienden?")]


def test_writing_again_goes_on_in_the_note_that_is_empty(open_wall: Open) -> None:
    page = open_wall()
    add = board(page, "Leven").get_by_role("button", name="Schrijf een vraag")
    add.click()
    add.click()

    expect(board(page, "Leven").get_by_role("textbox")).to_have_count(1)
    expect(board(page, "Leven").get_by_role("textbox")).to_be_focused()


def test_an_example_is_taken_over_and_then_gone_from_the_list(open_wall: Open) -> None:
    page = open_wall()
    board(page, "Studeren").get_by_role("button", name="Voorbeeldvragen").click()
    board(page, "Studeren").get_by_role("button", name="Neem deze vraag over").first.click()

    expect(board(page, "Studeren").get_by_label("Jouw vraag")).to_have_value("Hoe werkt een les?")
    expect(board(page, "Studeren").get_by_role("button", name="Neem deze vraag over")).to_have_count(1)
    assert kept(page) == [asked("study", "Hoe werkt een les?")]


def test_what_was_found_has_its_place_once_a_question_is_answered(open_wall: Open) -> None:
    page = open_wall([asked("study", "Wat als ik te laat ben?")])
    expect(page.get_by_label("Dit vond ik")).to_be_hidden()
    page.get_by_label("beantwoord").check()
    page.get_by_label("Dit vond ik").fill("Stil binnengaan.")

    assert kept(page) == [asked("study", "Wat als ik te laat ben?", "answered", "Stil binnengaan.")]


def test_what_was_found_stays_in_sight_when_the_question_opens_again(open_wall: Open) -> None:
    page = open_wall([asked("study", "Wat kost het?", "answered", "Dat hangt ervan af.")])
    page.get_by_label("nog open").check()

    expect(page.get_by_label("Dit vond ik")).to_have_value("Dat hangt ervan af.")


def test_passing_on_says_that_sharing_is_the_learners_own_act(open_wall: Open) -> None:
    page = open_wall([asked("life", "Wat als ik niemand ken?")])
    note = board(page, "Leven").get_by_text("Deel je vragen onderaan")
    expect(note).to_be_hidden()
    page.get_by_label("doorgegeven").check()

    expect(note).to_be_visible()
    assert kept(page) == [asked("life", "Wat als ik niemand ken?", "passed")]
    expect(screen(page).locator("[data-part=who]")).to_contain_text("dit toestel")


def test_a_question_taken_away_can_be_put_back(open_wall: Open) -> None:
    page = open_wall([asked("study", "a"), asked("life", "b")])
    board(page, "Studeren").get_by_role("button", name="Haal weg").click()
    assert kept(page) == [asked("life", "b")]
    screen(page).get_by_role("button", name="Zet terug").click()

    expect(board(page, "Studeren").get_by_label("Jouw vraag")).to_be_focused()
    page.wait_for_timeout(900)  # longer than the pause before saving
    assert kept(page) == [asked("study", "a"), asked("life", "b")]


def test_questions_asked_elsewhere_can_go_on_the_wall(open_wall: Open) -> None:
    page = open_wall(
        mine=[{"step": "start", "text": "Hier gevraagd?"}],
        carried=EARLIER,
    )
    earlier = screen(page).get_by_role("region", name="Dit vroeg je al eerder. Bij welk thema past het?")
    expect(earlier.get_by_role("listitem")).to_have_count(2)
    earlier.get_by_role("listitem").nth(1).get_by_role("button", name="Zet bij Leven").click()

    expect(earlier.get_by_role("listitem")).to_have_count(1)
    assert kept(page) == [asked("life", "Vroeger gevraagd?")]


def test_earlier_questions_can_be_left_behind_and_taken_along_again(open_wall: Open) -> None:
    page = open_wall(carried=EARLIER)
    question = screen(page).get_by_text("Vroeger gevraagd?")
    screen(page).get_by_role("button", name="Neem vragen van vroeger niet mee").click()
    expect(question).to_be_hidden()
    screen(page).get_by_role("button", name="Neem vragen van vroeger weer mee").click()

    expect(question).to_be_visible()


def test_without_earlier_questions_nothing_is_said_of_them(open_wall: Open) -> None:
    expect(screen(open_wall()).get_by_text("Dit vroeg je al eerder")).to_be_hidden()


def test_by_keyboard_alone(open_wall: Open) -> None:
    page = open_wall()
    keyboard = Keyboard(page)
    keyboard.press(board(page, "Leven").get_by_role("button", name="Schrijf een vraag"))
    page.keyboard.type("Is er een koor?")
    keyboard.choose(page.get_by_label("nog open"))
    keyboard.write(page.get_by_label("Dit vond ik"), "Ja.")

    assert kept(page) == [asked("life", "Is er een koor?", "answered", "Ja.")]


def test_no_barrier_at_320_px_in_light_or_dark(open_wall: Open) -> None:
    notes = [
        asked("study", "onafgebroken" * 30, "passed"),
        asked("life", "b", "answered", "onafgebroken" * 30),
    ]
    page = open_wall(notes, mine=[{"step": "", "text": "Eerder?"}])
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(reduced_motion="reduce")
    board(page, "Studeren").get_by_role("button", name="Voorbeeldvragen").click()
    found = axe.violations(page)
    page.emulate_media(color_scheme="dark")

    assert found + axe.violations(page, "color-contrast") == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_on_paper_the_examples_can_be_read(open_wall: Open) -> None:
    page = open_wall()
    page.emulate_media(media="print")

    expect(screen(page).get_by_text("Hoe werkt een les?")).to_be_visible()
