"""Session 4 holds what the toolbox asks of it: counts, minutes, and the key of who does what."""

from pathlib import Path

import pytest

from modules.kit.activity_type import Asked
from modules.kit.carried import carried_into, carry_problems
from modules.kit.institution import NOBODYS, EntryWords, Pack, PackStructure, PackWords
from modules.kit.loader import load_module
from modules.kit.module import Module
from modules.kit.registry import Registry, load_registry

FOLDER = Path("modules/student-life")


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture(scope="module")
def module(registry: Registry) -> Module:
    return registry.modules["student-life"]


def test_it_takes_55_minutes_in_lesson_sized_steps(module: Module) -> None:
    assert module.minutes == 55
    assert [step.minutes for step in module.steps] == [5, 20, 15, 10, 5]


def test_who_does_what_has_the_key_of_the_toolbox(module: Module) -> None:
    options = module.activities["who-does-what"].options
    letters = dict(zip(options.choices, "abcdef", strict=True))

    assert [letters[choice] for choice in options.pairs.values()] == list("bdafec")
    assert options.done.right == 6


def test_the_wall_has_three_themes_with_questions_to_start_from(module: Module) -> None:
    activity = module.activities["wall"]

    assert activity.options.themes == ["study", "support", "life"]
    for language in module.languages:
        themes = module.words[language].activities["wall"].themes
        assert [len(themes[name].examples) for name in activity.options.themes] == [7, 7, 6]


def test_student_life_has_five_themes_each_with_a_picture(module: Module) -> None:
    options = module.activities["themes"].options

    assert set(options.pairs) == {"sport", "culture", "food", "transport", "money"}
    assert all(name == choice for name, choice in options.pairs.items())


def test_comfortable_and_uncomfortable_feelings_take_turns(module: Module) -> None:
    items = module.activities["feelings"].options.items

    assert items[::2] == ["curious", "happy", "proud", "calm", "eager", "relieved", "hopeful", "sure"]
    assert len(items) == 16


def test_the_facts_the_flyers_and_the_six_services_come_from_the_institution_pack(module: Module) -> None:
    facts = module.words["nl"].activities["did-you-know"].pages

    assert sum(len(page.facts) for page in facts.values()) == 11
    assert len(module.activities["flyers"].options.pages) == 7
    assert module.activities["services"].options.pages == list(
        module.activities["who-does-what"].options.pairs
    )


def test_next_steps_that_a_school_announces_have_its_link(module: Module) -> None:
    items = module.words["nl"].activities["next-steps"].items

    assert [name for name, step in items.items() if step.link] == [
        "open-lessons",
        "info-day",
        "graduate-day",
        "parents-online",
    ]


def test_a_facilitator_can_set_a_day_for_each_next_step(module: Module) -> None:
    activity = module.activities["next-steps"]
    dated = activity.type.dated(activity.options, module.words["nl"].activities["next-steps"])

    assert list(dated) == activity.options.items
    assert dated["info-day"] == "Naar een infodag gaan"


def test_the_day_of_the_pack_is_shown_with_its_step() -> None:
    entry = {"id": "info-day", "when": "2999-03-20", "checked-on": "2998-01-01", "source": "us"}
    structure = PackStructure.model_validate(
        {"id": "ours", "languages": ["nl"], "sources": ["us"], "dates": [entry]}
    )
    words = PackWords(name="Onze school", dates={"info-day": EntryWords(title="Infodag", text="Kom kijken.")})
    module = load_module(FOLDER, pack=Pack(structure, {"nl": words}, None))

    assert module.activities["next-steps"].options.days == {"info-day": "2999-03-20"}


def test_without_a_pack_there_is_nothing_to_read_and_still_a_session_to_finish() -> None:
    module = load_module(FOLDER, pack=NOBODYS)

    assert [name for name in ("services", "did-you-know") if module.activities[name].required] == []
    assert module.activities["wall"].required
    assert module.activities["next-steps"].options.days == {}


def test_earlier_questions_and_choices_come_along(module: Module, registry: Registry) -> None:
    assert carried_into(module) == (
        "identity/my-questions",
        "talents/my-questions",
        "study-choice/my-questions",
        "study-choice/choices",
    )
    assert list(carry_problems(module, registry.modules)) == []


def test_only_what_the_learner_passed_on_is_a_question_to_pass_on(module: Module) -> None:
    activity = module.activities["wall"]
    value = [
        {"theme": "life", "text": "Is er een koor?", "state": "passed", "answer": ""},
        {"theme": "study", "text": "Wat kost een boek?", "state": "open", "answer": ""},
        {"theme": "study", "text": "Wat is een les?", "state": "answered", "answer": "Twee uur luisteren."},
    ]
    asked = activity.type.questions(activity.options, module.words["nl"].activities["wall"], value)

    assert list(asked) == [Asked("Is er een koor?", about="Studentenleven")]


def test_what_is_close_stays_with_the_learner(module: Module) -> None:
    assert module.activities["my-people"].widest_audience == "learner"
    assert module.activities["wall"].widest_audience == "class"
    # The class sees how often each feeling came, and never why.
    feelings = module.activities["feelings"]
    assert feelings.widest_audience == "class"
    value = {"picked": ["tired"], "own": [], "why": "kanarie"}
    words = module.words["nl"].activities["feelings"]
    assert [one.text for one in feelings.type.pieces(feelings.options, words, value)] == ["moe"]


def test_everything_has_a_guide_in_both_languages(module: Module) -> None:
    for language in module.languages:
        guides = module.guides[language].activities
        assert [activity.id for step in module.steps for activity in step.activities] == list(guides)
        assert all(guide.method and guide.questions and guide.pitfalls for guide in guides.values())


def test_each_picture_is_small() -> None:
    sizes = {file.name: file.stat().st_size for file in (FOLDER / "media").iterdir()}

    assert len(sizes) == 1 + 5 + 16 + 5
    assert {name: size for name, size in sizes.items() if size > 12_000} == {}
