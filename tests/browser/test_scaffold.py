"""A text in the frame that the course chose; then beside now: at 360 px, by keyboard, in both languages."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import axe
from tests.browser.conftest import Publish, Visitor
from tests.browser.keyboard import Keyboard
from tests.browser.one_activity import kept, open_activity, screen
from tests.choosing_module import choosing_module
from tests.growing_module import growing_module

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
DEAL = {"where": "in de zaal", "who": "de buren"}
THEN = {"4": ["lasting"], "2": ["including", "listening"]}
NOW = {"5": ["including"], "4": ["listening"], "3": ["lasting"], "2": ["systems"]}


@pytest.fixture
def tell(tmp_path: Path, publish: Publish, visitor: Visitor) -> Open:
    """Return a function that opens the scaffold, with what was written and what the course chose."""

    def open_screen(value: Any = None, **loaded: Any) -> Page:
        answers = {"tell": value} if value is not None else None
        page = open_activity(choosing_module(tmp_path), publish, visitor, answers, at="tell", **loaded)
        page.set_viewport_size({"width": 360, "height": 740})
        return page

    return open_screen


@pytest.fixture
def grown(tmp_path: Path, publish: Publish, visitor: Visitor) -> Open:
    """Return a function that opens then and now, with the answers of both."""

    def open_screen(answers: Any = None, **made: Any) -> Page:
        page = open_activity(growing_module(tmp_path, **made), publish, visitor, answers, at="grown")
        page.set_viewport_size({"width": 360, "height": 740})
        return page

    return open_screen


def problems(page: Page) -> list[Any]:
    page.emulate_media(reduced_motion="reduce")
    found = axe.violations(page)
    page.emulate_media(color_scheme="dark")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0
    return found + axe.violations(page, "color-contrast") + (["too wide"] if wide else [])


def in_english(page: Page) -> None:
    page.get_by_role("link", name="English").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


# scaffold


def test_the_frame_of_the_course_is_asked_and_written_by_keyboard(tell: Open) -> None:
    page = tell(choices={"scaffold": "what"})
    keyboard = Keyboard(page)
    frame = screen(page).get_by_role("group", name="Wat? En dan?")
    keyboard.write(frame.get_by_label("Wat gebeurde er?"), "De zaal bleef leeg.")

    expect(screen(page).get_by_role("status").first).to_have_text("1 van 2 beantwoord")
    expect(screen(page).get_by_label("Wie was erbij?")).to_be_hidden()
    assert kept(page, "tell") == {"what": {"what": "De zaal bleef leeg."}}
    assert problems(page) == []


def test_what_stands_in_another_frame_is_kept_and_at_hand(tell: Open) -> None:
    page = tell({"deal": DEAL}, choices={"scaffold": "what"})
    others = screen(page).get_by_text("In een ander kader schreef je ook")
    expect(screen(page).get_by_label("Wie was erbij?")).to_be_hidden()
    Keyboard(page).press(others)
    expect(screen(page).get_by_label("Wie was erbij?")).to_have_value("de buren")
    assert problems(page) == []
    screen(page).get_by_label("Wat betekent dat voor jou?").fill("Ik luister meer.")

    assert kept(page, "tell") == {"deal": DEAL, "what": {"so": "Ik luister meer."}}


def test_the_usual_frame_stands_alone_where_nobody_chose(tell: Open) -> None:
    page = tell({"deal": DEAL})

    expect(screen(page).get_by_role("group", name="DEAL")).to_be_visible()
    expect(screen(page).get_by_text("In een ander kader schreef je ook")).to_be_hidden()
    in_english(page)
    expect(screen(page).get_by_label("Who was there?")).to_have_value("de buren")
    assert problems(page) == []


def test_both_frames_come_on_paper(tell: Open) -> None:
    page = tell({"deal": DEAL, "what": {"so": "b"}})
    page.emulate_media(media="print")

    expect(page.get_by_label("Wie was erbij?")).to_be_visible()
    expect(page.get_by_label("Wat betekent dat voor jou?")).to_be_visible()


# growth


def test_then_and_now_stand_in_a_drawing_and_a_table(grown: Open) -> None:
    page = grown({"before": THEN, "after": NOW})
    table = screen(page).get_by_role("table", name="In het begin · Nu")
    expect(table.get_by_role("row")).to_have_text(
        [
            "In het beginNuVerschil",
            *("Inclusief samenwerken", "25hoger"),
            *("Luisteren", "24hoger"),
            *("Duurzaam handelen", "43lager"),
            *("Systeemdenken", "–2alleen nu"),  # noqa: RUF001
        ]
    )
    chart = screen(page).get_by_role("img", name="In het begin en Nu, op een schaal van 1 tot 5")
    expect(chart.locator(".growth-now")).to_have_count(4 + 1)
    expect(chart.locator(".growth-then")).to_have_count(3 + 1)
    assert problems(page) == []
    in_english(page)
    expect(screen(page).get_by_role("cell", name="higher").first).to_be_visible()
    assert problems(page) == []


def test_what_one_sees_is_written_by_keyboard_or_skipped(grown: Open) -> None:
    page = grown({"before": THEN, "after": NOW})
    keyboard = Keyboard(page)
    skip = screen(page).get_by_role("checkbox", name="Ik schrijf hier niets over")
    keyboard.tab_to(skip)
    page.keyboard.press("Space")
    assert kept(page, "grown") == {"skipped": True}
    screen(page).get_by_label("Wat zie je?").fill("Ik luister meer.")
    expect(skip).to_be_hidden()
    page.wait_for_timeout(900)  # longer than the pause before saving
    assert kept(page, "grown") == {"text": "Ik luister meer."}


@pytest.mark.parametrize(
    ("answers", "says", "leads"),
    [
        ({}, "Er is nog niets om naast elkaar te leggen.", 2),
        ({"after": NOW}, "Van het begin is er niets. Dat geeft niet.", 1),
        ({"before": THEN}, "Je koos nog niet waar je nu staat.", 1),
    ],
)
def test_what_is_not_there_is_said_calmly(grown: Open, answers: Any, says: str, leads: int) -> None:
    page = grown(answers)

    expect(screen(page).get_by_text(says)).to_be_visible()
    expect(screen(page).get_by_role("button", name="Ga naar ‘Inschatting’")).to_have_count(leads)  # noqa: RUF001
    expect(screen(page).get_by_label("Wat zie je?")).to_be_visible()
    assert problems(page) == []


def test_a_rubric_says_its_levels_and_means_by_competence(grown: Open) -> None:
    levels = {"facts": {"level": "tells"}}, {"facts": {"level": "explores"}, "views": {"level": "explains"}}
    page = grown({"before": levels[0], "after": levels[1]}, rubric=True)
    facts = screen(page).locator("tbody", has=page.get_by_role("rowheader", name="Concrete feiten"))
    expect(facts.get_by_role("cell")).to_have_text(["beschrijft", "onderzoekt", "hoger"])
    assert problems(page) == []


def test_the_start_may_come_from_another_part_of_the_course(
    tmp_path: Path, publish: Publish, visitor: Visitor
) -> None:
    module = growing_module(tmp_path, per="group").in_variant("last")
    start = {"module": "Oefening", "title": "Inschatting", "lines": [], "value": THEN}
    page = open_activity(
        module, publish, visitor, {"after": NOW}, at="grown", carried={"practice/before": start}
    )
    expect(screen(page).get_by_role("row").nth(2)).to_have_text("24,5hoger")
