"""The minutes and the weight of each exercise, as its module says them or as they follow."""

from pathlib import Path

import pytest

from modules import load_module
from modules.kit.registry import load_registry
from modules.kit.timing import shared_out
from tests.module_folders import make_module, spoil

TOOLBOX = ("identity", "talents", "study-choice", "student-life")


@pytest.mark.parametrize("minutes", range(1, 31))
@pytest.mark.parametrize("own", [[None], [None] * 4, [1, None, None], [None, 1]])
def test_the_exercises_of_a_step_fill_its_minutes(minutes: int, own: list[int | None]) -> None:
    assert sum(shared_out(minutes, own)) == minutes


def test_an_exercise_keeps_the_minutes_it_says() -> None:
    assert shared_out(10, [4, None, None]) == [4, 3, 3]


def test_no_exercise_has_two_minutes_more_than_another_that_says_none() -> None:
    shares = shared_out(11, [None, None, None])
    assert max(shares) - min(shares) == 1


def test_a_module_that_says_nothing_has_the_required_as_musts(tmp_path: Path) -> None:
    module = load_module(make_module(tmp_path))
    assert [one.weight for step in module.steps for one in step.activities] == ["must", "must", "may"]
    assert [one.minutes for step in module.steps for one in step.activities] == [5, 5, 5]


def test_a_module_says_what_can_wait(tmp_path: Path) -> None:
    folder = make_module(tmp_path)
    spoil(folder / "module.yaml", "required: false", "required: false, minutes: 2, weight: later")
    extra = load_module(folder).activities["extra"]
    assert (extra.weight, extra.minutes) == ("later", 2)


@pytest.mark.parametrize("name", TOOLBOX)
def test_a_session_of_the_toolbox_has_musts_for_half_a_lesson(name: str) -> None:
    module = load_registry().modules[name]
    assert sum(one.minutes for step in module.steps for one in step.activities if one.weight == "must") <= 25
