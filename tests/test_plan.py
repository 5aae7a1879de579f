"""A plan for the time there is: what must, what may and what can wait."""

import random
from collections.abc import Iterator, Sequence
from typing import get_args

import pytest

from lti_tool.rules.plan import (
    Exercise,
    Plan,
    as_document,
    exercises_of,
    from_document,
    from_form,
    minutes_in,
    propose,
)
from modules.kit.registry import load_registry
from modules.kit.structure import Weight

WEIGHTS: tuple[Weight, ...] = get_args(Weight)
TOOLBOX = ("identity", "talents", "study-choice", "student-life")


def sessions() -> Iterator[tuple[Exercise, ...]]:
    """Sessions of every kind: many by chance, and the four there are."""
    chance = random.Random(7)
    for _ in range(200):
        yield tuple(
            Exercise(f"e{number}", chance.randint(0, 20), chance.choice(WEIGHTS))
            for number in range(chance.randint(1, 16))
        )
    for name in TOOLBOX:
        yield exercises_of(load_registry().modules[name])


def test_every_exercise_is_in_the_plan_once_in_the_order_of_the_road() -> None:
    for exercises in sessions():
        for available in (1, 25, 50, 100):
            plan = propose(exercises, available)
            assert [one.id for one in plan.exercises] == [one.id for one in exercises]


def test_a_plan_takes_no_more_minutes_than_there_are_unless_its_musts_do() -> None:
    for exercises in sessions():
        for available in (1, 25, 50, 100):
            plan = propose(exercises, available)
            if plan.lacking:
                assert plan.chosen == tuple(one for one in plan.exercises if one.weight == "must")
            else:
                assert plan.minutes("must", "may") <= available


def test_what_the_module_calls_a_must_is_one_and_nothing_else_is() -> None:
    for exercises in sessions():
        plan = propose(exercises, 50)
        assert [one.weight == "must" for one in plan.exercises] == [one.weight == "must" for one in exercises]


def test_with_more_minutes_no_exercise_goes_away() -> None:
    for exercises in sessions():
        before: set[str] = set()
        for available in range(1, 130, 6):
            chosen = {one.id for one in propose(exercises, available).chosen}
            assert before <= chosen
            before = chosen


def test_what_may_comes_before_what_can_wait() -> None:
    exercises = [Exercise("a", 5, "later"), Exercise("b", 5, "may"), Exercise("c", 5, "must")]
    assert [one.weight for one in propose(exercises, 10).exercises] == ["later", "may", "must"]


def test_with_all_the_time_of_the_session_nothing_waits() -> None:
    for name in TOOLBOX:
        module = load_registry().modules[name]
        plan = propose(exercises_of(module), module.minutes)
        assert len(plan.chosen) == len(plan.exercises)
        assert plan.left == 0


@pytest.mark.parametrize("name", TOOLBOX)
def test_half_a_lesson_is_enough_for_the_musts_of_a_session(name: str) -> None:
    assert propose(exercises_of(load_registry().modules[name]), 25).lacking == 0


def test_musts_that_take_too_long_are_said() -> None:
    plan = Plan(25, (Exercise("a", 20, "must"), Exercise("b", 8, "must"), Exercise("c", 9, "later")))
    assert (plan.lacking, plan.left) == (3, -3)


# What a facilitator fills in

SESSION: Sequence[Exercise] = (Exercise("a", 5, "must"), Exercise("b", 10, "may"))


def test_a_facilitator_moves_exercises_and_gives_minutes() -> None:
    form = {"weight-a": "later", "minutes-a": "7", "weight-b": "must", "minutes-b": " 12 ", "available": "30"}
    plan, wrong = from_form(form, SESSION, 50)
    assert plan == Plan(30, (Exercise("a", 7, "later"), Exercise("b", 12, "must")))
    assert wrong == []


@pytest.mark.parametrize("typed", ["", "x", "-1", "601", "9" * 5000, "1.5", "\u0665", "5 min"])
def test_what_is_no_number_of_minutes_is_said_and_changes_nothing(typed: str) -> None:
    plan, wrong = from_form({"minutes-b": typed}, SESSION, 50)
    assert wrong == ["b"]
    assert plan.exercises == SESSION


def test_a_weight_that_does_not_exist_changes_nothing() -> None:
    assert from_form({"weight-a": "perhaps"}, SESSION, 50)[0].exercises == SESSION


def test_there_is_no_lesson_of_no_minutes() -> None:
    assert minutes_in("0") is None
    assert from_form({"available": "0"}, SESSION, 50)[0].available == 50


def test_a_kept_plan_comes_back_as_it_was() -> None:
    plan = Plan(30, (Exercise("a", 7, "later"), Exercise("b", 12, "must")))
    assert from_document(as_document(plan), SESSION) == plan


def test_an_exercise_that_came_after_the_plan_can_wait() -> None:
    kept = as_document(Plan(30, (Exercise("a", 7, "must"),)))
    assert from_document(kept, SESSION).exercises == (Exercise("a", 7, "must"), Exercise("b", 10, "later"))


def test_an_exercise_that_is_gone_takes_nothing_along() -> None:
    kept = as_document(Plan(30, (*SESSION, Exercise("gone", 90, "must"))))
    assert from_document(kept, SESSION).minutes("must") == 5
