"""How easy the Dutch that a learner reads is.

    python -m benchmarks.readability [--hard]

Per file of words: sentences, words per sentence, the longest sentence, Flesch-Douma, and how many words of
four syllables or more the glossary does not explain. Flesch-Douma (W. Douma, 1960) is 206.84 - 0.93 x words
per sentence - 77 x syllables per word: 70 to 80 is fairly easy, above 80 easy. Nobody's reading is a formula:
the figures point at texts to look at again. `tests/test_readability.py` keeps the limits.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.texts import texts_of, word_files

MODULES = Path(__file__).parent.parent / "modules"
MOST_WORDS = 20
"""In a sentence."""
MOST_AVERAGE = 10.0
"""Words per sentence, over a module."""
LEAST_EASE = 65.0
"""Flesch-Douma, over a module."""
# An abbreviation's point ends no sentence; a colon does, as the eye rests there.
_END = re.compile(
    r"(?<!\bbv)(?<!\bbijv)(?<!\benz)(?<!\d)[.!?…:]+[\u2019\u201d\")]*(?:\s+|$)|\n{2,}|\n(?=- )|;\s"
)
_WORD = re.compile(r"[^\W\d_]+(?:[\u2019'-][^\W\d_]+)*")
_VOWELS = re.compile(
    r"ij|aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ei|au|ou|[aeiouyàáâäèéêëìíîïòóôöùúûü]", re.IGNORECASE
)
_LONG = 4


@dataclass(frozen=True)
class Sentence:
    """One sentence and where it stands."""

    place: str
    words: Sequence[str]

    @property
    def syllables(self) -> int:
        """How many syllables, by groups of vowels."""
        return sum(syllables(word) for word in self.words)


@dataclass(frozen=True)
class Reading:
    """How a set of sentences reads."""

    sentences: Sequence[Sentence]

    @property
    def words(self) -> int:
        """How many words in all."""
        return sum(len(sentence.words) for sentence in self.sentences)

    @property
    def average(self) -> float:
        """Words per sentence."""
        return self.words / len(self.sentences)

    @property
    def longest(self) -> Sentence:
        """The sentence with the most words."""
        return max(self.sentences, key=lambda sentence: len(sentence.words))

    @property
    def ease(self) -> float:
        """Flesch-Douma."""
        per_word = sum(sentence.syllables for sentence in self.sentences) / self.words
        return 206.84 - 0.93 * self.average - 77 * per_word


def syllables(word: str) -> int:
    """Count a Dutch word's syllables, by its groups of vowels."""
    return max(1, len(_VOWELS.findall(word)))


def sentences(file: Path) -> Iterator[Sentence]:
    """Yield the sentences that a learner reads in a file of words."""
    for place, text in texts_of(file):
        for part in _END.split(text):
            if found := _WORD.findall(part):
                yield Sentence(place, found)


def learner_files() -> dict[str, Path]:
    """The Dutch words that learners read, by name: modules, packs, and what the page itself says."""
    files = word_files(MODULES, "nl")
    return {
        str(file.relative_to(MODULES)): file
        for file in files
        if not file.name.startswith("guide.") and "template" not in file.parts
    }


def explained() -> set[str]:
    """The words that a glossary explains, in lower case."""
    places = (
        place
        for file in learner_files().values()
        for place, _ in texts_of(file)
        if "glossary" in (*place.split("."), *file.parts)
    )
    return {word.lower() for place in places for word in _WORD.findall(place.rsplit(".", 1)[-1])}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hard", action="store_true", help="also list the long words, most frequent first")
    hard = parser.parse_args().hard
    known, long_words = explained(), Counter[str]()
    print(f"{'':<44} sentences  words/s.  longest  Flesch-Douma  long words")
    for name, file in learner_files().items():
        reading = Reading(list(sentences(file)))
        found = Counter(
            word.lower()
            for sentence in reading.sentences
            for word in sentence.words
            if syllables(word) >= _LONG and word.lower() not in known
        )
        long_words += found
        share = 100 * found.total() / reading.words
        print(
            f"{name:<44} {len(reading.sentences):>9}  {reading.average:>8.1f}"
            f"  {len(reading.longest.words):>7}  {reading.ease:>12.0f}  {share:>8.1f} %"
        )
        for sentence in reading.sentences:
            if len(sentence.words) > MOST_WORDS:
                print(f"    {len(sentence.words)} words at {sentence.place}: {' '.join(sentence.words)}")
    if hard:
        print(", ".join(f"{word} ({count})" for word, count in long_words.most_common(80)))


if __name__ == "__main__":
    main()
