"""What a learner can do with the activity types of civic reflection: by touch, by keyboard, on paper."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scorm_export.export import export
from tests import axe
from tests.browser.civic_sample import Open, open_sample
from tests.browser.keyboard import Keyboard
from tests.browser.one_activity import kept, screen
from tests.browser.test_longest_answers import MOST_LETTERS, PACK, packer
from tests.civic_samples import SAMPLES, all_answers, module_of_all

pytestmark = pytest.mark.browser
__all__ = ["open_sample", "packer"]

TOO_SMALL = """() => [...document.querySelectorAll(
  '.is-now .inputs :is(button, select, textarea, summary, .choice, input:not([type=radio],[type=checkbox]))')]
  .filter(found => found.checkVisibility())
  .filter(found => Math.min(found.getBoundingClientRect().width, found.getBoundingClientRect().height) < 44)
  .map(found => found.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("name", SAMPLES)
def test_no_barrier_at_320_px_in_light_or_dark_and_nothing_to_tap_is_small(
    name: str, open_sample: Open
) -> None:
    page = open_sample(name, SAMPLES[name].value)
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(reduced_motion="reduce")
    found = axe.violations(page)
    page.emulate_media(color_scheme="dark")

    assert found + axe.violations(page, "color-contrast") == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(TOO_SMALL) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_it_stands_in_a_page_that_reads_from_right_to_left(name: str, open_sample: Open) -> None:
    page = open_sample(name, SAMPLES[name].value)
    page.evaluate("document.documentElement.dir = 'rtl'")

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_they_all_live_on_a_page_that_was_opened_as_a_file(tmp_path: Path, chromium: Browser) -> None:
    (package,) = export([module_of_all(tmp_path)], format="html", out=tmp_path / "out")
    with chromium.new_page(locale="nl-BE") as page:
        wrong: list[str] = []
        page.on("console", lambda said: said.type in {"error", "warning"} and wrong.append(said.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto((package.path / "index.html").as_uri())
        page.locator("html.is-live").wait_for()
        for _ in range(30):
            page.locator("[data-action=begin], [data-action=next]").locator("visible=true").first.click()
            if page.locator(".is-now [data-layer=event] textarea").count():
                page.locator(".is-now [data-layer=event] textarea").first.fill("Weinig volk")
                expect(page.locator(".is-now .berg-card")).to_have_count(1)
            if page.locator(".is-now[data-screen=end]").count():
                break
        expect(page.locator(".is-now")).to_have_attribute("data-screen", "end")
    assert wrong == []


def test_full_answers_of_all_of_them_fit_in_what_scorm_keeps(packer: Page) -> None:
    found = packer.evaluate(PACK, {"answers": all_answers(), "carried": {}})

    assert found["same"]
    assert len(found["text"]) < MOST_LETTERS / 2


# stakeholder-map


def test_a_person_comes_on_the_map_by_keyboard_alone(open_sample: Open) -> None:
    page = open_sample("stakeholder-map")
    keyboard = Keyboard(page)
    expect(screen(page).locator("[data-count]")).to_have_text("0 van 3 op je lijst.")
    keyboard.write(screen(page).get_by_label("Wie?").first, "de stad")
    keyboard.choose(screen(page).get_by_label("heeft er baat bij").first)
    keyboard.choose(screen(page).get_by_label("heel dicht").first)
    keyboard.tab_to(screen(page).get_by_role("checkbox", name="Wordt vergeten"))
    page.keyboard.press("Space")
    keyboard.press(screen(page).get_by_role("button", name="Nog iemand"))
    page.keyboard.type("de buren")

    expect(screen(page).locator("[data-stage] .stakes-person")).to_have_count(1)
    assert kept(page) == [
        {"name": "de stad", "role": "decides", "ring": "middle", "forgotten": True},
        {"name": "de buren"},
    ]


def test_somebody_taken_away_can_be_put_back(open_sample: Open) -> None:
    value = SAMPLES["stakeholder-map"].value
    page = open_sample("stakeholder-map", value)
    screen(page).get_by_role("button", name="Haal weg").nth(1).click()
    assert kept(page) == [value[0], *value[2:]]
    expect(screen(page).get_by_label("Wie?").nth(1)).to_have_value("Stad Hasselt, dienst mobiliteit")
    expect(screen(page).get_by_role("button", name="Zet terug")).to_be_focused()
    page.keyboard.press("Enter")

    expect(screen(page).get_by_label("Wie?").nth(1)).to_have_value("Ouders")
    page.wait_for_timeout(900)  # longer than the pause before saving
    assert kept(page) == value


def test_the_map_says_one_thing_that_is_still_to_do(open_sample: Open) -> None:
    page = open_sample("stakeholder-map", [{"name": "a"}, {"name": "b"}, {"name": "c"}])
    said = screen(page).locator("[data-count]")
    expect(said).to_have_text("Wie wordt hier vergeten of niet gehoord? Duid dat aan.")
    screen(page).get_by_role("checkbox").first.check()
    expect(said).to_have_text("3 staan nog niet op de kaart. Kies hoe dichtbij.")


# sort


def test_another_box_is_no_mistake_but_something_to_look_at_again(open_sample: Open) -> None:
    page = open_sample("sort", {"late": "fact", "rude": "fact", "bored": "reading", "help": "fact"})
    page.get_by_role("button", name="Kijk na").click()
    group = screen(page).get_by_role("group", name="De begeleider had geen respect")
    expect(group).to_contain_text("Kijk nog eens. Zou iedereen hetzelfde zeggen?")
    expect(screen(page).get_by_text("Dat past. Een klok toont dit.")).to_be_visible()
    expect(screen(page).get_by_text("Hier is niet één antwoord juist.")).to_be_visible()
    expect(screen(page).locator("[data-status]")).to_have_text(
        "Kijk nog eens naar 1 zin. Er staat een tip bij."
    )
    group.get_by_role("button", name="Toon de uitleg").click()
    expect(group).to_contain_text("Geen respect is wat je erbij denkt.")
    expect(group.get_by_label("Feit")).to_be_focused()
    group.get_by_label("Lezing").check()
    expect(group).not_to_contain_text("Geen respect is wat je erbij denkt.")


def test_statements_are_sorted_by_keyboard_alone(open_sample: Open) -> None:
    page = open_sample("sort")
    keyboard = Keyboard(page)
    for name in ("De begeleider kwam", "De begeleider had", "De bewoners", "Wij hebben"):
        keyboard.choose(screen(page).get_by_role("group", name=name).get_by_role("radio").first)
    keyboard.press(page.get_by_role("button", name="Kijk na"))

    expect(screen(page).locator("[data-status]")).to_contain_text("Kijk nog eens")
    assert kept(page) == dict.fromkeys(("late", "rude", "bored", "help"), "reading")


# incident-log


def test_what_looks_like_a_name_is_asked_about_and_may_stay(open_sample: Open) -> None:
    page = open_sample("incident-log")
    who = screen(page).get_by_label("Wie was erbij").first
    note = who.locator("xpath=following-sibling::p")
    who.fill("een bewoner en Jan Peeters")
    who.blur()
    expect(note).to_contain_text("Is ‘Jan Peeters’ een naam?")  # noqa: RUF001
    assert kept(page) == [{"who": "een bewoner en Jan Peeters"}]
    who.fill("een bewoner")
    who.blur()
    expect(note).to_be_empty()


TELLING = [
    ("Jan Peeters kwam", "name"),
    ("met An van den Broeck erbij", "name"),
    ("vraag het aan Fatima El Amrani", "name"),
    ("mail jan@voorbeeld.be", "mail"),
    ("bel 0470 12 34 56", "phone"),
    ("bel +32 (0)470", None),
    ("De Universiteit was dicht", None),
    ("Toen Jan kwam", None),
    ("Universiteit Hasselt en Sint Truiden", None),
    ("Op 2026-10-05 kwamen er 1200 mensen", None),
    ("In Hasselt. Een bewoner sprak", None),
    ("", None),
]


def test_a_rule_of_thumb_finds_names_and_leaves_other_words_alone(open_sample: Open) -> None:
    page = open_sample("incident-log")
    found = page.evaluate(
        """async (texts) => {
          const { tellsWho } = await import("./types/incident-log/tells_who.js");
          return texts.map((text) => tellsWho(text)?.kind ?? null);
        }""",
        [text for text, _ in TELLING],
    )
    assert dict(zip((text for text, _ in TELLING), found, strict=True)) == dict(TELLING)


@pytest.mark.timeout(60)  # a pattern that runs away takes hours
def test_a_long_text_is_looked_at_to_its_end(open_sample: Open) -> None:
    page = open_sample("incident-log")
    page.evaluate(
        """async () => {
          const { tellsWho } = await import("./types/incident-log/tells_who.js");
          for (const one of ["a", "A", "1", "1 ", "Aa ", "A.", "@a.", "van de "]) {
            tellsWho(one.repeat(20000 / one.length));
          }
        }"""
    )


def test_a_moment_is_written_by_keyboard_alone(open_sample: Open) -> None:
    page = open_sample("incident-log")
    keyboard = Keyboard(page)
    keyboard.tab_to(screen(page).get_by_label("Welke dag?").first)
    page.keyboard.type("10052026")
    keyboard.write(screen(page).get_by_label("Wat gebeurde er?").first, "De bus kwam niet.")
    keyboard.press(screen(page).get_by_role("button", name="Nog een moment"))
    expect(screen(page).get_by_label("Welke dag?").nth(1)).to_be_focused()

    assert kept(page) == [{"date": "2026-10-05", "facts": "De bus kwam niet."}]


# iceberg


def test_cards_and_arrows_by_keyboard_alone_draw_and_close_a_loop(open_sample: Open) -> None:
    page = open_sample("iceberg")
    keyboard = Keyboard(page)
    expect(screen(page).get_by_text("Schrijf eerst twee kaarten.")).to_be_visible()
    keyboard.write(screen(page).get_by_label("Gebeurtenis 1"), "weinig volk")
    keyboard.write(screen(page).get_by_label("Overtuiging 1"), "zij willen niet")
    expect(screen(page).get_by_text("Schrijf eerst twee kaarten.")).to_be_hidden()
    for start, end in (("weinig volk", "zij willen niet"), ("zij willen niet", "weinig volk")):
        arrow = screen(page).locator("[data-arrows] fieldset.entry:visible").last
        keyboard.tab_to(arrow.get_by_label("Van", exact=True))
        page.keyboard.type(start)
        keyboard.choose(arrow.get_by_role("radio").first)
        keyboard.tab_to(arrow.get_by_label("Naar", exact=True))
        page.keyboard.type(end)
        if start == "weinig volk":
            keyboard.press(screen(page).get_by_role("button", name="Nog een pijl"))

    loop = "Kring: weinig volk → zij willen niet → weinig volk · versterkt zichzelf"
    expect(screen(page).get_by_role("list", name="Kring")).to_have_text(loop)
    expect(screen(page).locator("[data-stage] .berg-line")).to_have_count(2)
    assert kept(page)["arrows"] == [
        {"from": "event-1", "to": "beliefs-1", "sign": "less"},
        {"from": "beliefs-1", "to": "event-1", "sign": "less"},
    ]


def test_a_card_that_is_being_rewritten_keeps_its_arrows(open_sample: Open) -> None:
    value = SAMPLES["iceberg"].value
    page = open_sample("iceberg", value)
    screen(page).get_by_label("Gebeurtenis 1").fill("")
    expect(screen(page).locator(".berg-line")).to_have_count(2)
    screen(page).get_by_label("Gebeurtenis 1").fill("Een lege zaal")
    expect(screen(page).locator(".berg-line")).to_have_count(5)
    assert kept(page)["arrows"] == value["arrows"]


# dilemma


def test_what_talking_changed_is_asked_once_there_is_a_position(open_sample: Open) -> None:
    page = open_sample("dilemma")
    card = screen(page).get_by_role("region", name="De foto")
    expect(card.get_by_label("Ik twijfel meer")).to_be_hidden()
    card.get_by_label("Hangt ervan af").check()
    expect(card.get_by_label("Ik twijfel meer")).to_be_visible()
    expect(screen(page).get_by_role("region", name="De belofte").get_by_label("Verschoven")).to_be_hidden()


def test_a_dilemma_is_answered_by_keyboard_alone(open_sample: Open) -> None:
    page = open_sample("dilemma")
    keyboard = Keyboard(page)
    card = screen(page).get_by_role("region", name="De belofte")
    keyboard.choose(card.get_by_label("Nooit"))
    keyboard.write(card.get_by_label("Waarom?"), "Ze rekenen op me.")
    keyboard.write(card.get_by_label("De beste reden daartegen"), "Rust telt ook.")
    keyboard.choose(card.get_by_label("Hetzelfde"))
    keyboard.write(card.get_by_label("Waardoor?"), "Haar vraag.")

    said = {"position": "rather-not", "reasons": "Ze rekenen op me.", "counter": "Rust telt ook."}
    assert kept(page) == {"promise": {**said, "shift": "doubt", "why": "Haar vraag."}}


# rubric-self


def test_a_level_has_its_name_and_says_what_it_looks_like(open_sample: Open) -> None:
    page = open_sample("rubric-self")
    level = screen(page).get_by_role("group", name="Perspectieven").get_by_role("radio", name="onderzoekt")
    expect(level).to_have_accessible_name("onderzoekt")
    expect(level).to_have_accessible_description("Je vergelijkt twee blikken.")
    expect(
        screen(page).get_by_role("group", name="Concrete feiten Competentie Ethisch reflecteren")
    ).to_be_visible()


def test_a_rubric_is_filled_in_by_keyboard_alone(open_sample: Open) -> None:
    page = open_sample("rubric-self")
    keyboard = Keyboard(page)
    keyboard.choose(screen(page).get_by_role("radio", name="beschrijft").first)
    keyboard.write(screen(page).get_by_label("Waarom dit niveau?").first, "Ik las het na.")

    expect(screen(page).locator("[data-count]")).to_have_text("1 van 2 gekozen.")
    assert kept(page) == {"facts": {"level": "explains", "reason": "Ik las het na."}}


# contract


def test_agreements_are_written_by_keyboard_alone(open_sample: Open) -> None:
    page = open_sample("contract")
    keyboard = Keyboard(page)
    keyboard.write(screen(page).get_by_label("Wat doe ik?"), "Drie gesprekken.")
    keyboard.tab_to(screen(page).get_by_label("Tegen wanneer?"))
    page.keyboard.type("12012026")
    keyboard.tab_to(screen(page).get_by_label("Mijn partner"))
    page.keyboard.press("Space")

    assert kept(page) == {
        "fields": {"do": "Drie gesprekken."},
        "dates": {"by": "2026-12-01"},
        "agreed": ["partner"],
    }


def test_the_sheet_is_printed_alone_with_room_to_sign(open_sample: Open) -> None:
    page = open_sample("contract", SAMPLES["contract"].value)
    expect(screen(page).get_by_text("Handtekening", exact=True).first).to_be_hidden()
    page.evaluate("window.print = () => {}")
    screen(page).get_by_role("button", name="Druk dit blad af").click()
    page.emulate_media(media="print")
    expect(screen(page).locator(".contract-sign:visible")).to_have_count(3)
    expect(page.locator(".screen:visible")).to_have_count(1)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".screen:visible").nth(1)).to_be_visible()


# pitch-plan


def test_time_adds_up_and_too_much_is_said_kindly(open_sample: Open) -> None:
    page = open_sample("pitch-plan", SAMPLES["pitch-plan"].value)
    total = screen(page).locator("[data-total]")
    expect(total).to_have_text("3:30 van 4:00 verdeeld. Er is nog 0:30 over.")
    screen(page).get_by_label("Tijd Wat vraag je hen?").select_option("0:30")
    expect(total).to_have_text("4:00 verdeeld. Dat past precies.")
    screen(page).get_by_label("Tijd Wat vraag je hen?").select_option("2:00")
    expect(total).to_have_text("5:30 verdeeld, dat is 1:30 meer dan 4:00. Waar kan het korter?")
    assert kept(page)["seconds"]["question"] == 120


def test_one_rehearses_by_keyboard_with_a_clock_that_counts_up(open_sample: Open) -> None:
    page = open_sample("pitch-plan", SAMPLES["pitch-plan"].value)
    page.clock.install()
    keyboard = Keyboard(page)
    keyboard.press(screen(page).get_by_role("button", name="Begin te oefenen"))
    now = screen(page).locator("[data-now]")
    expect(now).to_have_text("1 van 5 · Eerste punt, ongeveer 1:00")
    page.clock.run_for(61_000)
    expect(screen(page).locator("[data-passed]")).to_have_text("1:01 in dit deel · 1:01 in totaal")
    for _ in range(4):
        page.keyboard.press("Enter")
    expect(now).to_have_text("5 van 5 · Wat vraag je hen?")
    page.keyboard.press("Enter")
    expect(now).to_have_text("Klaar. Je deed er 1:01 over.")
    expect(screen(page).get_by_role("button", name="Begin te oefenen")).to_be_focused()


def test_a_pitch_is_planned_by_keyboard_alone(open_sample: Open) -> None:
    page = open_sample("pitch-plan")
    keyboard = Keyboard(page)
    keyboard.write(screen(page).get_by_label("Derde punt", exact=True), "De avond.")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")

    assert kept(page) == {"texts": {"point-3": "De avond."}, "seconds": {"point-3": 30}}


# ask-others, for a partner organisation


def test_a_partner_who_gets_the_device_reads_what_it_is_about(open_sample: Open) -> None:
    page = open_sample("ask-others")
    screen(page).get_by_role("button", name="Geef je toestel door").first.click()

    expect(page.get_by_role("dialog")).to_contain_text("Je werkte samen met een student.")
    expect(page.get_by_role("dialog")).not_to_contain_text("hoe jij naar hem of haar kijkt")
