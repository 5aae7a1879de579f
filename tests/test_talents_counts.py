"""Session 2 holds what the toolbox names: 39 talents in five groups, four questions to others, six places."""

import pytest

from modules.kit.activity_types.body_map import BodyMapOptions
from modules.kit.activity_types.rate import RateOptions, RateWords
from modules.kit.activity_types.top_of import TopOfOptions, TopOfWords
from modules.kit.module import Activity, Module
from modules.kit.registry import load_registry


@pytest.fixture(scope="module")
def talents() -> Module:
    return load_registry().modules["talents"]


def rating(module: Module) -> RateOptions:
    options = module.activities["rating"].options
    assert isinstance(options, RateOptions)
    return options


def top_three(module: Module) -> TopOfOptions:
    options = module.activities["top-three"].options
    assert isinstance(options, TopOfOptions)
    return options


def texts_of(module: Module, language: str, activity: Activity) -> list[str]:
    words = module.words[language].activities[activity.id]
    assert isinstance(words, RateWords | TopOfWords)
    return [item.text for item in words.items.values()]


def test_there_are_39_talents_in_five_groups(talents: Module) -> None:
    assert [len(items) for items in rating(talents).groups.values()] == [7, 8, 8, 9, 7]


def test_each_talent_has_a_number_from_1_to_5_and_all_are_rated(talents: Module) -> None:
    assert (rating(talents).scale, rating(talents).done.rated) == (5, 39)


def test_three_are_chosen_from_the_same_talents(talents: Module) -> None:
    assert top_three(talents).count == 3
    assert top_three(talents).groups == rating(talents).groups


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("activity", ["rating", "top-three"])
def test_no_two_talents_say_the_same(talents: Module, language: str, activity: str) -> None:
    texts = texts_of(talents, language, talents.activities[activity])

    assert len(set(texts)) == 39


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_talent_has_one_name_wherever_it_stands(talents: Module, language: str) -> None:
    words = talents.words[language].activities
    rated, chosen = words["rating"], words["top-three"]
    assert isinstance(rated, RateWords)
    assert isinstance(chosen, TopOfWords)

    assert {key: item.label for key, item in rated.items.items()} == {
        key: item.label for key, item in chosen.items.items()
    }
    assert rated.groups == chosen.groups


def test_others_are_asked_the_same_four_questions(talents: Module) -> None:
    asked = [vars(talents.activities[name].options)["questions"] for name in ("classmate", "dear-one")]

    assert asked == [["agree", "seen", "good-at", "task"]] * 2


def test_the_body_has_five_places_and_elsewhere(talents: Module) -> None:
    options = talents.activities["body"].options
    assert isinstance(options, BodyMapOptions)

    assert options.places == ["head", "heart", "hands", "belly", "feet", "elsewhere"]


def test_the_session_takes_75_minutes(talents: Module) -> None:
    assert [step.minutes for step in talents.steps] == [10, 10, 25, 15, 10, 5]


def test_the_next_session_may_look_back_at_the_top_three_and_the_body(talents: Module) -> None:
    assert {"top-three", "body"} <= set(talents.carries)
