"""What a facilitator sees of a session at the moment itself, and what may be kept of where it is."""

from typing import Any

import pytest

from lti_tool.rules.plan import exercises_of, propose
from lti_tool.rules.session_guide import by_depth, guided, materials
from lti_tool.rules.session_state import checked
from modules.kit.registry import load_registry

NOW = 1_800_000_000
STATE: dict[str, Any] = {
    "at": "b",
    "begun": NOW - 60,
    "clock": {"ends": NOW + 240, "left": 0, "whole": 300},
    "done": ["a"],
    "skipped": [],
}


# Questions by depth


@pytest.mark.parametrize("count", range(9))
def test_each_question_has_one_depth_and_the_order_stays(count: int) -> None:
    questions = [f"q{number}" for number in range(count)]
    assert [one for part in by_depth(questions) for one in part] == questions


@pytest.mark.parametrize("count", range(9))
def test_there_are_never_more_deep_questions_than_easy_ones(count: int) -> None:
    warm, deeper, further = (len(part) for part in by_depth(["q"] * count))
    assert warm >= deeper >= further >= warm - 1


# The exercises


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_exercise_has_its_guide_and_the_minutes_of_the_plan(language: str) -> None:
    module = load_registry().modules["identity"]
    plan = propose(exercises_of(module), 25)
    found = guided(module, language, plan)
    assert [(one.id, one.minutes, one.weight) for one in found] == [
        (one.id, one.minutes, one.weight) for one in plan.exercises
    ]
    assert all(one.ask and one.guide.purpose and any(one.depths) for one in found)


def test_a_step_is_told_of_once() -> None:
    module = load_registry().modules["identity"]
    found = guided(module, "nl", propose(exercises_of(module), 70))
    assert sum(bool(one.about_step) for one in found) == len(module.steps)


def test_a_hard_word_is_shown_as_a_word() -> None:
    for module in load_registry().modules.values():
        for one in guided(module, "nl", propose(exercises_of(module), 70)):
            assert "[[" not in one.ask + one.hint + one.title


def test_what_can_wait_needs_no_material() -> None:
    module = load_registry().modules["identity"]
    exercises = exercises_of(module)
    short, long = (materials(guided(module, "nl", propose(exercises, time))) for time in (25, 70))
    assert set(short) < set(long)
    assert len(long) == len({item.casefold() for item in long})


# Where the session is


def test_where_a_session_is_may_be_kept() -> None:
    assert checked(STATE, ["a", "b"], NOW) == STATE


def test_exercises_that_are_no_longer_there_are_left_out() -> None:
    state = checked(STATE | {"done": ["gone", "a", ["x"]]}, ["a", "b"], NOW)
    assert state is not None
    assert state["done"] == ["a"]


@pytest.mark.parametrize("at", ["start", "end"])
def test_a_session_may_be_before_its_first_exercise_or_after_its_last(at: str) -> None:
    assert checked(STATE | {"at": at, "begun": None}, ["a", "b"], NOW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": "elsewhere"},
        {"at": ["b"]},
        {"at": None},
        {"begun": "yesterday"},
        {"begun": NOW - 90_000},
        {"clock": None},
        {"clock": {"ends": NOW + 90_000, "left": 0, "whole": 0}},
        {"clock": {"ends": None, "left": -1, "whole": 0}},
        {"clock": {"ends": None, "left": 1.5, "whole": 0}},
        {"clock": {"ends": True, "left": 0, "whole": 0}},
        {"clock": {"ends": None, "left": 0}},
        {"done": "a"},
        {"skipped": None},
    ],
)
def test_what_is_no_state_of_a_session_is_refused(wrong: dict[str, Any]) -> None:
    assert checked(STATE | wrong, ["a", "b"], NOW) is None


@pytest.mark.parametrize("given", [None, [], "start", 1])
def test_what_is_no_object_is_refused(given: Any) -> None:
    assert checked(given, ["a"], NOW) is None
