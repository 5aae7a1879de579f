"""Session 3 holds what the toolbox asks: domains, minutes, and nobody who is made to test or to study."""

from collections.abc import Sequence
from typing import Any

import pytest

from modules.kit.module import Module
from modules.kit.registry import load_registry

OPTIONAL_STEPS = ("job-test", "work")


@pytest.fixture(scope="module")
def module() -> Module:
    return load_registry().modules["study-choice"]


def options(module: Module, activity: str) -> Any:
    return module.activities[activity].options


def steps_minutes(module: Module, names: Sequence[str]) -> int:
    return sum(step.minutes for step in module.steps if step.id in names)


def test_it_lasts_110_minutes_of_which_30_are_optional(module: Module) -> None:
    assert sum(step.minutes for step in module.steps) == module.minutes == 110
    assert steps_minutes(module, OPTIONAL_STEPS) == 30


def test_a_step_fits_half_a_lesson(module: Module) -> None:
    assert [step.id for step in module.steps if step.minutes > 25] == []


def test_the_interest_test_lasts_70_minutes_with_all_around_it(module: Module) -> None:
    assert steps_minutes(module, ("domains", "test-first", "test-second", "explore")) == 70


def test_only_the_optional_steps_may_be_left_out_without_a_trace(module: Module) -> None:
    left_out = {step.id for step in module.steps if not any(one.required for one in step.activities)}
    partly = {step.id for step in module.steps if any(not one.required for one in step.activities)}

    assert left_out == partly == set(OPTIONAL_STEPS)


@pytest.mark.parametrize("activity", ["guess", "result", "domain-notes"])
def test_there_are_14_domains_in_one_order(module: Module, activity: str) -> None:
    assert len(options(module, activity).items) == 14
    assert options(module, activity).items == options(module, "guess").items


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_domain_has_one_name_wherever_it_stands(module: Module, language: str) -> None:
    words: Any = module.words[language].activities

    for item, shown in words["guess"].items.items():
        assert words["result"].items[item].label == shown.label
        assert shown.label.startswith(words["domain-notes"].items[item])


def test_every_domain_has_a_picture_and_a_description(module: Module) -> None:
    words: Any = module.words["nl"].activities["guess"]

    assert options(module, "guess").pictures
    assert [item for item, shown in words.items.items() if not shown.text] == []


def test_nobody_has_to_go_to_another_site(module: Module) -> None:
    """Every link out stands at a task that can be done on paper or aloud instead."""
    words: Any = module.words["nl"].activities
    out = [activity for activity in module.activities.values() if words[activity.id].link]

    assert len(out) == 5
    assert [activity.id for activity in out if not activity.on_paper] == []


@pytest.mark.parametrize("activity", ["before", "job-before"])
def test_a_coach_page_says_what_to_do_without_the_test(module: Module, activity: str) -> None:
    assert {"why", "how-long", "how", "not", "instead"} <= set(options(module, activity).pages)


def test_there_are_several_ways_for_who_works_first(module: Module) -> None:
    assert options(module, "ways").items == ["on-the-job", "evening", "short", "both", "later"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_activity_has_a_guide(module: Module, language: str) -> None:
    guided = set(module.guides[language].activities)

    assert guided == {activity.id for step in module.steps for activity in step.activities}


def test_choices_and_questions_go_along_to_later_sessions_and_nothing_else(module: Module) -> None:
    assert module.carries == ("result", "choices", "my-questions")
