"""What becomes of answers where all of them are kept as one document."""

import pytest

from modules.kit.answers import Answer
from modules.kit.keeping import keep
from modules.kit.registry import load_registry

MODULE = load_registry().modules["identity"]
STANDING = {"meaning": Answer("van thuis", revision=3)}


def sent(value: object, revision: int, **more: object) -> dict[str, object]:
    return {"value": value, "revision": revision, **more}


def test_a_first_answer_is_kept_as_the_first() -> None:
    kept = keep(MODULE, {}, {"meaning": sent("wie ik ben", 0)})
    assert kept.saved == {"meaning": 1}
    assert kept.answers == {"meaning": Answer("wie ik ben", revision=1)}


def test_a_change_of_what_stands_there_is_kept() -> None:
    kept = keep(MODULE, STANDING, {"meaning": sent("wie ik ben", 3)})
    assert kept.saved == {"meaning": 4}
    assert kept.answers["meaning"].value == "wie ik ben"


@pytest.mark.parametrize("revision", [0, 2, 4])
def test_a_change_of_something_else_is_a_conflict_and_changes_nothing(revision: int) -> None:
    kept = keep(MODULE, STANDING, {"meaning": sent("wie ik ben", revision)})
    assert kept.conflicts == STANDING
    assert kept.answers == STANDING
    assert kept.saved == {}


def test_what_was_sent_twice_is_no_conflict() -> None:
    kept = keep(MODULE, STANDING, {"meaning": sent("van thuis", 2)})
    assert kept.saved == {"meaning": 3}
    assert kept.conflicts == {}


def test_the_same_words_for_other_readers_are_another_answer() -> None:
    kept = keep(MODULE, STANDING, {"meaning": sent("van thuis", 2, audience="class")})
    assert kept.conflicts == STANDING


def test_one_that_is_refused_takes_no_other_down() -> None:
    given = {"meaning": sent(["geen tekst"], 3), "nergens": sent("x", 0), "past-words": sent(["een"], 0)}
    kept = keep(MODULE, STANDING, given)
    assert kept.refused == {"meaning": "wrong-shape", "nergens": "unknown-activity"}
    assert kept.saved == {"past-words": 1}
    assert kept.answers["meaning"] == STANDING["meaning"]


def test_work_that_was_taken_away_under_an_open_page_is_kept_again() -> None:
    assert keep(MODULE, {}, {"meaning": sent("van thuis", 3)}).saved == {"meaning": 4}


def test_what_was_kept_before_stays_as_it_was() -> None:
    before = dict(STANDING)
    keep(MODULE, before, {"meaning": sent("anders", 3), "past-words": sent(["een"], 0)})
    assert before == STANDING
