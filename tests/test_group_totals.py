"""What is told of a group: totals, and never something from which one learner's answer can be worked out."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from lti_tool.rules.group_totals import (
    FEWEST,
    FEWEST_TEXTS,
    Answers,
    Count,
    Figure,
    Shown,
    Tally,
    answers_of,
    changes,
    may_be_shown,
    read,
    show,
    show_parts,
    table_to_show,
    tally,
    tells_who_came,
    written,
)
from modules.kit.activity_types.survey import SurveyQuestion
from modules.kit.module import Module
from modules.kit.page import KIT
from modules.kit.registry import load_registry
from modules.kit.totals import Table


@pytest.fixture(scope="module")
def intake() -> Module:
    return load_registry().modules["intake"]


def question(choices: int = 3, kind: str = "choice") -> SurveyQuestion:
    names = [f"c{number}" for number in range(choices)]
    return SurveyQuestion.model_validate(
        {"id": "q", "kind": kind, "choices": [] if kind == "text" else names}
    )


def count(*chosen: int, people: int | None = None) -> Count:
    return Count(sum(chosen) if people is None else people, {f"c{i}": n for i, n in enumerate(chosen)})


def figures(shown: Shown) -> list[tuple[int, str | None]]:
    return [(figure.count, figure.bound) for figure in shown.figures]


# From how many


@pytest.mark.parametrize("people", range(FEWEST))
def test_nothing_is_told_of_fewer_than_five_answers(people: int) -> None:
    assert show(question(), count(people, 0, 0)) == Shown(None, ())


def test_five_answers_are_told() -> None:
    shown = show(question(), count(2, 2, 1))

    assert shown.people == 5
    assert shown.figures == [Figure("c0", 2), Figure("c1", 2), Figure("c2", 1)]


def test_of_texts_only_their_number_is_told_and_from_ten() -> None:
    assert show(question(kind="text"), Count(FEWEST_TEXTS - 1, {})) == Shown(None, ())
    assert show(question(kind="text"), Count(FEWEST_TEXTS, {})) == Shown(FEWEST_TEXTS, [])


def test_the_learner_is_told_the_same_number() -> None:
    host = (KIT / "runtime" / "hosts" / "lti.js").read_text("utf-8")

    assert re.findall(r"totals: (\d+)", host) == [str(FEWEST)]


# Where all are alike


@pytest.mark.parametrize("chosen", [(8, 0, 0), (7, 1, 0), (7, 0, 1)])
def test_who_is_the_odd_one_out_or_whether_there_is_one_stays_open(chosen: tuple[int, int, int]) -> None:
    assert figures(show(question(), count(*chosen))) == [(7, "least"), (1, "most"), (1, "most")]


def test_two_odd_ones_can_not_be_told_apart() -> None:
    assert figures(show(question(), count(6, 1, 1))) == [(6, None), (1, None), (1, None)]


def test_a_reason_that_nearly_all_gave_says_at_least_and_the_others_what_they_are() -> None:
    many = question(3, "multi")

    assert figures(show(many, count(6, 2, 0, people=6))) == [(5, "least"), (2, None), (0, None)]
    assert figures(show(many, count(5, 2, 0, people=6))) == [(5, "least"), (2, None), (0, None)]
    assert figures(show(many, count(4, 2, 0, people=6))) == [(4, None), (2, None), (0, None)]


# Parts of a group


def parts(**counts: Sequence[int]) -> Mapping[str, Count]:
    return {name: count(*chosen) for name, chosen in counts.items()}


def test_parts_of_five_stand_apart() -> None:
    shown = show_parts(question(), parts(a=(2, 2, 1), b=(3, 3, 0)))

    assert [(one.part, one.people) for one in shown] == [(("a",), 5), (("b",), 6)]


def test_a_part_of_four_can_not_be_worked_out_from_the_whole() -> None:
    assert show_parts(question(), parts(a=(5, 4, 3), b=(2, 1, 1))) == ()


def test_small_parts_stand_together() -> None:
    shown = show_parts(question(), parts(a=(5, 4, 3), b=(2, 1, 0), c=(1, 0, 1)))

    assert [(one.part, one.people) for one in shown] == [(("a",), 12), (("b", "c"), 5)]


def test_who_is_left_over_stands_with_the_smallest_part() -> None:
    shown = show_parts(question(), parts(a=(5, 4, 3), b=(3, 2, 1), c=(1, 0, 0)))

    assert [(one.part, one.people) for one in shown] == [(("a",), 12), (("b", "c"), 7)]


def test_a_part_that_is_nearly_alike_keeps_all_from_standing_apart() -> None:
    assert show_parts(question(), parts(a=(5, 4, 3), b=(5, 1, 0))) == ()


def test_a_question_is_parted_in_one_way_only() -> None:
    by_school, by_track = (Table.model_validate({"of": "q", "by": name}) for name in ("school", "track"))
    both = {"q/school": parts(a=(2, 2, 1), b=(3, 3, 0)), "q/track": parts(x=(3, 3, 0), y=(2, 2, 1))}

    assert table_to_show([by_school, by_track], both) == by_school
    assert table_to_show([by_school, by_track], both | {"q/school": parts(a=(5, 5, 1))}) == by_track
    assert table_to_show([by_school, by_track], {}) is None


def splits(people: int, choices: int) -> Iterator[tuple[int, ...]]:
    """Yield every way in which so many people can choose one of so many choices."""
    if choices == 1:
        yield (people,)
        return
    for first in range(people + 1):
        yield from ((first, *rest) for rest in splits(people - first, choices - 1))


@pytest.mark.parametrize(
    ("choices", "sizes"),
    [
        *[(3, (people,)) for people in range(1, 10)],
        *[(2, sizes) for sizes in itertools.combinations_with_replacement(range(9), 2)],
        *[(3, sizes) for sizes in itertools.combinations_with_replacement((0, 1, 4, 5, 6), 2)],
        *[(2, sizes) for sizes in itertools.combinations_with_replacement((0, 1, 3, 5, 6), 3)],
    ],
    ids=str,
)
def test_even_who_knows_the_rules_and_who_is_in_which_part_learns_nobodys_answer(
    choices: int, sizes: tuple[int, ...]
) -> None:
    """Whatever is shown, there is always another group that would be shown in the same way.

    Every group of these sizes is tried. For each picture and each part, the groups that lead to it must leave
    open what any one person of that part chose.
    """
    asked = question(choices)
    pictures: dict[str, list[tuple[tuple[int, ...], ...]]] = {}
    for group in itertools.product(*(list(splits(people, choices)) for people in sizes)):
        whole = [sum(part[choice] for part in group) for choice in range(choices)]
        counted = {f"p{number}": count(*part) for number, part in enumerate(group)}
        told = repr((show(asked, count(*whole)), show_parts(asked, counted)))
        pictures.setdefault(told, []).append(group)
    certain = [
        (told, part, choice)
        for told, groups in pictures.items()
        for part, people in enumerate(sizes)
        for choice in range(choices)
        if people and all(group[part][choice] == people for group in groups)
    ]
    assert certain == []


# From one picture to the next


def revisions(*learners: int, revision: int = 1) -> dict[str, int]:
    return {str(learner): revision for learner in learners}


def test_a_first_picture_needs_five_learners() -> None:
    assert not may_be_shown(None, revisions(1, 2, 3, 4))
    assert may_be_shown(None, revisions(1, 2, 3, 4, 5))


@pytest.mark.parametrize(
    ("now", "differ"),
    [
        (revisions(*range(9)), 4),
        (revisions(*range(10)), 5),
        (revisions(0, 1, 2, 3) | {"4": 2}, 1),
        (revisions(0, 1, 2, 3, 5, 6, 7, 8), 5),
        (revisions(*range(5), revision=2), 5),
        (revisions(0, 1, 2, 3), 1),
    ],
)
def test_the_next_picture_differs_by_five_learners(now: Mapping[str, int], differ: int) -> None:
    shown = revisions(0, 1, 2, 3, 4)

    assert changes(shown, now) == differ
    assert may_be_shown(shown, now) is (differ >= FEWEST)


def test_a_picture_is_never_of_fewer_than_five_however_much_changed() -> None:
    assert not may_be_shown(revisions(*range(9)), revisions(0, 1))


@pytest.mark.parametrize(
    ("shown", "now", "differ", "tells"),
    [
        ((2, 2, 1), (2, 2, 6), 5, True),
        ((2, 2, 1), (2, 3, 5), 5, True),
        ((2, 2, 1), (3, 3, 4), 5, False),
        ((2, 2, 6), (2, 2, 1), 5, True),
        ((5, 5, 0), (0, 5, 5), 5, True),
        # Not told either time, or told as "at least" both times.
        ((0, 0, 0), (1, 1, 3), 5, False),
        ((0, 1, 6), (0, 1, 12), 6, False),
        ((0, 0, 4), (0, 0, 9), 5, False),
    ],
)
def test_a_picture_waits_where_nearly_all_who_differ_differ_alike(
    shown: Sequence[int], now: Sequence[int], differ: int, tells: bool
) -> None:
    one, other = (Tally(sum(of), {"q": count(*of)}, {}) for of in (shown, now))

    assert tells_who_came(one, other, differ) is tells


# Counting


def answers(**given: Any) -> Answers:
    return {name.replace("_", "-"): answer for name, answer in given.items()}


def test_answers_are_counted_by_question_and_by_part(intake: Module) -> None:
    group = [
        answers(further="yes", school="adult"),
        answers(further="no", school="adult", reasons=["money", "work"]),
        answers(further="no", reasons=["money"], explanation="Omdat."),
        answers(job="bakker"),
        answers(),
    ]
    counted = tally(intake, group)

    assert counted.people == 4
    assert counted.questions["further"] == Count(3, {"yes": 1, "maybe": 0, "no": 2})
    assert counted.questions["reasons"].people == 2
    assert counted.questions["reasons"].chosen["money"] == 2
    assert counted.questions["explanation"] == Count(1, {})
    assert counted.parts["further/school"]["adult"] == Count(2, {"yes": 1, "maybe": 0, "no": 1})
    assert counted.parts["further/school"][""] == Count(1, {"yes": 0, "maybe": 0, "no": 1})


def test_a_tally_survives_being_written_down(intake: Module) -> None:
    counted = tally(intake, [answers(further="yes", track="double")])

    assert read(written(counted)) == counted


def test_no_text_is_in_a_tally(intake: Module) -> None:
    counted = tally(intake, [answers(job="kanarie", further="no", explanation="kanarie")])

    assert "kanarie" not in repr(written(counted))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"further": {"further": "no", "reasons": ["money"]}}, {"further": "no", "reasons": ["money"]}),
        ({"further": {"rather-not": True}, "job": {"job": "kok"}}, {"job": "kok"}),
        ({"further": {"further": "yes", "reasons": ["money"]}}, {"further": "yes"}),
        ({"further": {"further": "of-an-older-version"}}, {}),
        ({"further": "in no shape at all"}, {}),
        ({"my-questions": [{"step": "next", "text": "?"}]}, {}),
        ({}, {}),
    ],
)
def test_only_what_is_asked_and_told_counts(intake: Module, values: Any, expected: Answers) -> None:
    assert answers_of(intake, values) == expected
