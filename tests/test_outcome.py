"""How many moved between two times: told where it leaves open what anybody answered, and only there."""

import itertools
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.rules.group_sum import add
from lti_tool.rules.group_totals import FEWEST, Count, Figure, Shown, show
from lti_tool.rules.outcome import Lot, Pair, moved, shown
from modules.kit.activity_types.survey import SurveyQuestion

CHOICES = ["not-yet", "a-little", "mostly", "fully"]
QUESTION = SurveyQuestion.model_validate({"id": "q", "kind": "choice", "choices": CHOICES})


def everybody(pairs: Sequence[Pair], *lot: int) -> Sequence[Pair]:
    """No lot: who is to be left out is."""
    return pairs[: len(pairs) - sum(lot)]


def by_lot(seed: int) -> Lot:
    draw = random.Random(seed)
    return lambda pairs, surplus: draw.sample(pairs, len(pairs) - surplus)


def counts(answers: Sequence[str]) -> Mapping[str, int]:
    found = Counter(answers)
    return {choice: found[choice] for choice in CHOICES}


def told(
    pairs: Sequence[tuple[int, int]], before: Sequence[int] = (), after: Sequence[int] = ()
) -> Mapping[str, int] | None:
    """What is told of people who answered twice, beside those who answered once."""
    twice = [Pair(CHOICES[one], CHOICES[other]) for one, other in pairs]
    return moved(
        CHOICES,
        twice,
        counts([pair.before for pair in twice] + [CHOICES[one] for one in before]),
        counts([pair.after for pair in twice] + [CHOICES[one] for one in after]),
        by_lot(1),
    )


MIXED = [(0, 1), (0, 2), (1, 1), (2, 1), (3, 3), (1, 3)]


def test_who_answered_twice_is_counted_by_the_way_they_went() -> None:
    assert told(MIXED) == {"up": 3, "same": 2, "down": 1}


@pytest.mark.parametrize("people", range(FEWEST))
def test_nothing_is_told_of_fewer_than_five(people: int) -> None:
    assert told(MIXED[:people]) is None


def test_where_nearly_all_answered_alike_nothing_is_told() -> None:
    assert told([(0, 0), (0, 1), (0, 2), (0, 3), (1, 1)]) is None
    assert told([(0, 3), (1, 3), (2, 3), (3, 3), (1, 2)]) is None


def test_where_nearly_all_went_the_same_way_who_did_not_stays_open() -> None:
    found = shown({"up": 6, "same": 1, "down": 0})

    assert found.people == 7
    assert found.figures == [
        Figure("up", 6, "least"),
        Figure("same", 1, "most"),
        Figure("down", 1, "most"),
    ]
    assert shown({"up": 7, "same": 0, "down": 0}) == found


# Whoever answered once


def test_five_who_answered_once_stand_apart() -> None:
    assert told(MIXED, before=[0, 0, 1, 1, 2]) == {"up": 3, "same": 2, "down": 1}


def test_five_who_answered_once_and_alike_are_given_away_by_nothing() -> None:
    assert told(MIXED, before=[3, 3, 3, 3, 3]) is None
    assert told(MIXED, after=[3, 3, 3, 3, 2]) is None


def test_one_who_answered_once_is_hidden_among_others_by_lot() -> None:
    twice = MIXED * 3
    found = told(twice, before=[2])

    assert found is not None
    # Nobody is left over after the end, so five are: not four, as before the start.
    assert sum(found.values()) == len(twice) - FEWEST


def test_where_too_few_would_be_left_to_hide_among_nothing_is_told() -> None:
    assert told(MIXED, before=[2]) is None


def test_the_lot_takes_no_more_than_it_must() -> None:
    found = told(MIXED * 3, before=[0, 1, 2], after=[0, 1, 2, 3])

    assert found is not None
    assert sum(found.values()) == len(MIXED * 3) - 2


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=24),
    st.lists(st.integers(0, 3), max_size=8),
    st.lists(st.integers(0, 3), max_size=8),
    st.randoms(use_true_random=False),
)
def test_of_everybody_five_others_might_have_answered_it_and_not_all_alike(
    pairs: list[tuple[int, int]], before: list[int], after: list[int], draw: random.Random
) -> None:
    drawn: list[Sequence[Pair]] = []

    def lot(from_: Sequence[Pair], surplus: int) -> Sequence[Pair]:
        drawn.append(draw.sample(from_, len(from_) - surplus))
        return drawn[-1]

    twice = [Pair(CHOICES[one], CHOICES[other]) for one, other in pairs]
    first = counts([pair.before for pair in twice] + [CHOICES[one] for one in before])
    second = counts([pair.after for pair in twice] + [CHOICES[one] for one in after])
    found = moved(CHOICES, twice, first, second, lot)

    if found is None:
        return
    counted = drawn[-1]
    assert sum(found.values()) == len(counted) >= FEWEST
    for whole, answers in (
        (first, [pair.before for pair in counted]),
        (second, [pair.after for pair in counted]),
    ):
        rest = Counter(whole) - Counter(answers)
        for part in (Counter(answers), rest):
            people = part.total()
            assert people == 0 or (people >= FEWEST and max(part.values()) <= people - 2)


def splits(people: int, choices: int) -> Iterator[tuple[int, ...]]:
    return itertools.combinations_with_replacement(range(choices), people)


@pytest.mark.parametrize(
    ("twice", "once_before", "once_after"), [(5, 0, 0), (6, 0, 0), (5, 5, 0), (5, 0, 5)], ids=str
)
def test_even_who_knows_the_rules_and_who_answered_when_learns_nobodys_answer(
    twice: int, once_before: int, once_after: int
) -> None:
    """Whatever is shown of both times and of the moves, other groups would be shown in the same way.

    Every group of these sizes is tried, with three choices. For each picture, the groups that lead to it must
    leave open what anybody answered, be it somebody who answered once or twice. Also where nothing is told.
    """
    names = CHOICES[:3]
    question = SurveyQuestion.model_validate({"id": "q", "kind": "choice", "choices": names})
    seen: dict[str, list[tuple[Sequence[int], ...]]] = {}
    both = list(itertools.product(range(3), repeat=2))
    for pairs in itertools.combinations_with_replacement(both, twice):
        people = [Pair(names[one], names[other]) for one, other in pairs]
        firsts, seconds = [one for one, _ in pairs], [other for _, other in pairs]
        for before, after in itertools.product(splits(once_before, 3), splits(once_after, 3)):
            first = {name: [*firsts, *before].count(number) for number, name in enumerate(names)}
            second = {name: [*seconds, *after].count(number) for number, name in enumerate(names)}
            found = moved(names, people, first, second, everybody)
            picture = repr(
                (
                    show(question, Count(twice + once_before, first)),
                    show(question, Count(twice + once_after, second)),
                    shown(found) if found else None,
                )
            )
            seen.setdefault(picture, []).append((firsts, seconds, before, after))
    certain = [
        (picture, who, choice)
        for picture, groups in seen.items()
        for who in range(4)
        for choice in range(3)
        if groups[0][who] and all(set(group[who]) == {choice} for group in groups)
    ]
    assert certain == []


# Several groups as one


def group(*chosen: int) -> Shown:
    return show(QUESTION, Count(sum(chosen), dict(zip(CHOICES, chosen, strict=True))))


def test_groups_add_up() -> None:
    assert add(CHOICES, [group(1, 2, 2, 0), group(3, 2, 1, 0)]) == Shown(
        11,
        [Figure("not-yet", 4), Figure("a-little", 4), Figure("mostly", 3), Figure("fully", 0)],
    )


def test_what_one_group_leaves_open_the_sum_leaves_open() -> None:
    found = add(CHOICES, [group(1, 2, 2, 0), group(7, 0, 0, 0)])

    assert [(one.count, one.bound, one.high) for one in found.figures] == [
        (7, "between", 8),
        (2, "between", 3),
        (2, "between", 3),
        (0, "between", 1),
    ]


def test_a_group_of_four_counts_for_nothing() -> None:
    assert add(CHOICES, [group(1, 2, 2, 0), group(1, 1, 1, 1)]) == group(1, 2, 2, 0)
    assert add(CHOICES, [group(1, 1, 1, 1), group(1, 1, 1, 1)]) == Shown(None, ())
    assert add(CHOICES, []) == Shown(None, ())


GROUPS = st.lists(st.tuples(*[st.integers(0, 5)] * 4), min_size=2, max_size=5)
LOOKALIKE = {repr(group(*one)): one for one in itertools.product(range(6), repeat=4) if sum(one) >= FEWEST}
"""For each way in which a group may be shown, one group that is."""


@given(GROUPS)
def test_the_truth_is_in_every_sum(groups: list[tuple[int, ...]]) -> None:
    found = add(CHOICES, [group(*one) for one in groups])
    counted = [one for one in groups if sum(one) >= FEWEST]

    assert (found.people or 0) == sum(map(sum, counted))
    for number, figure in enumerate(found.figures):
        low, high = figure.span
        assert low <= sum(one[number] for one in counted) <= high


@given(GROUPS)
def test_a_sum_knows_no_more_than_what_its_groups_show(groups: list[tuple[int, ...]]) -> None:
    """Groups that are shown alike are added up alike, whatever they are."""
    alike = [LOOKALIKE.get(repr(group(*one)), one) for one in groups]

    assert add(CHOICES, [group(*one) for one in alike]) == add(CHOICES, [group(*one) for one in groups])
