"""What learners write when they write much: an answer to everything of each module, also in other scripts."""

import re
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

from modules.kit.module import Activity, Module

_FOLDER = Path(__file__).parent / "full_answers"
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_EMOJI = "🙂😅🎶✨🏊🌿🔧🙏🥲🔥🏠👂"
_ACCENTS = str.maketrans("aeiosc", "âéıöşç")


def full_answers(module: Module) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return an answer to everything in the module, and what comes along from earlier modules.

    What a learner only opens or matches is not in the files: all pages are read, all pairs are right.
    """
    found = yaml.safe_load((_FOLDER / f"{module.id}.yaml").read_text("utf-8"))
    answers = {name: _done(one) for name, one in module.activities.items() if one.type.name in _DONE}
    answers |= found["answers"]
    return {name: answers[name] for name in module.activities}, found.get("carried", {})


def _done(activity: Activity) -> Any:
    return _DONE[activity.type.name](vars(activity.options))


_DONE: dict[str, Callable[[dict[str, Any]], Any]] = {
    "match": lambda options: dict(options["pairs"]),
    "pages": lambda options: list(options["pages"]),
}


def plain(value: Any) -> Any:
    """The answers as they were written."""
    return value


def decorated(value: Any) -> Any:
    """The same answers with an emoji after each sentence, and accents in every third word."""
    emoji, turn = cycle(_EMOJI), cycle((True, False, False))

    def write(text: str) -> str:
        with_emoji = re.sub(r"[.?!]", lambda found: f"{found[0]} {next(emoji)}", text)
        return re.sub(r"\w+", lambda word: word[0].translate(_ACCENTS) if next(turn) else word[0], with_emoji)

    return _rewritten(value, write)


def in_arabic_letters(value: Any) -> Any:
    """The same answers letter by letter in Arabic script: at least as hard to pack as Arabic itself."""
    letters = {ord("a") + place: letter for place, letter in enumerate(_ARABIC[:26])}
    return _rewritten(value, lambda text: text.lower().translate(letters))


def texts(value: Any) -> Iterator[str]:
    """Return what was written by hand: everything of more than one word."""
    match value:
        case dict():
            for one in value.values():
                yield from texts(one)
        case list():
            for one in value:
                yield from texts(one)
        case str() if " " in value:
            yield value


def _rewritten(value: Any, write: Callable[[str], str]) -> Any:
    match value:
        case dict():
            return {name: _rewritten(one, write) for name, one in value.items()}
        case list():
            return [_rewritten(one, write) for one in value]
        case str() if " " in value:
            return write(value)
    return value
