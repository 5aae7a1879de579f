"""A course unit's application: who may do what when, what is missing, and what totals tell of nobody."""

from datetime import date

import pytest

from lti_tool.rules.civic_totals import Figures, Unit, totals
from lti_tool.rules.course_unit import (
    academic_year,
    academic_years,
    after,
    blank,
    differing,
    from_form,
    is_open,
    missing,
    wrong,
)

TODAY = date(2026, 11, 22)
CRITERIA = ("need", "learning")
FORM = {
    "title": "Ontwerpen 2",
    "programme": "Mobiliteit",
    "year": "2026-2027",
    "partner": "De buurt",
    "activity": "yes",
    "since": "2023",
    "criterion-need": "Een vraag.",
    "criterion-learning": "Zo leren ze.",
}


def written(**changes: str) -> dict[str, object]:
    return from_form(FORM | changes, CRITERIA, blank("Cursus", TODAY))


@pytest.mark.parametrize(
    ("side", "state", "acts"),
    [
        ("coordinator", None, {"save": "draft", "submit": "submitted"}),
        ("coordinator", "draft", {"save": "draft", "submit": "submitted"}),
        ("coordinator", "submitted", {"take-back": "draft"}),
        ("coordinator", "returned", {"save": "draft", "submit": "submitted"}),
        ("coordinator", "approved", {"submit": "submitted"}),
        ("team", None, {}),
        ("team", "draft", {}),
        ("team", "submitted", {"approve": "approved", "return": "returned"}),
        ("team", "returned", {}),
        ("team", "approved", {"return": "returned"}),
    ],
)
def test_who_may_do_what_when(side: str, state: str | None, acts: dict[str, str]) -> None:
    every = ("save", "submit", "take-back", "approve", "return", "delete")

    assert {act: after(state, act, side) for act in every if after(state, act, side)} == acts  # type: ignore[arg-type]


def test_a_coordinator_writes_freely_only_where_nothing_is_undone() -> None:
    assert [state for state in (None, "draft", "submitted", "returned", "approved") if is_open(state)] == [
        None,
        "draft",
        "returned",
    ]


def test_a_new_application_has_the_courses_title_and_this_academic_year() -> None:
    document = blank("  Ontwerpen 2 ", TODAY)

    assert (document["title"], document["year"]) == ("Ontwerpen 2", "2026-2027")


@pytest.mark.parametrize(("day", "year"), [(date(2026, 8, 31), "2025-2026"), (date(2026, 9, 1), "2026-2027")])
def test_an_academic_year_begins_in_september(day: date, year: str) -> None:
    assert academic_year(day) == year


def test_last_this_and_next_year_can_be_chosen_and_the_one_that_is_kept() -> None:
    assert academic_years(TODAY, "2019-2020") == ["2019-2020", "2025-2026", "2026-2027", "2027-2028"]


def test_a_whole_application_lacks_nothing() -> None:
    assert list(missing(written(), CRITERIA)) == []


@pytest.mark.parametrize("part", ["title", "programme", "partner", "activity", "since", "criterion-need"])
def test_each_part_is_needed_to_submit(part: str) -> None:
    assert list(missing(written(**{part: "  "}), CRITERIA)) == [part]


def test_whoever_has_no_activity_yet_needs_no_year_of_it() -> None:
    assert list(missing(written(activity="no", since=""), CRITERIA)) == []


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("title", "x" * 161),
        ("programme", "x" * 121),
        ("partner", "x" * 401),
        ("criterion-need", "x" * 4001),
        ("year", "1800-1801"),
        ("since", "lang geleden"),
        ("since", "1949"),
        ("since", "2028"),
        ("since", "²023"),
    ],
)
def test_what_is_too_long_or_no_year_can_not_be_kept(part: str, text: str) -> None:
    assert list(wrong(written(**{part: text}), CRITERIA, academic_years(TODAY, "2026-2027"), TODAY)) == [part]


def test_what_no_database_can_hold_is_shown_as_unreadable() -> None:
    assert written(partner="a\0b\ud800")["partner"] == "a\ufffdb\ufffd"


def test_a_text_for_a_criterion_that_is_not_asked_any_more_stays() -> None:
    before = blank("", TODAY) | {"criteria": {"old": "Mijn tekst."}}

    assert from_form(FORM, CRITERIA, before)["criteria"] == {
        "old": "Mijn tekst.",
        "need": "Een vraag.",
        "learning": "Zo leren ze.",
    }


def test_two_applications_differ_in_the_parts_that_were_changed() -> None:
    assert differing(written(), written(programme="Bouw", **{"criterion-need": "Anders."})) == {
        "programme",
        "criterion-need",
    }


# What the civic team sees


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_a_count_of_one_to_four_students_is_not_told(count: int, told: int | None) -> None:
    assert Figures(learners=30, revoked=count).told()["revoked"] == told


def test_nothing_is_told_of_a_course_with_few_students() -> None:
    found = Figures(learners=3, present=14, done=15, to_assess=0)

    assert found.told() == dict.fromkeys(["learners", "present", "done"]) | dict.fromkeys(
        ["to_assess", "released", "granted", "revoked"], 0
    )


def a_unit(programme: str = "Mobiliteit", year: str = "2026-2027", **more: object) -> Unit:
    said: dict[str, object] = {
        "state": "submitted", "has_activity": True, "has_reflection": False, "has_attest": False,
    }  # fmt: skip
    return Unit(programme=programme, year=year, **(said | more))  # type: ignore[arg-type]


def test_totals_are_by_year_and_below_it_by_programme() -> None:
    found = totals([a_unit(), a_unit("Bouw", state="approved", has_attest=True), a_unit(year="2025-2026")])

    assert [(one.year, one.programme, one.units, one.approved, one.with_attest) for one in found] == [
        ("2026-2027", "", 2, 1, 1),
        ("2026-2027", "Bouw", 1, 1, 1),
        ("2026-2027", "Mobiliteit", 1, 0, 0),
        ("2025-2026", "", 1, 0, 0),
        ("2025-2026", "Mobiliteit", 1, 0, 0),
    ]


def test_a_programme_is_one_however_its_capitals_and_spaces_are_written() -> None:
    found = totals([a_unit("Mobiliteit"), a_unit(" mobiliteit ", has_activity=False, has_reflection=True)])

    assert [(one.programme, one.units, one.with_activity, one.with_reflection) for one in found] == [
        ("", 2, 1, 1),
        ("Mobiliteit", 2, 1, 1),
    ]
