"""Short texts as words that a class sees together: parted, and alike where people mean the same.

No Flask, no SQL, no network.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator

LONGEST_PHRASE = 3
"""So many words stay together as one thing; of a longer stretch each word counts by itself."""

_STOPS = re.compile(r"[,;:.!?\r\n\t·•/|()\[\]{}\"“”„«»…]+|\s[-\u2013\u2014&+]\s")


def alike(text: str) -> str:
    """What is the same in two texts that look the same to a reader: no capitals, no signs around it."""
    if text.isascii() and text.isalnum():
        return text.lower()
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    first, last = 0, len(folded)
    while first < last and _is_sign(folded[first]):
        first += 1
    while last > first and _is_sign(folded[last - 1]):
        last -= 1
    # Somebody's "?!" is something too.
    return folded[first:last] or folded


def in_words(text: str, small: Container[str]) -> dict[str, str]:
    """The words of a text, each once, by what is alike: for a cloud of words.

    Args:
        text: As typed: a word, a few with commas, or a sentence.
        small: Words that say nothing by themselves ("the", "is"), as `alike` gives them. They fall away, but
            for a stretch that has no others: "who I am".
    """
    found: dict[str, str] = {}
    for stretch in _STOPS.split(text):
        for word in _of_stretch(stretch.split(), small):
            found.setdefault(alike(word), word)
    return found


def _of_stretch(words: list[str], small: Container[str]) -> Iterator[str]:
    telling = [index for index, word in enumerate(words) if alike(word) not in small]
    if not telling:
        if words and len(words) <= LONGEST_PHRASE + 1:
            yield " ".join(words)
        return
    first, last = telling[0], telling[-1]
    # Small words at its end belong to it ("being oneself"), those within part it ("friends and family").
    if last - first + 1 == len(telling) and len(words) - first <= LONGEST_PHRASE:
        yield " ".join(words[first:])
    else:
        yield from (words[index] for index in telling)


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PZC"
