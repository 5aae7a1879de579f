"""What a learner can do in each type of activity, on the screens of session 1."""

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from modules.kit.module import Module
from modules.kit.page import KIT
from modules.kit.registry import load_registry
from tests.browser.conftest import Publish, Visitor

pytestmark = pytest.mark.browser

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def module() -> Module:
    return load_registry().modules["identity"]


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
            f"origin === 'null' || (localStorage['wegwijs.preview.identity'] ??= {json.dumps(state)})"
        )
        page = visitor.visit(publish(module))
        page.get_by_role("button", name="Ga verder waar je was").click()
        expect(page.locator(".is-now")).to_have_attribute("data-screen", activity)
        return page

    return open_activity


def kept(page: Page, activity: str) -> Any:
    """Return the value that was kept, once all changes are."""
    expect(page.locator("[data-part=saved]")).to_have_text(re.compile("^Bewaard om"))
    state = json.loads(page.evaluate("localStorage['wegwijs.preview.identity']"))
    return state["answers"][activity]["value"]


def screen(page: Page) -> Locator:
    return page.locator(".is-now")


# Choose and answer


def test_questions_to_choose_from_begin_closed(open_at: Open) -> None:
    page = open_at("questions")

    expect(screen(page).get_by_role("button", name="Hoe was jij als kind?")).to_have_attribute(
        "aria-expanded", "false"
    )
    expect(screen(page).get_by_role("textbox")).to_have_count(0)


def test_a_chosen_question_takes_its_answer_at_once(open_at: Open) -> None:
    page = open_at("questions")
    screen(page).get_by_role("button", name="Hoe was jij als kind?").click()
    page.keyboard.type("Stil.")

    assert kept(page, "questions") == {"child": "Stil."}
    expect(screen(page).get_by_role("status")).to_have_text("1 van 3 beantwoord")


def test_a_closed_question_still_shows_its_answer(open_at: Open) -> None:
    page = open_at("questions", questions={"child": "Stil."})
    toggle = screen(page).get_by_role("button", name="Hoe was jij als kind? beantwoord")
    toggle.click()

    expect(toggle).to_have_attribute("aria-expanded", "false")
    expect(screen(page).get_by_text("Stil.")).to_be_visible()


def test_a_hard_word_in_a_question_opens_its_meaning_and_not_the_question(open_at: Open) -> None:
    page = open_at("questions")
    screen(page).locator("[data-question=traits] .term").click()

    expect(page.locator(".term-card")).to_contain_text("eigenschap")
    expect(screen(page).get_by_role("textbox")).to_have_count(0)


# Words


def test_a_tapped_word_goes_to_the_first_empty_card(open_at: Open) -> None:
    page = open_at("past-words", questions={"child": "Koppig, maar zacht."}, past_words=["thuis"])
    screen(page).get_by_role("button", name="zacht").click()

    assert kept(page, "past-words") == ["thuis", "zacht"]
    expect(screen(page).get_by_role("button", name="zacht")).to_have_attribute("aria-pressed", "true")


def test_a_word_tapped_again_leaves_its_card(open_at: Open) -> None:
    page = open_at("past-words", questions={"child": "Koppig."}, past_words=["koppig", "thuis"])
    screen(page).get_by_role("button", name="Koppig").click()

    assert kept(page, "past-words") == ["", "thuis"]


def test_a_word_does_not_push_another_from_a_full_card(open_at: Open) -> None:
    page = open_at("past-words", questions={"child": "Koppig."}, past_words=["a", "b", "c", "d", "e"])
    screen(page).get_by_role("button", name="Koppig").click()

    expect(screen(page).locator("[data-status]")).to_contain_text("Alle kaarten zijn vol.")
    expect(screen(page).locator("li input").last).to_have_value("e")


def test_earlier_words_are_one_tab_stop_and_the_arrows_move_inside(open_at: Open) -> None:
    page = open_at("past-words", questions={"child": "Heel erg koppig."})
    screen(page).locator("li input").last.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert kept(page, "past-words") == ["erg"]
    expect(screen(page).get_by_label("Ik deed dit op papier of hardop")).to_be_focused()


def test_words_need_no_earlier_answers(open_at: Open) -> None:
    page = open_at("past-words")

    expect(screen(page).get_by_text("Bedenk je woorden zelf.")).to_be_visible()
    expect(screen(page).get_by_text("Uit je eigen antwoorden")).to_be_hidden()


# Circle


def drawn(page: Page, number: int) -> Locator:
    return screen(page).locator(".circle-bubble").nth(number)


def test_the_drawing_fills_as_one_types(open_at: Open) -> None:
    page = open_at("circle")
    screen(page).get_by_label("Werk").fill("bakkerij")

    expect(drawn(page, 1).locator("text")).to_have_text("bakkerij")
    expect(drawn(page, 1)).to_have_class(re.compile("is-filled"))


def test_a_text_too_long_for_its_circle_ends_in_an_ellipsis_and_is_kept_whole(open_at: Open) -> None:
    page = open_at("circle")
    text = "heel veel woorden " * 20
    screen(page).get_by_label("Werk").fill(text)

    expect(drawn(page, 1).locator("text")).to_have_text(re.compile("…$"))
    expect(drawn(page, 1).locator("title")).to_have_text(f"Werk: {text}")
    assert kept(page, "circle") == {"work": text}


def test_a_tapped_circle_leads_to_its_field(open_at: Open) -> None:
    page = open_at("circle")
    drawn(page, 0).click()

    expect(screen(page).get_by_label("Hobby of sport")).to_be_focused()
    expect(drawn(page, 0)).to_have_class(re.compile("is-lit"))


def test_the_drawing_is_silent_where_the_list_speaks(open_at: Open) -> None:
    page = open_at("circle")

    expect(screen(page).get_by_role("listitem")).to_have_count(9)
    expect(screen(page).get_by_role("img")).to_have_count(0)


# Show and tell

SECRET = b"Exif\x00\x00made at 50.93 north, 5.34 east"


def photo(page: Page) -> bytes:
    """Return a JPEG that tells where it was made."""
    address: str = page.evaluate(
        """() => {
          const canvas = Object.assign(document.createElement("canvas"), {width: 1600, height: 900});
          return canvas.toDataURL("image/jpeg");
        }"""
    )
    plain = base64.b64decode(address.partition(",")[2])
    return plain[:2] + b"\xff\xe1" + (len(SECRET) + 2).to_bytes(2, "big") + SECRET + plain[2:]


def add_photo(page: Page, content: bytes) -> None:
    file: Any = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": content}
    screen(page).locator("input[type=file]").first.set_input_files(file)


def test_a_photo_is_shown_small_and_without_what_it_told(open_at: Open) -> None:
    page = open_at("photos")
    page.evaluate(
        """() => {
          const real = URL.createObjectURL.bind(URL);
          URL.createObjectURL = (blob) => { window.shown = blob; return real(blob); };
        }"""
    )
    add_photo(page, photo(page))
    image = screen(page).get_by_role("img", name="Jouw foto bij Foto 1")
    expect(image).to_be_visible()
    shown = bytes(page.evaluate("async () => [...new Uint8Array(await window.shown.arrayBuffer())]"))

    assert image.evaluate("image => image.naturalWidth") == 1280
    assert shown.startswith(b"\xff\xd8")
    assert b"Exif" not in shown
    assert b"50.93" not in shown


def test_a_photo_never_enters_the_answer(open_at: Open) -> None:
    page = open_at("photos")
    add_photo(page, photo(page))
    screen(page).get_by_label("Wat staat erop?").first.fill("De bushalte")

    assert kept(page, "photos") == [{"what": "De bushalte", "why": ""}]


def test_a_photo_can_be_taken_away(open_at: Open) -> None:
    page = open_at("photos")
    add_photo(page, photo(page))
    screen(page).get_by_role("button", name="Haal de foto weg").click()

    expect(screen(page).get_by_role("img", name="Jouw foto")).to_have_count(0)


def test_a_photo_this_device_cannot_read_is_no_obstacle(open_at: Open) -> None:
    page = open_at("photos")
    add_photo(page, b"not a picture")

    expect(screen(page).get_by_text("Geen probleem, vertel in woorden wat erop staat.")).to_be_visible()


SHELF = "const {PhotoShelf} = await import('/photos.js'); const shelf = new PhotoShelf(key);"


def test_with_a_key_a_photo_is_there_again_next_time(open_at: Open, site: tuple[Path, str]) -> None:
    page = open_at("photos")
    (site[0] / "photos.js").write_bytes((KIT / "runtime" / "photos.js").read_bytes())
    page.evaluate(f"async (key) => {{ {SHELF} await shelf.put('photos/0', new Blob(['p'])); }}", "attempt-1")
    page.reload()

    found = f"async (key) => {{ {SHELF} return (await shelf.get('photos/0'))?.size; }}"
    assert page.evaluate(found, "attempt-1") == 1
    assert page.evaluate(found, "attempt-2") is None


def test_without_a_key_a_photo_is_gone_with_the_page(open_at: Open) -> None:
    page = open_at("photos")
    add_photo(page, photo(page))
    expect(screen(page).get_by_role("img", name="Jouw foto bij Foto 1")).to_be_visible()
    page.reload()

    assert page.evaluate("async () => (await indexedDB.databases()).length") == 0


# Ask others


def test_the_other_person_types_one_answer_at_a_time(open_at: Open) -> None:
    page = open_at("classmate")
    screen(page).get_by_role("button", name="Geef je toestel door").click()
    card = page.get_by_role("dialog")
    card.get_by_role("button", name="Begin").click()
    for text in ("Yasmine", "Rustig"):
        page.keyboard.type(text)
        card.get_by_role("button", name="Volgende").click()
    card.get_by_role("button", name="Stoppen").click()

    assert kept(page, "classmate") == [{"who": "Yasmine", "answers": {"stance": "Rustig"}}]
    expect(screen(page).get_by_role("button", name="Geef je toestel door")).to_be_focused()


def test_the_last_card_asks_for_the_device_back(open_at: Open) -> None:
    page = open_at("classmate", classmate=[{"who": "Yasmine", "answers": {}}])
    screen(page).get_by_role("button", name="Geef je toestel door").click()
    card = page.get_by_role("dialog")
    card.get_by_role("button", name="Begin").click()
    for _ in range(3):
        card.get_by_role("button", name="Volgende").click()

    expect(card).to_contain_text("Geef het toestel nu terug.")
    card.get_by_role("button", name="Ik heb mijn toestel terug").click()
    expect(card).to_be_hidden()


def test_who_answered_everything_is_closed_and_the_next_person_stands_open(open_at: Open) -> None:
    answers = {"stance": "Rustig", "call": "Altijd", "describe": "Lief"}
    page = open_at("dear-ones", dear_ones=[{"who": "Mama", "answers": answers}])
    people = screen(page).locator("details.person")

    assert people.evaluate_all("people => people.map((person) => person.open)") == [False, True, False]


# Compare


def test_answers_of_several_people_stand_side_by_side(open_at: Open) -> None:
    page = open_at(
        "compare",
        classmate=[{"who": "Yasmine", "answers": {"stance": "Rustig"}}],
        dear_ones=[{"who": "", "answers": {"stance": "Voorzichtig"}}],
    )
    sides = screen(page).locator("dl")

    expect(sides).to_have_count(1)
    expect(sides.get_by_role("term")).to_have_text(["Yasmine", "Persoon 1"])
    expect(sides.get_by_role("definition")).to_have_text(["Rustig", "Voorzichtig"])


def test_where_there_is_nothing_to_compare_a_button_leads_to_the_questions(open_at: Open) -> None:
    page = open_at("compare")
    screen(page).get_by_role("button", name=re.compile("Ga naar .Een klasgenoot")).click()

    expect(screen(page)).to_have_attribute("data-screen", "classmate")


def test_a_verdict_and_a_text_are_kept(open_at: Open) -> None:
    page = open_at("compare")
    screen(page).get_by_label("heel verschillend").check()
    screen(page).get_by_role("textbox").fill("Mijn baas ziet iemand anders.")

    assert kept(page, "compare") == {"verdict": "different", "text": "Mijn baas ziet iemand anders."}


# My questions


def test_a_question_is_kept_with_the_step_it_came_up_in(open_at: Open) -> None:
    page = open_at("circle")
    page.get_by_role("button", name="Ik heb een vraag").click()
    page.get_by_role("dialog").get_by_label("Jouw vraag · Nu").fill("Wie leest dit?")

    assert kept(page, "my-questions") == [{"step": "present", "text": "Wie leest dit?"}]


def test_a_question_taken_away_can_be_put_back(open_at: Open) -> None:
    page = open_at("circle", my_questions=[{"step": "past", "text": "Waarom?"}])
    page.get_by_role("button", name="Ik heb een vraag").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Haal weg").click()
    assert kept(page, "my-questions") == []
    dialog.get_by_role("button", name="Zet terug").click()

    expect(dialog.get_by_label("Jouw vraag · Vroeger")).to_have_value("Waarom?")
    page.wait_for_timeout(900)  # longer than the pause before saving
    assert kept(page, "my-questions") == [{"step": "past", "text": "Waarom?"}]


# Every text

ENDLESS = "onafgebroken" * 30
ENDLESS_ANSWERS = {
    "meaning": ENDLESS,
    "questions": {"child": ENDLESS},
    "past_words": [ENDLESS],
    "circle": {"work": ENDLESS},
    "photos": [{"what": ENDLESS, "why": ENDLESS}],
    "classmate": [{"who": ENDLESS, "answers": {"stance": ENDLESS}}],
    "dear_ones": [{"who": ENDLESS, "answers": {"stance": ENDLESS}}],
    "compare": {"verdict": "same", "text": ENDLESS},
}


@pytest.mark.parametrize("activity", [name.replace("_", "-") for name in ENDLESS_ANSWERS])
def test_a_word_without_end_stays_on_the_screen(activity: str, open_at: Open) -> None:
    page = open_at(activity, **ENDLESS_ANSWERS)
    for toggle in screen(page).locator(".choose-toggle[aria-expanded=true]").all():
        toggle.click()

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_text_area_grows_with_its_text(open_at: Open) -> None:
    page = open_at("meaning")
    area = screen(page).get_by_role("textbox")
    area.fill("regel\n" * 12)

    assert area.evaluate("area => area.scrollHeight <= area.clientHeight")
