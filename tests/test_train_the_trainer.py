"""The after-training holds what the evaluation asked for: asking on, keeping time, choosing forms, a day."""

from pathlib import Path

import pytest

from modules.kit.module import Activity, Module
from modules.kit.registry import Registry, load_registry

FOLDER = Path("modules/train-the-trainer")
MATCHES = ("what-helps", "kinds", "depth", "cases", "must-may", "groups", "who-sees")


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture(scope="module")
def module(registry: Registry) -> Module:
    return registry.modules["train-the-trainer"]


def activities(module: Module) -> list[Activity]:
    return [activity for step in module.steps for activity in step.activities]


def test_it_is_an_hour_in_steps_that_fit_half_a_lesson(module: Module) -> None:
    assert module.minutes == 60
    assert max(step.minutes for step in module.steps) <= 25


def test_it_is_for_facilitators_and_comes_after_the_sessions_they_guide(registry: Registry) -> None:
    names = list(registry.modules)
    assert registry.modules["train-the-trainer"].audience == ("facilitators",)
    assert all(
        names.index(name) < names.index("train-the-trainer")
        for name, found in registry.modules.items()
        if found.track.name == "toolbox"
    )


def test_each_difficulty_of_the_evaluation_has_a_help_of_its_own(module: Module) -> None:
    pairs = module.activities["what-helps"].options.pairs

    assert list(pairs) == ["unprepared", "no-questions", "overfull", "late-help", "out-of-sight"]
    assert len(set(pairs.values())) == len(pairs)


def test_whoever_says_what_is_hardest_is_sent_to_a_step_that_is_there(module: Module) -> None:
    for language in module.languages:
        items = module.words[language].activities["hardest"].items
        assert {int(item.text.split()[-1]) for item in items.values()} <= set(range(2, len(module.steps)))


def test_questions_go_from_what_happened_to_what_it_means(module: Module) -> None:
    options = module.activities["depth"].options

    assert options.choices == ["event", "feeling", "meaning"]
    assert sorted(options.pairs.values()) == sorted(options.choices * 2)


def test_no_list_of_situations_gives_its_key_away_by_its_order(module: Module) -> None:
    for name in MATCHES:
        options = module.activities[name].options
        assert list(options.pairs.values()) != [
            choice for choice in options.choices for found in options.pairs.values() if found == choice
        ]


def test_only_danger_calls_for_help_today(module: Module) -> None:
    pairs = module.activities["cases"].options.pairs

    assert [case for case, first in pairs.items() if first == "help"] == ["door"]


def test_what_must_may_and_can_wait_is_what_session_1_says(module: Module, registry: Registry) -> None:
    session = registry.modules["identity"].activities

    for name, weight in module.activities["must-may"].options.pairs.items():
        assert (name, weight) == (name, session[name].weight)


@pytest.mark.parametrize("minutes", [25, 50, 100])
def test_a_plan_adds_up_to_the_time_there_is(module: Module, minutes: int) -> None:
    for language in module.languages:
        facts = module.words[language].activities["plans"].pages[f"minutes-{minutes}"].facts
        assert sum(int(fact.split()[0]) for fact in facts) == minutes


def test_nobody_has_to_be_done_with_what_comes_after_the_first_session(module: Module) -> None:
    *before, after = module.steps

    assert after.id == "after"
    assert not any(activity.required for activity in after.activities)
    assert all(activity.required for step in before for activity in step.activities)


def test_the_plan_has_a_day_and_somebody_to_call_and_comes_back_afterwards(module: Module) -> None:
    assert {"day", "call"} <= set(module.activities["my-session"].options.fields)
    assert "my-session" in module.activities["look-back"].options.from_


def test_plans_go_no_further_than_whoever_leads_the_training(module: Module) -> None:
    for name in ("dry-run", "my-session", "before", "look-back", "moments", "again"):
        assert module.activities[name].widest_audience == "facilitator"


def test_everything_can_be_done_on_paper(module: Module) -> None:
    assert all(activity.on_paper for activity in activities(module))


def test_every_match_explains_itself_in_both_languages(module: Module) -> None:
    for language in module.languages:
        for name in MATCHES:
            for pair in module.words[language].activities[name].pairs.values():
                assert pair.hint
                assert pair.why


def test_each_picture_is_small() -> None:
    sizes = {file.name: file.stat().st_size for file in (FOLDER / "media").iterdir()}

    assert len(sizes) == 1 + 7
    assert {name: size for name, size in sizes.items() if size > 12_000} == {}
