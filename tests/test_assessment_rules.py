"""What comes of assessments: missing, differences, agreement, points, and who sees what."""

from dataclasses import replace

import pytest

from lti_tool.rules import assessment as rules
from lti_tool.rules.assessment import LONGEST, Agreed, Assessment, Mark, Sheet
from modules.kit.rubric import AssessorsRubric, Criterion

LEVELS = ("beschrijft", "verklaart", "onderzoekt", "herkadert")
RUBRIC = AssessorsRubric(
    tuple(Criterion(name, name.title(), ("a", "b", "c", "d"), f"of-{name}") for name in ("facts", "views")),
    LEVELS,
    {"of-facts": "Denken", "of-views": "Samenwerken"},
)
TWO, BLIND = replace(RUBRIC, assessing="two"), replace(RUBRIC, assessing="blind")
ME, OTHER = 1, 2


def sheet(facts: int | None, views: int | None, comment: str = "") -> Sheet:
    return Sheet({"facts": Mark(facts), "views": Mark(views)}, comment)


def by(assessor: int | None, facts: int | None, views: int | None, **changes: object) -> Assessment:
    one = Assessment(assessor or 9, assessor, sheet(facts, views), {"piece": 1}, 1, 100, done=True)
    return replace(one, **changes)  # type: ignore[arg-type]


def test_a_criterion_without_a_level_is_missing() -> None:
    assert [one.id for one in rules.missing(RUBRIC, sheet(3, None))] == ["views"]


@pytest.mark.parametrize("level", [0, 5, 99])
def test_a_level_that_does_not_exist_is_no_level(level: int) -> None:
    assert [one.id for one in rules.missing(RUBRIC, sheet(level, 1))] == ["facts"]


@pytest.mark.parametrize("typed", ["0", "5", "-1", "2.5", "", "vier", "٣", "1" * 5000])
def test_a_form_with_a_level_that_does_not_exist_has_none(typed: str) -> None:
    assert rules.from_form({"level-facts": typed}, RUBRIC).of("facts").level is None


def test_a_form_keeps_nothing_of_a_criterion_that_does_not_exist() -> None:
    found = rules.from_form({"level-other": "2", "comment-other": "x", "level-facts": "2"}, RUBRIC)
    assert set(found.marks) == {"facts", "views"}


def test_a_comment_of_100_kb_is_too_long() -> None:
    assert rules.from_form({"comment-facts": "x" * 100_000}, RUBRIC).is_longer_than(LONGEST)
    assert not rules.from_form({"comment-facts": "x" * LONGEST}, RUBRIC).is_longer_than(LONGEST)


def test_one_assessors_levels_are_the_verdict() -> None:
    found = rules.standing(RUBRIC, [by(ME, 3, 4)], None)
    assert found.chosen is not None
    assert found.chosen
    assert found.chosen.of("views").level == 4


def test_a_draft_is_no_verdict() -> None:
    found = rules.standing(RUBRIC, [by(ME, 3, 4, done=False)], None)
    assert found.chosen is None
    assert found.waiting_for == 1


def test_an_assessment_from_before_a_criterion_was_added_counts_no_longer() -> None:
    more = replace(RUBRIC, criteria=(*RUBRIC.criteria, Criterion("new", "Nieuw", ("a", "b", "c", "d"))))
    assert rules.standing(more, [by(ME, 3, 4)], None).waiting_for == 1


def test_two_assessors_have_to_be_ready() -> None:
    assert rules.standing(TWO, [by(ME, 3, 4)], None).waiting_for == 1
    assert rules.standing(TWO, [by(ME, 3, 4), by(OTHER, 3, 4)], None).chosen is not None


def test_where_two_differ_nothing_is_chosen_for_them() -> None:
    found = rules.standing(TWO, [by(ME, 3, 4), by(OTHER, 3, 1)], None)
    assert list(found.differing) == ["views"]
    assert found.chosen is None


def test_what_they_choose_is_the_verdict_while_neither_changes_their_own() -> None:
    both = [by(ME, 3, 4), by(OTHER, 3, 1)]
    agreed = Agreed(sheet(3, 2), {ME: 1, OTHER: 1})
    assert rules.standing(TWO, both, agreed).chosen == sheet(3, 2)
    changed = [both[0], replace(both[1], revision=2)]
    assert rules.standing(TWO, changed, agreed).chosen is None


def test_an_assessment_without_its_assessor_still_counts() -> None:
    assert rules.standing(TWO, [by(None, 3, 4), by(OTHER, 3, 4)], None).chosen is not None


def test_equal_levels_keep_the_comments_of_both_once() -> None:
    one = by(ME, 1, 1, sheet=Sheet({"facts": Mark(1, "zelfde"), "views": Mark(1, "een")}, "van een"))
    two = by(OTHER, 1, 1, sheet=Sheet({"facts": Mark(1, "zelfde"), "views": Mark(1, "twee")}, ""))
    found = rules.joined(TWO, [one, two])
    assert (found.of("facts").comment, found.of("views").comment) == ("zelfde", "een\n\ntwee")
    assert found.comment == "van een"


@pytest.mark.parametrize(
    ("mine", "theirs", "seen"),
    [
        (None, {}, 0),
        ({"done": False}, {}, 0),
        ({}, {"done": False}, 0),
        ({}, {}, 1),
    ],
)
def test_blind_shows_the_other_only_when_both_are_ready(
    mine: dict[str, bool] | None, theirs: dict[str, bool], seen: int
) -> None:
    everybody = [by(OTHER, 4, 4, **theirs)] + ([by(ME, 1, 1, **mine)] if mine is not None else [])
    assert len(rules.others_seen(BLIND, everybody, ME)) == seen


def test_who_saw_the_other_blind_no_longer_changes_levels_of_their_own() -> None:
    both = [by(ME, 1, 1), by(OTHER, 4, 4)]
    assert rules.is_locked(BLIND, both, ME)
    assert not rules.is_locked(TWO, both, ME)
    assert not rules.is_locked(BLIND, both[:1], ME)


def test_a_draft_is_nobodys_but_its_assessors() -> None:
    assert not rules.others_seen(TWO, [by(OTHER, 4, 4, done=False)], ME)


def test_points_and_those_of_each_competence() -> None:
    assert (rules.points(RUBRIC, sheet(3, 4)), RUBRIC.most) == (7, 8)
    assert rules.score(RUBRIC, sheet(3, 4)) == 7 / 8
    assert rules.competence_points(RUBRIC, sheet(3, 4)) == {"of-facts": [3, 4], "of-views": [4, 4]}


def test_what_is_released_has_the_words_of_that_moment() -> None:
    found = rules.to_release({"nl": RUBRIC}, sheet(3, 4, "Goed."))
    assert found["criteria"]["facts"] == {
        "level": 3,
        "comment": "",
        "words": {"nl": ["Facts", "onderzoekt", "c"]},
    }
    assert (found["points"], found["most"], found["comment"]) == (7, 8, "Goed.")
    assert "cutoff" not in found


def test_work_changed_when_a_revision_is_another_or_there_is_more() -> None:
    assert not rules.changed_work([by(ME, 1, 1)], {"piece": 1})
    assert rules.changed_work([by(ME, 1, 1)], {"piece": 2})
    assert rules.changed_work([by(ME, 1, 1)], {"piece": 1, "other": 1})
    assert not rules.changed_work([by(ME, 1, 1)], {})


@pytest.mark.parametrize(
    ("everybody", "handed_in", "released", "state"),
    [
        ([], False, False, "not-handed"),
        ([], True, False, "to-assess"),
        ([by(ME, 1, None, done=False)], True, False, "draft"),
        ([by(ME, 1, 1)], True, False, "done"),
        ([by(OTHER, 1, 1)], True, False, "to-assess"),
        ([by(ME, 1, 1), by(OTHER, 1, 2)], True, False, "differ"),
        ([by(ME, 1, 1), by(OTHER, 1, 1)], True, False, "ready"),
        ([by(ME, 1, 1), by(OTHER, 1, 1)], True, True, "released"),
    ],
)
def test_where_a_work_stands(
    everybody: list[Assessment], handed_in: bool, released: bool, state: str
) -> None:
    found = rules.standing(TWO, everybody, None)
    assert rules.state_of(everybody, found, ME, handed_in=handed_in, released=released) == state
