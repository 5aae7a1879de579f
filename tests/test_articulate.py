"""Session 5 of civic reflection: what comes along from other links, what is handed in, how it is judged."""

from typing import Any, cast

import pytest

from modules.kit.activity_type import Refusal
from modules.kit.activity_types.rate import RateWords
from modules.kit.activity_types.rubric_self import RubricSelfOptions, RubricSelfWords
from modules.kit.activity_types.scaffold import ScaffoldOptions
from modules.kit.module import Module
from modules.kit.registry import Registry
from tests.browser.writing import full_answers
from tests.lti_browser import Browser, Page

EARLIER = {
    "start": ["competences-start", "need", "learning-contract"],
    "describe": ["rewrite"],
    "examine": ["examined"],
    "responsibility": ["ask-partner", "my-position"],
}
"""What is looked back at, by the variant that holds it."""


@pytest.fixture(scope="module")
def whole(registry: Registry) -> Module:
    return registry.modules["civic-reflection"]


@pytest.fixture(scope="module")
def session(whole: Module) -> Module:
    return whole.in_variant("articulate")


def open_link(browser: Browser, variant: str, **claims: Any) -> Page:
    custom = {"module": "civic-reflection", "variant": variant}
    return browser.open(custom=custom, resource_link={"id": f"link-{variant}"}, **claims)


def test_what_was_written_at_the_other_links_comes_back(browser: Browser, whole: Module) -> None:
    answers: dict[str, Any] = {}
    for variant, names in EARLIER.items():
        page, (said, _) = open_link(browser, variant), full_answers(whole.in_variant(variant))
        for name in names:
            page.save(name, said[name])
            answers[name] = said[name]

    carried = open_link(browser, "articulate").load()["carried"]

    assert {name: one["value"] for name, one in carried.items()} == {
        f"civic-reflection/{name}": value for name, value in answers.items()
    }
    assert all(one["lines"] for one in carried.values())


def test_who_did_nothing_before_begins_with_nothing(browser: Browser) -> None:
    assert open_link(browser, "articulate").load()["carried"] == {}


def test_what_stays_private_at_the_other_links_stays_there(browser: Browser, whole: Module) -> None:
    page, (said, _) = open_link(browser, "start"), full_answers(whole.in_variant("start"))
    for name in ("values", "own-bias"):
        page.save(name, said[name])

    assert open_link(browser, "articulate").load()["carried"] == {}


def test_the_rubric_has_six_criteria_of_four_levels_and_shows_every_competence(session: Module) -> None:
    rubric = session.activities["piece-check"]
    options = cast("RubricSelfOptions", rubric.options)
    asked = session.activities["competences-end"].options.model_dump()

    assert len(options.criteria) * len(options.levels) == 24
    assert set(options.competences) == set(options.criteria)
    assert set(options.competences.values()) == set(asked["groups"])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_level_of_every_criterion_says_something_else(session: Module, language: str) -> None:
    words = cast("RubricSelfWords", session.words[language].activities["piece-check"])
    told = [text for criterion in words.criteria.values() for text in criterion.levels.values()]

    assert len(set(told)) == len(told) == 24


def test_what_is_handed_in_may_be_read_by_whoever_assesses(session: Module) -> None:
    assert session.rubric is not None
    assert session.rubric.work[0] == "final-piece"
    assert all(session.activities[name].widest_audience != "learner" for name in session.rubric.work)
    assert session.activities["growth"].widest_audience == "learner"


@pytest.mark.parametrize(
    ("value", "is_done"),
    [
        ({"text": "woord " * 100}, True),
        ({"text": "", "audio": {"seconds": 60, "where": "device"}}, True),
        ({"text": "woord " * 900}, True),
        ({"text": "woord " * 99, "audio": {"seconds": 59, "where": "device"}}, False),
    ],
)
def test_the_final_piece_is_written_or_spoken_and_its_length_stops_nobody(
    session: Module, value: Any, *, is_done: bool
) -> None:
    piece = session.activities["final-piece"]
    kept = piece.type.clean(piece.options, value)
    assert not isinstance(kept, Refusal)
    assert piece.type.done(piece.options, kept) is is_done


def test_every_frame_asks_the_four_questions(session: Module) -> None:
    frames = cast("ScaffoldOptions", session.activities["draft"].options).frames
    assert [len(prompts) for prompts in frames.values()] == [4, 4, 4, 4]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_end_asks_what_the_start_asked_in_the_same_words(whole: Module, language: str) -> None:
    words = whole.words[language].activities
    start, end = (cast("RateWords", words[f"competences-{when}"]) for when in ("start", "end"))

    for part in ("groups", "items", "least", "most"):
        assert getattr(start, part) == getattr(end, part)
