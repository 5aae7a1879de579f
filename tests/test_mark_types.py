"""What an author of marks, a text to underline or moments can get wrong is said before a learner sees it."""

from typing import Any

import pytest
from pydantic import ValidationError

from modules.kit.activity_types.mark_grid import MarkGrid, MarkGridOptions, MarkGridWords
from modules.kit.activity_types.moments import Moments, MomentsOptions, MomentsWords
from modules.kit.activity_types.underline import Underline, UnderlineOptions, UnderlineWords

ASKED = {"title": "a", "ask": "b"}
GRID: dict[str, Any] = {"items": ["honest", "calm"], "marks": ["them", "me"]}
GRID_WORDS: dict[str, Any] = {
    **ASKED,
    "items": {"honest": "eerlijk", "calm": "rustig"},
    "marks": {"them": {"label": "die persoon", "short": "die"}, "me": {"label": "ik", "short": "ik"}},
}
COLOUR = {"label": "a", "one": "b", "text": "c", "start": "d"}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"marks": ["who", "me"]}, "a mark can't be called 'who'"),
        ({"marks": ["me"]}, "at least 2 items"),
        ({"together": ["them", "you"]}, "not one of: them, me"),
        ({"together": ["me", "me"]}, "at least two marks"),
    ],
)
def test_marks_that_make_no_sense_are_refused(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        MarkGridOptions.model_validate({**GRID, **changed})


@pytest.mark.parametrize(
    ("option", "key"), [({"together": ["them", "me"]}, "together"), ({"who": True}, "who")]
)
def test_what_is_asked_for_needs_its_words(option: dict[str, Any], key: str) -> None:
    options = MarkGridOptions.model_validate(GRID | option)

    problems = list(MarkGrid().check(options, MarkGridWords.model_validate(GRID_WORDS)))

    assert [problem.message for problem in problems] == [f"no words for '{key}', which module.yaml asks for"]


def test_only_an_item_can_be_explained() -> None:
    spoken = MarkGridWords.model_validate(GRID_WORDS | {"about": {"calm": "stil", "slow": "traag"}})

    problems = list(MarkGrid().check(MarkGridOptions.model_validate(GRID), spoken))

    assert [problem.path for problem in problems] == [("about", "slow")]


def test_a_mark_that_came_later_is_no_obstacle_for_an_older_answer() -> None:
    options = MarkGridOptions.model_validate(GRID | {"together": ["them", "me"]})
    spoken = MarkGridWords.model_validate(GRID_WORDS | {"together": "allebei"})
    older = {"who": "", "them": ["calm"]}

    assert MarkGrid().done(options, older)
    assert [line.text for line in MarkGrid().lines(options, spoken, older)] == ["rustig"]


@pytest.mark.parametrize(("text", "problems"), [("Eén [[twee|woord]] drie", 0), ("Eén twee", 1)])
def test_a_text_has_as_many_words_as_are_to_be_underlined(text: str, problems: int) -> None:
    options = UnderlineOptions.model_validate({"done": {"words": 3}})
    spoken = UnderlineWords.model_validate({**ASKED, "text": text})

    assert len(list(Underline().check(options, spoken))) == problems


def test_each_question_that_helps_has_its_words() -> None:
    options = MomentsOptions.model_validate({"prompts": ["glad"]})
    spoken = MomentsWords.model_validate(
        {**ASKED, "green": COLOUR, "red": COLOUR, "prompts": {"time": "x"}, "pattern": "y"}
    )

    assert [problem.path for problem in Moments().check(options, spoken)] == [
        ("prompts",),
        ("prompts", "time"),
    ]
