"""Which runs of words our texts share with texts of others: what we write must be our own.

    python -m benchmarks.own_words FOLDER [--words 8]

FOLDER holds the others' texts (`*.txt`). Every run of so many words that stands in one of them and in a
module, a guide, a pack or the interface is printed with its place; web addresses are left out. Names of laws,
services and lists may be among them: judge.
Exit status 1 when there is any.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.texts import texts_of

ROOT = Path(__file__).parent.parent
OURS = ("modules", "lti_tool")
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without signs between them."""
    return [word.lower() for word in _WORD.findall(text)]


def runs(words: Sequence[str], length: int) -> set[tuple[str, ...]]:
    """Every run of so many words."""
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def shared(theirs: set[tuple[str, ...]], ours: Mapping[str, str], length: int) -> Iterator[tuple[str, str]]:
    """Yield (place, the words shared) where one of our texts has a run of theirs; overlaps are one."""
    for place, text in ours.items():
        words = words_of(text)
        until = 0
        for start in range(len(words) - length + 1):
            if start < until or tuple(words[start : start + length]) not in theirs:
                continue
            until = start + length
            while until < len(words) and tuple(words[until - length + 1 : until + 1]) in theirs:
                until += 1
            yield place, " ".join(words[start:until])


def our_texts() -> dict[str, str]:
    """Every text in our YAML files, by file and place."""
    files = sorted(file for folder in OURS for file in (ROOT / folder).rglob("*.yaml"))
    return {
        f"{file.relative_to(ROOT)}:{place}": text
        for file in files
        for place, text in texts_of(file)
        if not text.startswith("https://")
    }


def main() -> int:
    """Print what is shared; return 1 when there is any."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--words", type=int, default=8)
    given = parser.parse_args()
    theirs: set[tuple[str, ...]] = set()
    for file in sorted(given.folder.glob("*.txt")):
        theirs |= runs(words_of(file.read_text(encoding="utf-8")), given.words)
    ours = our_texts()
    found = list(shared(theirs, ours, given.words))
    for place, text in found:
        print(f"{place}: {text}")
    print(f"{len(found)} of {len(ours)} texts share {given.words} words or more with a text of others")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
