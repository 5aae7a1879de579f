"""Session 3, one screen at a time: guess and result, notes, a shortlist."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from modules.kit.module import Module
from modules.kit.registry import load_registry
from tests.browser.conftest import Publish, Visitor
from tests.browser.one_activity import screen

pytestmark = pytest.mark.browser

GUESS = {"picked": ["tech", "sport"], "own": [], "why": ""}
RESULT = {"picked": ["music", "tech"], "own": [], "why": ""}

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def module() -> Module:
    return load_registry().modules["study-choice"]


@pytest.fixture
def open_at(module: Module, publish: Publish, visitor: Visitor) -> Open:
    """Return a function that opens an activity's screen, with the answers a learner gave before."""

    def open_screen(activity: str, **values: Any) -> Page:
        answers = {
            name.replace("_", "-"): {"value": value, "how": "screen", "audience": "learner", "revision": 1}
            for name, value in values.items()
        }
        state = json.dumps({"answers": answers, "position": activity, "finished": False})
        visitor.context.add_init_script(
            f"origin === 'null' || (localStorage['wegwijs.preview.study-choice'] ??= {json.dumps(state)})"
        )
        page = visitor.visit(publish(module))
        page.get_by_role("button", name="Ga verder waar je was").click()
        expect(screen(page)).to_have_attribute("data-screen", activity)
        return page

    return open_screen


def kept(page: Page, activity: str) -> Any:
    """Return the value that was kept, once all changes are."""
    expect(page.locator("[data-part=saved]")).to_have_text(re.compile("^Bewaard om"))
    state = json.loads(page.evaluate("localStorage['wegwijs.preview.study-choice']"))
    return state["answers"][activity]["value"]


def groups(page: Page) -> dict[str, list[str]]:
    """Return the rows of the table that are shown, by the name of their group."""
    found: dict[str, list[str]] = {}
    for group in screen(page).locator("tbody:visible").all():
        rows = group.get_by_role("rowheader").all_inner_texts()
        found[rows[0]] = rows[1:]
    return found


def test_a_guess_and_a_result_fall_apart_in_three_groups(open_at: Open) -> None:
    page = open_at("side-by-side", guess=GUESS, result=RESULT)

    assert groups(page) == {
        "In allebei": ["Techniek"],
        "Alleen in mijn gok": ["Sport"],
        "Alleen in de test": ["Muziek"],
    }
    expect(screen(page).get_by_role("row", name="Sport gekozen niet gekozen")).to_be_visible()


def test_a_group_without_anything_in_it_is_not_shown(open_at: Open) -> None:
    page = open_at("side-by-side", guess=GUESS, result=GUESS)

    assert list(groups(page)) == ["In allebei"]


def test_with_one_of_the_two_it_shows_that_one_and_leads_to_the_other(open_at: Open) -> None:
    page = open_at("side-by-side", guess=GUESS)

    assert groups(page) == {"Alleen in mijn gok": ["Techniek", "Sport"]}
    screen(page).get_by_role("button", name=re.compile("Ga naar .Mijn resultaat")).click()
    expect(screen(page)).to_have_attribute("data-screen", "result")


def test_with_neither_there_is_no_table_and_still_a_text(open_at: Open) -> None:
    page = open_at("side-by-side")
    screen(page).get_by_role("textbox").fill("Niets, ik deed de test niet.")

    expect(screen(page).get_by_role("table")).to_have_count(0)
    expect(screen(page).get_by_role("button", name=re.compile("^Ga naar"))).to_have_count(2)
    assert kept(page, "side-by-side") == "Niets, ik deed de test niet."


def test_what_was_guessed_and_what_came_out_stand_ready_for_notes(open_at: Open) -> None:
    page = open_at("domain-notes", guess=GUESS, result=RESULT)

    expect(screen(page).locator("summary .notes-name:visible")).to_have_text(["Muziek", "Techniek", "Sport"])
    screen(page).locator("[data-item=music] [data-field=jobs]").fill("Geluidstechnicus")

    assert kept(page, "domain-notes") == {"music": {"jobs": "Geluidstechnicus"}}


def test_a_domain_with_a_low_score_can_be_opened_as_well(open_at: Open) -> None:
    page = open_at("domain-notes", result=RESULT)
    screen(page).get_by_role("button", name="Sport").click()
    page.keyboard.type("Lerarenopleiding")

    assert kept(page, "domain-notes") == {"sport": {"studies": "Lerarenopleiding"}}
    expect(screen(page).get_by_role("button", name="Sport")).to_have_count(0)


def test_notes_need_no_pick(open_at: Open) -> None:
    page = open_at("domain-notes")

    expect(screen(page).get_by_text("Je koos nog niets.")).to_be_visible()
    expect(screen(page).locator("[data-others] button")).to_have_count(14)


def test_a_note_stays_when_its_domain_is_picked_no_longer(open_at: Open) -> None:
    page = open_at("domain-notes", result=RESULT, domain_notes={"care": {"jobs": "Opvoeder"}})

    expect(screen(page).locator("summary .notes-name:visible")).to_have_text(
        ["Sociaal dienstbetoon", "Muziek", "Techniek"]
    )


def rows(page: Page) -> Locator:
    return screen(page).locator("fieldset:visible")


def test_a_shortlist_begins_with_two_rows_and_grows_on_demand(open_at: Open) -> None:
    page = open_at("choices")
    expect(rows(page)).to_have_count(2)
    names = screen(page).get_by_label("Welke studie of welke job?")
    names.nth(0).fill("Graduaat")
    names.nth(1).fill("Eerst werken")
    screen(page).get_by_role("button", name="Nog een keuze").click()
    page.keyboard.type("Bachelor")

    assert kept(page, "choices") == [{"what": "Graduaat"}, {"what": "Eerst werken"}, {"what": "Bachelor"}]


def test_an_empty_row_is_used_before_another_is_added(open_at: Open) -> None:
    page = open_at("choices")
    screen(page).get_by_role("button", name="Nog een keuze").click()

    expect(rows(page)).to_have_count(2)
    expect(screen(page).get_by_label("Welke studie of welke job?").first).to_be_focused()


def test_a_full_shortlist_asks_for_no_more(open_at: Open) -> None:
    page = open_at("choices", choices=[{"what": name} for name in "abcd"])

    expect(rows(page)).to_have_count(4)
    expect(screen(page).get_by_role("button", name="Nog een keuze")).to_be_hidden()


ENDLESS = "onafgebroken" * 30
ENDLESS_ANSWERS = {
    "side-by-side": ENDLESS,
    "domain-notes": {"music": {"jobs": ENDLESS}},
    "choices": [{"what": ENDLESS, "where": ENDLESS}],
}


@pytest.mark.parametrize("activity", ENDLESS_ANSWERS)
def test_a_word_without_end_stays_on_the_screen(activity: str, open_at: Open) -> None:
    name = activity.replace("-", "_")
    page = open_at(activity, guess=GUESS, result=RESULT, **{name: ENDLESS_ANSWERS[activity]})

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_test_elsewhere_opens_beside_the_session_and_says_so(open_at: Open) -> None:
    page = open_at("first-half")
    link = screen(page).get_by_role("link", name="Open I-Prefer")

    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_have_accessible_description(re.compile("nieuw venster"))
