"""What a class sees of what was shared: the rules of each kind of picture."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from lti_tool.rules.live import MOST_WORDS, Picture, Subject, hides, on_the_wall, picture, question
from lti_tool.rules.live_words import alike, in_words
from lti_tool.services.live import small_words
from modules.kit.answers import Answer
from modules.kit.registry import Registry

NL = small_words("nl")
FULL = Path(__file__).parent / "browser" / "full_answers"


@pytest.fixture
def meaning(registry: Registry) -> Subject:
    return of(registry, "identity", "meaning")


def of(registry: Registry, module: str, activity: str) -> Subject:
    found = registry.modules[module]
    return Subject(found, "nl", found.activities[activity], lambda text: f"item of {text}", NL)


def told(value: Any, audience: Any = "class") -> Answer:
    return Answer(value, "screen", audience, 1)


def seen(found: Picture) -> dict[str, int]:
    return {one.text: one.count for one in found.things}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("familie", ["familie"]),
        ("Familie, vrienden en taal.", ["Familie", "vrienden", "taal"]),
        ("mijn familie", ["familie"]),
        ("wie ik ben", ["wie ik ben"]),
        ("jezelf zijn", ["jezelf zijn"]),
        ("Ik denk aan mijn familie en mijn afkomst", ["familie", "afkomst"]),
        ("familie\nFAMILIE! familie", ["familie"]),
        ("geen haast - veel moed", ["geen haast", "moed"]),
        ("الهوية، العائلة", ["الهوية، العائلة"]),
        ("🎉 🎉", ["🎉 🎉"]),
        ("...", []),
        ("", []),
    ],
)
def test_a_text_comes_apart_into_the_words_that_say_something(text: str, words: list[str]) -> None:
    assert list(in_words(text, NL).values()) == words


@pytest.mark.parametrize("other", ["Familie", " familie ", "FAMILIE!", "“familie”", "\uff46amilie"])
def test_the_same_word_is_alike_however_it_is_written(other: str) -> None:
    assert alike(other) == "familie"


def test_everybody_counts_once_for_a_word(meaning: Subject) -> None:
    found = picture(meaning, [told("taal, Taal, taal!"), told("taal")], {})
    assert seen(found) == {"taal": 2}
    assert found.sharers == 2


@pytest.mark.parametrize("audience", ["learner", "facilitator"])
def test_what_is_not_for_the_class_counts_for_nothing(meaning: Subject, audience: str) -> None:
    found = picture(meaning, [told("geheim", audience)], {})
    assert (found.sharers, found.things) == (0, [])


def test_an_activity_that_no_longer_allows_it_shows_nothing(registry: Registry) -> None:
    past = of(registry, "identity", "past-words")
    assert picture(past, [told(["oud"])], {}).things == []


def test_what_its_type_no_longer_knows_is_left_out(meaning: Subject) -> None:
    assert picture(meaning, [told({"not": "a text"}), told("wel")], {}).sharers == 1


def test_the_order_is_the_same_every_time_and_stays_when_others_come(meaning: Subject) -> None:
    answers = [told(f"woord{number}") for number in range(40)]
    before = [one.text for one in picture(meaning, answers, {}).heaps[0].scattered]
    assert before == [one.text for one in picture(meaning, answers[::-1], {}).heaps[0].scattered]
    more = [one.text for one in picture(meaning, [*answers, told("nieuw")], {}).heaps[0].scattered]
    assert [text for text in more if text != "nieuw"] == before


def test_a_word_that_came_more_often_is_bigger(meaning: Subject) -> None:
    answers = [told("veel")] * 9 + [told("soms")] * 3 + [told("eens")]
    sizes = {one.text: one.size for one in picture(meaning, answers, {}).things}
    assert sizes["veel"] > sizes["soms"] > sizes["eens"]


def test_of_very_many_words_those_that_came_most_are_in_the_cloud(meaning: Subject) -> None:
    answers = [told(f"woord{number}") for number in range(MOST_WORDS + 50)] + [told("woord7")]
    cloud = picture(meaning, answers, {}).heaps[0].scattered
    assert len(cloud) == MOST_WORDS
    assert "woord7" in [one.text for one in cloud]


def test_what_is_hidden_is_apart(meaning: Subject) -> None:
    marks = {f"item of {hides('meaning', 'lelijk')}": "hidden"}
    found = picture(meaning, [told("lelijk, mooi"), told("LELIJK")], marks)
    assert seen(found) == {"mooi": 1}
    assert [(one.text, one.count) for one in found.hidden] == [("lelijk", 2)] or found.hidden[0].count == 2


def test_a_picture_is_open_from_five_or_where_a_facilitator_says_so(meaning: Subject) -> None:
    few, enough = (picture(meaning, [told("taal")] * count, {}) for count in (4, 5))
    opened = {mark: (few.is_open(mark), enough.is_open(mark)) for mark in (None, "shown", "small")}
    assert opened == {None: (False, False), "shown": (False, True), "small": (True, True)}


def test_a_facilitators_word_on_a_question_goes_before_the_learners(registry: Registry) -> None:
    wall = of(registry, "student-life", "wall")
    asked = [{"theme": "study", "text": "Hoe laat?", "state": "open", "answer": ""}]
    assert [one.state for one in picture(wall, [told(asked)], {}).things] == ["open"]
    marks = {f"item of {question('wall', 'hoe laat')}": "passed"}
    assert [one.state for one in picture(wall, [told(asked)], marks).things] == ["passed"]


def test_open_questions_come_first(registry: Registry) -> None:
    wall = of(registry, "student-life", "wall")
    states = ("answered", "passed", "open")
    asked = [{"theme": "study", "text": f"Vraag {one}", "state": one, "answer": ""} for one in states]
    (heap,) = picture(wall, [told(asked)], {}).heaps
    assert [one.state for one in heap.by_state] == ["open", "passed", "answered"]


def test_headings_stand_in_the_modules_order_whoever_came_first(registry: Registry) -> None:
    body = of(registry, "talents", "body")
    answers = [told({"heart": ["b"]}), told({"head": ["a"], "heart": ["b"], "feet": ["c"]})]
    assert [heap.title for heap in picture(body, answers, {}).heaps] == [
        heap.title for heap in picture(body, answers[::-1], {}).heaps
    ]


@pytest.mark.parametrize(
    ("at", "shown", "wall"),
    [
        ("meaning", {}, None),
        ("start", {}, None),
        ("meaning", {"meaning": 1}, "meaning"),
        ("circle", {"meaning": 1}, None),
        ("start", {"meaning": 1, "words": 2}, "words"),
        ("end", {"meaning": 2, "words": 1}, "meaning"),
    ],
)
def test_the_wall_shows_the_exercise_at_hand_or_the_last_that_was_turned_on(
    at: str, shown: dict[str, int], wall: str | None
) -> None:
    assert on_the_wall(at, shown) == wall


def test_every_activity_for_a_class_has_something_to_see_of_a_full_answer(registry: Registry) -> None:
    for name, module in registry.modules.items():
        full = yaml.safe_load((FULL / f"{name}.yaml").read_text("utf-8"))["answers"]
        for activity in module.activities.values():
            if activity.widest_audience == "class":
                subject = of(registry, name, activity.id)
                assert picture(subject, [told(full[activity.id])], {}).things, (name, activity.id)


def test_themes_stand_in_the_order_of_the_wall_whatever_was_asked_first(registry: Registry) -> None:
    wall = of(registry, "student-life", "wall")
    asked = [
        told([{"theme": theme, "text": "?", "state": "open", "answer": ""}]) for theme in ("life", "study")
    ]
    titles = [heap.title for heap in picture(wall, asked, {}).heaps]
    assert titles == ["Studeren en stage", "Studentenleven"]
