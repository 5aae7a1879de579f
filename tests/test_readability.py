"""The Dutch that learners read is easy, and the measure of it measures."""

from pathlib import Path

import pytest

from benchmarks.own_words import runs, shared, words_of
from benchmarks.readability import (
    LEAST_EASE,
    MOST_AVERAGE,
    MOST_WORDS,
    Reading,
    learner_files,
    sentences,
    syllables,
)

WHOLE = {name: file for name, file in learner_files().items() if file.name == "nl.yaml"}


@pytest.mark.parametrize("name", WHOLE)
def test_a_modules_dutch_is_easy(name: str) -> None:
    reading = Reading(list(sentences(WHOLE[name])))
    assert reading.average <= MOST_AVERAGE
    assert reading.ease >= LEAST_EASE


@pytest.mark.parametrize("name", learner_files())
def test_no_sentence_is_long(name: str) -> None:
    found = list(sentences(learner_files()[name]))
    assert [" ".join(one.words) for one in found if len(one.words) > MOST_WORDS] == []


@pytest.mark.parametrize(
    ("word", "count"),
    [("huis", 1), ("leeuw", 1), ("koeien", 2), ("studeren", 3), ("onderwijs", 3), ("pst", 1), ("knooien", 2)],
)
def test_syllables_are_groups_of_vowels(word: str, count: int) -> None:
    assert syllables(word) == count


def test_sentences_end_where_a_reader_rests(tmp_path: Path) -> None:
    file = tmp_path / "nl.yaml"
    file.write_text("a: {b: 'Eén twee. Drie bv. vier: vijf? Zes 3.5 zeven'}\nc: [acht]", encoding="utf-8")
    found = [(one.place, len(one.words)) for one in sentences(file)]
    assert found == [("a.b", 2), ("a.b", 3), ("a.b", 1), ("a.b", 2), ("c.1", 1)]


def test_a_run_of_words_is_found_whole_whatever_stands_between() -> None:
    theirs = runs(words_of("Een twee drie vier, vijf zes."), 3)
    ours = {"x": "Nul. Een; TWEE drie (vier) acht", "y": "een twee vier"}
    assert list(shared(theirs, ours, 3)) == [("x", "een twee drie vier")]
