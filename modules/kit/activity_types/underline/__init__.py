"""Underline: a text to read, in which the learner underlines the words that say something to them."""
# ruff: noqa: ARG002  (every type's rules get the options, whether they need them or not)

import re
from collections.abc import Iterator
from typing import Annotated, cast

from pydantic import Field

from modules.kit.activity_type import (
    JSON,
    ActivityOptions,
    ActivityType,
    ActivityWords,
    AuthorModel,
    Line,
    Piece,
    Refusal,
    WordsProblem,
)
from modules.kit.fields import clean_list, clean_or_empty
from modules.kit.rich_text import plain
from modules.kit.text import word_count

MOST = 200
"""More words than anybody underlines: who underlines all, underlines nothing."""

_NUMBER = re.compile(r"#[0-9]+\Z")


class UnderlineDone(AuthorModel):
    """When enough is underlined."""

    words: Annotated[int, Field(gt=0)] = 1
    """The fewest words."""


class UnderlineOptions(ActivityOptions):
    """How many words are enough."""

    done: UnderlineDone = UnderlineDone()


class UnderlineWords(ActivityWords):
    """The text in one language."""

    text: str


class Underline(ActivityType[UnderlineOptions, UnderlineWords]):
    """Words underlined in a text. The value is the words themselves, so it survives an edit of the text.

    A word that stands in the text more than once carries its number from the second on: `energy#2`.
    """

    name = "underline"
    Options = UnderlineOptions
    Words = UnderlineWords
    live = "word-cloud"

    def check(self, options: UnderlineOptions, words: UnderlineWords) -> Iterator[WordsProblem]:
        """Yield a problem where the text has fewer words than should be underlined."""
        there = word_count(plain(words.text))
        if there < options.done.words:
            yield WordsProblem(("text",), f"done asks for {options.done.words} words; the text has {there}")

    def clean(self, options: UnderlineOptions, value: JSON) -> JSON | Refusal:
        """Return the words, each once, or why they can't be kept."""
        words = clean_list(value, MOST, clean_or_empty, "")
        return words if isinstance(words, Refusal) else list(dict.fromkeys(word for word in words if word))

    def done(self, options: UnderlineOptions, value: JSON) -> bool:
        """Tell whether enough words are underlined."""
        return len(cast("list[str]", value)) >= options.done.words

    def lines(self, options: UnderlineOptions, words: UnderlineWords, value: JSON) -> list[Line]:
        """Return the words in one line, without their numbers."""
        text = " · ".join(_NUMBER.sub("", word) for word in cast("list[str]", value))
        return [Line("", text)] if text else []

    def pieces(self, options: UnderlineOptions, words: UnderlineWords, value: JSON) -> list[Piece]:
        """Return each word once, wherever it stands in the text."""
        found = (_NUMBER.sub("", word) for word in cast("list[str]", value))
        return [Piece(word) for word in dict.fromkeys(found)]
