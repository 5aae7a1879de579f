"""What a learner can do where talents get a number, are chosen and are placed, in session 2."""
# ruff: noqa: RUF001  (the texts are Dutch, with its quotation marks)

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from modules.kit.module import Module
from modules.kit.registry import load_registry
from tests import axe
from tests.browser.conftest import Publish, Visitor
from tests.browser.keyboard import Keyboard
from tests.browser.one_activity import screen

pytestmark = pytest.mark.browser

Open = Callable[..., Page]

KNOWING = ["deep-thinker", "weigher", "ruminator", "sponge", "future-thinker", "unraveller", "origin-finder"]
RATED = {"5": ["weigher", "maker"], "4": ["sponge", "rock"], "2": ["deep-thinker"]}


@pytest.fixture(scope="module")
def module() -> Module:
    return load_registry().modules["talents"]


@pytest.fixture
def open_at(module: Module, publish: Publish, visitor: Visitor) -> Open:
    """Return a function that opens an activity's screen, with the answers a learner gave before."""

    def open_activity(activity: str, **values: Any) -> Page:
        answers = {
            name.replace("_", "-"): {"value": value, "how": "screen", "audience": "learner", "revision": 1}
            for name, value in values.items()
        }
        state = json.dumps({"answers": answers, "position": activity, "finished": False})
        visitor.context.add_init_script(
            # Not on the empty page that a browser begins with, which may keep nothing.
            f"origin === 'null' || (localStorage['wegwijs.preview.talents'] ??= {json.dumps(state)})"
        )
        page = visitor.visit(publish(module))
        page.get_by_role("button", name="Ga verder waar je was").click()
        expect(screen(page)).to_have_attribute("data-screen", activity)
        return page

    return open_activity


def kept(page: Page, activity: str) -> Any:
    """Return the value that was kept, once all changes are."""
    expect(page.locator("[data-part=saved]")).to_have_text(re.compile("^Bewaard om"))
    state = json.loads(page.evaluate("localStorage['wegwijs.preview.talents']"))
    return state["answers"][activity]["value"]


# Rate


def statement(page: Page, name: str) -> Locator:
    return screen(page).get_by_role("group", name=name)


def test_one_group_of_statements_stands_open(open_at: Open) -> None:
    page = open_at("rating")

    expect(screen(page).locator("fieldset:visible")).to_have_count(7)
    expect(screen(page).locator("[data-group]")).to_have_count(5)


def test_numbers_are_kept_with_their_talents(open_at: Open) -> None:
    page = open_at("rating")
    statement(page, "Weger").get_by_role("radio", name="5, helemaal ik").check()
    statement(page, "Doordenker").get_by_role("radio", name="1, niet echt").check()

    assert kept(page, "rating") == {"5": ["weigher"], "1": ["deep-thinker"]}


def test_the_arrow_keys_change_a_number_and_tab_goes_on_to_the_next_statement(open_at: Open) -> None:
    page = open_at("rating", rating={"3": ["deep-thinker"]})
    keyboard = Keyboard(page)
    keyboard.tab_to(statement(page, "Doordenker").get_by_role("radio", name="3"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")

    assert kept(page, "rating") == {"4": ["deep-thinker"], "1": ["weigher"]}


def test_a_complete_group_says_what_stands_at_its_top_and_leads_on(open_at: Open) -> None:
    page = open_at("rating", rating={"4": ["weigher", "sponge"], "2": KNOWING[2:3] + KNOWING[4:]})
    top = screen(page).locator("[data-top]").first
    expect(top).to_be_empty()
    statement(page, "Doordenker").get_by_role("radio", name="3").check()
    expect(top).to_have_text("Bovenaan in dit vak: Weger, Kennisspons.")
    page.get_by_role("button", name="Verder met ‘Regelen en maken’").click()

    expect(screen(page).locator("[data-group][open] summary")).to_be_focused()
    expect(statement(page, "Beeldorganisator")).to_be_visible()
    expect(statement(page, "Doordenker")).to_be_hidden()


def test_a_top_of_many_is_not_read_out_one_by_one(open_at: Open) -> None:
    page = open_at("rating", rating={"4": KNOWING[1:]})
    statement(page, "Doordenker").get_by_role("radio", name="4").check()

    expect(screen(page).locator("[data-top]").first).to_have_text(re.compile("^7 staan hier samen bovenaan"))


def test_who_comes_back_finds_the_first_group_that_is_not_complete_open(open_at: Open) -> None:
    page = open_at("rating", rating={"3": KNOWING})

    expect(screen(page).locator("[data-group][open] summary")).to_contain_text("Regelen en maken")
    expect(screen(page).locator("[data-group] summary").first).to_contain_text("7 van 7")


# Top of


def choice(page: Page, name: str) -> Locator:
    return screen(page).get_by_role("checkbox", name=name, exact=True)


def test_the_result_is_drawn_and_the_table_says_it_in_numbers(open_at: Open) -> None:
    page = open_at("top-three", rating=RATED)

    expect(screen(page).locator(".petals-leaf")).to_have_count(5)
    expect(screen(page).get_by_role("row", name="Weger 5 van 5")).to_be_visible()
    expect(screen(page).locator("[data-stage]")).to_have_attribute("aria-hidden", "true")


def test_what_stands_at_the_top_is_in_sight_and_the_rest_on_demand(open_at: Open) -> None:
    page = open_at("top-three", rating=RATED)
    boxes = screen(page).get_by_role("checkbox")
    expect(boxes).to_have_count(4)
    page.get_by_role("button", name="Toon alle talenten").click()

    expect(boxes).to_have_count(39)


def test_without_numbers_one_chooses_from_the_whole_list(open_at: Open) -> None:
    page = open_at("top-three")
    expect(screen(page).get_by_role("checkbox")).to_have_count(39)
    expect(screen(page).locator("[data-stage] svg")).to_have_count(0)
    choice(page, "Rots").check()

    assert kept(page, "top-three")["top"] == ["rock"]


def test_a_fourth_choice_is_not_taken_and_pushes_none_away(open_at: Open) -> None:
    page = open_at("top-three", rating=RATED)
    for name in ("Weger", "Rots", "Kennisspons"):
        choice(page, name).check()
    choice(page, "Creatieve maker").click()

    expect(choice(page, "Creatieve maker")).not_to_be_checked()
    expect(screen(page).locator("[data-status]")).to_have_text("Je hebt er al 3. Haal er eerst één weg.")
    assert kept(page, "top-three")["top"] == ["weigher", "sponge", "rock"]


def test_each_choice_has_its_description_a_judgement_and_a_place_to_say_where(open_at: Open) -> None:
    page = open_at("top-three", rating=RATED)
    choice(page, "Rots").check()
    card = screen(page).locator("[data-card]:visible")
    expect(card).to_contain_text("Rots")
    expect(card).to_contain_text("jij blijft kalm")
    card.get_by_role("radio", name="deels").check()
    card.get_by_role("textbox").fill("Op stage.")

    assert kept(page, "top-three") == {
        "top": ["rock"],
        "fit": {"rock": "partly"},
        "where": {"rock": "Op stage."},
    }


def test_a_choice_taken_back_by_mistake_still_has_its_text(open_at: Open) -> None:
    page = open_at(
        "top-three", rating=RATED, top_three={"top": ["rock"], "fit": {}, "where": {"rock": "Thuis."}}
    )
    choice(page, "Rots").uncheck()
    choice(page, "Weger").check()
    choice(page, "Rots").check()

    expect(screen(page).locator("[data-card]:visible textarea").nth(1)).to_have_value("Thuis.")
    assert kept(page, "top-three")["where"] == {"rock": "Thuis."}


def test_the_drawing_names_what_is_chosen(open_at: Open) -> None:
    page = open_at("top-three", rating=RATED)
    choice(page, "Weger").check()

    expect(screen(page).locator(".petals-name")).to_have_text(["Weger"])
    expect(screen(page).locator(".petals-leaf.is-chosen")).to_have_count(1)


# Body map

TOP = {"top": ["weigher", "rock"], "fit": {}, "where": {}}


def spot(page: Page, place: str) -> Locator:
    return screen(page).locator(f"[data-place={place}]")


def test_a_word_goes_where_the_body_is_tapped(open_at: Open) -> None:
    page = open_at("body", top_three=TOP)
    screen(page).locator("[data-part=belly]").click()
    spot(page, "elsewhere").click()

    assert kept(page, "body") == {"belly": ["Weger"], "elsewhere": ["Rots"]}
    expect(spot(page, "belly").locator(".body-word")).to_have_text("Weger")


def test_the_list_does_the_same_by_keyboard_and_says_what_happened(open_at: Open) -> None:
    page = open_at("body", top_three=TOP)
    Keyboard(page).press(screen(page).get_by_role("button", name="Zet hier: ‘Weger’, bij Hart"))

    assert kept(page, "body") == {"heart": ["Weger"]}
    expect(screen(page).locator("[data-status]")).to_have_text(
        "‘Weger’ staat nu bij Hart. Waar zit ‘Rots’ bij jou? Tik op een plek."
    )


def test_a_word_of_ones_own_is_typed_and_placed(open_at: Open) -> None:
    page = open_at("body")
    screen(page).get_by_label("Een eigen talent of woord").fill("koken")
    spot(page, "hands").click()

    assert kept(page, "body") == {"hands": ["koken"]}
    expect(screen(page).get_by_label("Een eigen talent of woord")).to_have_value("")


def test_a_word_that_is_typed_and_never_placed_is_not_lost(open_at: Open) -> None:
    page = open_at("body")
    screen(page).get_by_label("Een eigen talent of woord").fill("koken")
    assert kept(page, "body") == {"elsewhere": ["koken"]}
    page.reload()

    expect(spot(page, "elsewhere").locator(".body-word")).to_have_text("koken")
    screen(page).get_by_role("button", name="koken · Ergens anders").click()
    spot(page, "hands").click()
    assert kept(page, "body") == {"hands": ["koken"]}


def test_a_word_that_is_placed_again_moves(open_at: Open) -> None:
    page = open_at("body", top_three=TOP, body={"head": ["Weger"]})
    screen(page).get_by_role("button", name="Weger · Hoofd").click()
    spot(page, "feet").click()

    assert kept(page, "body") == {"feet": ["Weger"]}


def test_a_word_can_be_taken_away(open_at: Open) -> None:
    page = open_at("body", body={"head": ["plannen", "lezen"]})
    screen(page).get_by_role("button", name="Haal ‘plannen’ weg").click()

    assert kept(page, "body") == {"head": ["lezen"]}


def test_a_tap_without_a_word_asks_for_one(open_at: Open) -> None:
    page = open_at("body")
    spot(page, "head").click()

    expect(screen(page).locator("[data-ask]")).to_have_text("Kies of typ eerst een woord.")
    expect(spot(page, "head").locator(".body-word")).to_have_count(0)


def test_a_long_word_ends_in_an_ellipsis_on_the_body_and_is_whole_in_the_list(open_at: Open) -> None:
    word = "heel lang luisteren naar iedereen in de klas"
    page = open_at("body", body={"heart": [word]})

    expect(spot(page, "heart").locator(".body-word")).to_have_text(re.compile("…$"))
    expect(screen(page).get_by_role("listitem").get_by_text(word, exact=True)).to_be_visible()


def test_both_drawings_go_into_the_booklet(open_at: Open) -> None:
    page = open_at("body", rating=RATED, top_three=TOP, body={"head": ["Weger"]})
    page.get_by_role("button", name="Naar het einde").click()
    drawings = page.locator(".booklet .drawing")

    expect(drawings).to_have_count(2)
    expect(drawings.first.locator(".petals-leaf")).to_have_count(5)
    expect(drawings.last.locator(".body-word")).to_have_text("Weger")


@pytest.mark.parametrize("activity", ["rating", "top-three", "body"])
def test_no_barrier_at_320_px_in_light_or_dark_with_much_in_it(open_at: Open, activity: str) -> None:
    long = "onafgebroken" * 10
    where = {"weigher": long, "rock": long}
    page = open_at(
        activity,
        rating=RATED,
        top_three={**TOP, "fit": {"rock": "no"}, "where": where},
        body={"head": [long, "a", "b", "c", "d"], "elsewhere": ["Weger"]},
    )
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(reduced_motion="reduce")  # a colour on its way has no contrast of its own
    found = axe.violations(page)
    page.emulate_media(color_scheme="dark")

    assert found + axe.violations(page, "color-contrast") == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


# Compare


def test_ones_own_choice_stands_above_what_others_said(open_at: Open) -> None:
    page = open_at("compare", top_three=TOP, classmate=[{"who": "Yusuf", "answers": {"task": "Koken."}}])

    expect(screen(page).locator("[data-own]")).to_have_text("Jouw top drieWeger · Rots")
    expect(screen(page).locator("[data-sides]")).to_contain_text("Yusuf")


def test_without_a_choice_of_ones_own_there_is_no_empty_place_for_it(open_at: Open) -> None:
    page = open_at("compare")

    expect(screen(page).locator("[data-own]")).to_be_hidden()
