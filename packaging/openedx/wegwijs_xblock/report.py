"""What learners chose to share, for Open edX's report of answers (Instructor → Data Download)."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from wegwijs_xblock.words import nearest
from wegwijs_xblock.words import words as words_in

from modules.kit.activity_type import Line
from modules.kit.module import Module
from modules.kit.rich_text import plain

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SHARED = {"facilitator", "class"}


def shared_answers(
    module: Module, language: str, states: Any, limit: int | None
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield a learner's name at the platform, and one shared answer by the titles of its column.

    Args:
        module: With the steps that the block shows.
        language: Of the titles.
        states: The platform's: each has a `username`, and the kept fields as `state`.
        limit: The most answers to tell; None for all.
    """
    found = (
        (one.username, row) for one in states for row in _rows(module, language, one.state.get("answers", {}))
    )
    yield from islice(found, limit)


def _rows(module: Module, language: str, answers: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    said = words_in(nearest(language))["report"]
    for name, activity in module.activities.items():
        answer = answers.get(name)
        if not answer or answer["audience"] not in _SHARED:
            continue
        words = module.words[language].activities[name]
        if answer["how"] == "paper":
            text = said["paper"]
        else:
            text = "\n".join(map(_text, activity.type.lines(activity.options, words, answer["value"])))
        if text:
            yield {said["activity"]: _cell(plain(words.title)), said["answer"]: _cell(text)}


def _text(line: Line) -> str:
    return f"{line.label}: {line.text}" if line.label else line.text


def _cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
