"""Session 2 begins with what the toolbox names: 40 traits, a text, 14 skills, green and red moments."""

from typing import Any

import pytest

from modules.kit.institution_registry import default_pack
from modules.kit.module import Module
from modules.kit.registry import load_registry

TRAITS = """
    behulpzaam, betrouwbaar, creatief, dapper, doorzetter, druk, eerlijk, enthousiast, fanatiek, fantasierijk,
    geconcentreerd, geduldig, gezellig, goed luisteren, grappig, handig, interessant, leuk, lief, muzikaal,
    nieuwsgierig, oplettend, ordelijk, positief, rekenvaardig, respectvol, rustig, samenwerken, serieus, slim,
    snel, sociaal, sportief, stoer, technisch, uniek, veel ideeën, verlegen, voorzichtig, vriendelijk
"""
SKILLS = [
    *("cooperate", "alone", "solve", "active", "hands", "learn", "care"),
    *("elderly", "social", "technology", "youth", "sustainable", "lead", "organise"),
]


@pytest.fixture(scope="module")
def talents() -> Module:
    return load_registry().modules["talents"]


def options(module: Module, activity: str) -> Any:
    return module.activities[activity].options


def words(module: Module, activity: str, language: str = "nl") -> Any:
    return module.words[language].activities[activity]


def test_a_role_model_is_described_with_the_40_traits_of_the_toolbox(talents: Module) -> None:
    shown = [words(talents, "role-model").items[item] for item in options(talents, "role-model").items]

    assert shown == [" ".join(trait.split()) for trait in TRAITS.split(",")]
    assert len(shown) == 40


def test_no_two_traits_read_the_same_in_another_language(talents: Module) -> None:
    assert len(set(words(talents, "role-model", "en").items.values())) == 40


@pytest.mark.parametrize(("activity", "both"), [("role-model", ["them", "me"]), ("skills", ["well", "like"])])
def test_what_has_both_marks_shows_by_itself(talents: Module, activity: str, both: list[str]) -> None:
    assert options(talents, activity).marks == options(talents, activity).together == both


def test_there_are_14_skills_in_the_order_of_the_toolbox(talents: Module) -> None:
    assert options(talents, "skills").items == SKILLS


def test_at_least_three_words_are_underlined(talents: Module) -> None:
    assert options(talents, "text").done.words == 3


def test_two_green_and_two_red_moments_are_enough_and_four_questions_help(talents: Module) -> None:
    assert options(talents, "moments").done.each == 2
    assert len(options(talents, "moments").prompts) == 4


def test_the_film_is_a_link_beside_a_text_that_says_the_same(talents: Module) -> None:
    pages = words(talents, "film").pages

    assert pages["film"].link.url.startswith("https://")
    assert pages["film"].link.purpose != ""
    assert pages["idea"].link is None
    assert options(talents, "film").done.pages == 1


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_film_leads_where_the_school_s_pack_says(talents: Module, language: str) -> None:
    link = words(talents, "film", language).pages["film"].link
    assert link.url == default_pack().link("talent-video", language).url
    assert "http" not in (talents.folder / f"{language}.yaml").read_text(encoding="utf-8")


def test_session_1_comes_back_as_far_as_it_may(talents: Module) -> None:
    carried = load_registry().modules["identity"].carries

    assert set(options(talents, "back").from_) <= {f"identity/{name}" for name in carried}


def test_a_step_fits_half_a_lesson(talents: Module) -> None:
    assert [step.id for step in talents.steps if step.minutes > 25] == []
