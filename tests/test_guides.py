"""Whoever guides finds enough beside each exercise: questions, what goes wrong, another way to do it."""

import pytest

from modules.kit.module import Module
from modules.kit.registry import load_registry

GUIDED = ("identity", "talents", "study-choice", "student-life", "train-the-trainer", "civic-reflection")


@pytest.fixture(params=GUIDED)
def module(request: pytest.FixtureRequest) -> Module:
    return load_registry().modules[request.param]


def test_every_exercise_has_its_guide_in_the_order_of_the_road(module: Module) -> None:
    road = [activity.id for step in module.steps for activity in step.activities]
    assert [list(guide.activities) for guide in module.guides.values()] == [road] * len(module.languages)


def test_every_exercise_has_three_questions_to_ask_on(module: Module) -> None:
    for language, guide in module.guides.items():
        few = [name for name, found in guide.activities.items() if len(found.questions) < 3]
        assert (language, few) == (language, [])


@pytest.mark.parametrize("part", ["method", "pitfalls", "variants"])
def test_no_exercise_lacks_a_part_of_its_guide(module: Module, part: str) -> None:
    for language, guide in module.guides.items():
        lacking = [name for name, found in guide.activities.items() if not getattr(found, part)]
        assert (language, lacking) == (language, [])


def test_both_languages_tell_as_much(module: Module) -> None:
    for name in module.guides["nl"].activities:
        nl, en = (module.guides[language].activities[name] for language in ("nl", "en"))
        for part in ("method", "questions", "pitfalls", "variants", "materials"):
            assert (name, part, len(getattr(nl, part))) == (name, part, len(getattr(en, part)))


def test_what_is_needed_is_a_thing_to_lay_out(module: Module) -> None:
    for guide in module.guides.values():
        needed = {thing for found in guide.activities.values() for thing in found.materials}
        assert needed & {"geen", "niets", "none", "nothing"} == set()
