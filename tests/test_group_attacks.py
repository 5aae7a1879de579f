"""A facilitator who lays one picture of a group beside the next, to know what somebody answered."""

import re
from typing import Any

from tests.class_page import PRIVATE
from tests.lti_browser import Browser
from tests.lti_fixtures import ON_BOTH
from tests.test_group_outcome import END, INTAKE, SAME_PEOPLE, end, figures, say
from tests.test_group_picture import FURTHER, answer, bars, facilitator, group

BOTH: Any = {"custom": {"module": "intake", "variant": "both-rounds"}}


def came(browser: Browser, first: int, school: str, *further: str) -> None:
    for number, choice in enumerate(further, start=first):
        answer(browser, number, {"further": choice}, **BOTH)
        answer(browser, number, {"school": school}, "school", **BOTH)


def apart(page: str) -> list[str]:
    """The figures of a question that is told apart by school, row by row."""
    found = page.split("Apart per groep: Waar ga je nu naar school?")
    return re.findall(r"<td>([^<]+)</td>", found[2].split("</table>")[0]) if len(found) > 2 else []


@ON_BOTH
def test_the_one_of_a_part_who_came_in_between_is_not_told(browser: Browser) -> None:
    came(browser, 0, "adult", "yes", "maybe", "no", "yes", "maybe", "no")
    came(browser, 10, "secondary", "yes", "maybe", "no", "yes", "maybe", "no")
    look = facilitator(browser, **BOTH)
    before = apart(look.look())
    # Everybody knows who came from the adult school.
    came(browser, 20, "adult", "no", "no")
    came(browser, 30, "secondary", "yes", "maybe", "no", "yes")
    page = look.look()

    assert before[-2:] == ["6", "6"]
    assert "18 deelnemers antwoordden" in page
    assert apart(page) in ([], before)


def test_parts_stand_again_when_enough_came_in_each(browser: Browser) -> None:
    came(browser, 0, "adult", "yes", "maybe", "no", "yes", "maybe", "no")
    came(browser, 10, "secondary", "yes", "maybe", "no", "yes", "maybe", "no")
    look = facilitator(browser, **BOTH)
    look.look()
    came(browser, 20, "adult", "no", "no")
    came(browser, 30, "secondary", "yes", "maybe", "no", "yes")
    look.look()
    came(browser, 40, "adult", "yes", "maybe", "no", "yes")
    came(browser, 50, "secondary", "yes", "no")

    assert sorted(apart(look.look())[-2:]) == ["12", "12"]


def test_who_came_alone_is_not_hidden_by_others_who_only_typed(browser: Browser) -> None:
    group(browser, 9)
    look = facilitator(browser)
    before = bars(look.look(), FURTHER)
    for number in range(4):
        answer(browser, number, {"further": ["yes", "maybe", "no"][number % 3], "explanation": PRIVATE})
    answer(browser, 9, {"further": "no"})

    assert bars(look.look(), FURTHER) == before


@ON_BOTH
def test_five_who_all_moved_the_same_way_show_in_no_difference(browser: Browser) -> None:
    say(browser, [0, 0, 1, 1, 2, 2, 3, 3], INTAKE)
    say(browser, [1, 0, 2, 1, 1, 3, 3, 3], END)
    look = end(browser)
    before = figures(look.look(), SAME_PEOPLE)
    # Five more, and each of them is less sure than before.
    say(browser, [1, 2, 3, 1, 2], INTAKE, first=20)
    say(browser, [0, 1, 2, 0, 1], END, first=20)
    page = look.look()

    assert before
    assert "Einde: 13 antwoordden" in page
    assert figures(page, SAME_PEOPLE) in ([], before)
