"""A learner's booklet: everything of one's own, of all sessions, as data to print and to take along.

No Flask, no SQL, no network. Pictures come in as they are; what was written goes out as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from modules.kit.activity_type import JSON, Line, Refusal, Source
from modules.kit.answers import Answer
from modules.kit.module import Activity, Module
from modules.kit.rich_text import plain

_LONGEST_RUN = 24
"""Letters without a space that fit on a printed line."""
_FEW, _SHORT_LABEL, _SHORT_TEXT = 2, 30, 45
_RUN = re.compile(rf"\S{{{_LONGEST_RUN},}}")
_JOINER = "\u200d"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_GAPS = re.compile(r"\n\s*\n\s*\n\s*\n\s*")
_MARKS = re.compile("([\u0300-\u036f]{4})[\u0300-\u036f]+")
"""More accents on one letter than any language has."""
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "MODIFIER", "FEMININE", "MASCULINE", "MICRO")
"""The alphabets of the fonts that we bring."""


@dataclass(frozen=True)
class Work:
    """What one person did in one module at one place, begun at so many seconds since 1970."""

    module: Module
    language: str
    course: str | None
    begun_at: int
    answers: Mapping[str, Answer]
    elsewhere: Mapping[str, Answer] = field(default_factory=dict)
    """What the same person answered in this module elsewhere: a course may have a link for each part."""
    verdict: Mapping[str, Any] | None = None
    """What assessors released, as `rules.verdict.told` gives it."""


def to_take_along(works: Sequence[Work]) -> list[dict[str, Any]]:
    """Everything that was answered, in words and as it is kept."""
    return [
        {
            "module": work.module.id,
            "title": _module_words(work).title,
            "course": work.course,
            "language": work.language,
            "answers": [
                {
                    "activity": activity.id,
                    "title": plain(_words(work, activity).title),
                    "question": plain(_words(work, activity).ask),
                    "how": work.answers[activity.id].how,
                    "shared with": work.answers[activity.id].audience,
                    "lines": [{"label": line.label, "text": line.text} for line in _lines(work, activity)],
                    "value": work.answers[activity.id].value,
                }
                for activity in work.module.activities.values()
                if activity.id in work.answers
            ],
            **({"verdict": work.verdict} if work.verdict else {}),
        }
        for work in works
    ]


def to_print(
    works: Sequence[Work],
    pictures: Mapping[str, Mapping[str, str]],
    verdict: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """The sessions in which something was written, for the template.

    Args:
        works: In the order of the booklet.
        pictures: The modules' drawings as SVG: by module, then by file name.
        verdict: The words around what assessors released; without them it is left out.
    """
    beside = [replace(work, elsewhere=_elsewhere(work, works)) for work in works]
    written = [(work, steps) for work in beside if (steps := _steps(work, pictures.get(work.module.id, {})))]
    for work, steps in written:
        if work.verdict and verdict:
            steps.append(_judged(work.verdict, verdict))
    return [
        {
            "number": number,
            "title": plain(_module_words(work).title),
            "tagline": plain(_module_words(work).tagline),
            "accent": work.module.accent.light,
            "cover": pictures.get(work.module.id, {}).get(work.module.picture or ""),
            "alt": _module_words(work).picture,
            "course": work.course,
            "begun": work.begun_at,
            "steps": steps,
        }
        for number, (work, steps) in enumerate(written, 1)
    ]


def has_strange_letters(sessions: Sequence[Mapping[str, Any]]) -> bool:
    """Whether there is a letter of an alphabet that our own fonts may lack."""
    texts = (
        line["text"]
        for one in sessions
        for step in one["steps"]
        for part in step["entries"]
        for line in part["lines"]
    )
    return is_strange(texts)


def is_strange(texts: Iterable[str]) -> bool:
    """Whether texts have a letter of an alphabet that our own fonts may lack."""
    letters = {char for text in texts for char in text if ord(char) > 0x24F and char.isalpha()}
    return any(not unicodedata.name(char, "").startswith(_SCRIPTS) for char in letters)


def printable(text: str) -> dict[str, Any]:
    """A text for the template: with places to break where there are no spaces, and which way it reads."""
    tidy = _GAPS.sub("\n\n\n", _MARKS.sub(r"\1", _CONTROL.sub("", text)))
    loose = _RUN.sub(lambda found: _with_breaks(found[0]), tidy)
    return {"text": loose, "rtl": _reads_from_the_right(text)}


def _elsewhere(work: Work, works: Sequence[Work]) -> Mapping[str, Answer]:
    same = sorted((one for one in works if one.module.id == work.module.id), key=lambda one: one.begun_at)
    return {name: answer for one in same for name, answer in one.answers.items()}


def _steps(work: Work, pictures: Mapping[str, str]) -> list[dict[str, Any]]:
    words = work.module.words[work.language]
    steps = [
        {
            "title": plain(words.steps[step.id].title),
            "picture": pictures.get(step.picture or ""),
            "alt": words.steps[step.id].picture,
            "entries": [entry for one in step.activities if (entry := _entry(work, one))],
        }
        for step in work.module.steps
    ]
    questions = _entry(work, work.module.questions)
    if questions:
        steps.append({"title": questions["title"], "picture": None, "alt": "", "entries": [questions]})
    return [step for step in steps if step["entries"]]


def _judged(verdict: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """What assessors made of the work, as a last step."""
    competences = [(one["name"], texts["points"].format(**one)) for one in verdict["competences"]]
    entries = [_said(texts["points"].format(**verdict), competences)]
    for one in verdict["criteria"]:
        level = f"{texts['level'].format(**one)} {one['text']}"
        entries.append(_said(one["label"], [(None, text) for text in (level, one["comment"]) if text]))
    if verdict["comment"]:
        entries.append(_said(texts["whole"], [(None, verdict["comment"])]))
    return {"title": texts["title"], "picture": None, "alt": "", "entries": entries}


def _said(title: str, lines: Sequence[tuple[str | None, str]]) -> dict[str, Any]:
    return {
        "title": title,
        "ask": None,
        "paper": False,
        "drawing": None,
        "compact": False,
        "lines": [{"label": label, **printable(text)} for label, text in lines],
    }


def _entry(work: Work, activity: Activity) -> dict[str, Any] | None:
    answer = work.answers.get(activity.id)
    lines = _lines(work, activity)
    if answer is None or not (lines or answer.how == "paper"):
        return None
    words = _words(work, activity)
    ask = plain(words.ask)
    return {
        "title": plain(words.title),
        "ask": None if any(line.label == ask for line in lines) else ask,
        "paper": answer.how == "paper",
        "drawing": _drawing(work, activity) if lines else None,
        "compact": _is_compact(lines),
        "lines": [{"label": line.label or None, **printable(line.text)} for line in lines],
    }


def _is_compact(lines: Sequence[Line]) -> bool:
    """Whether the lines are words beside their names, to be set as a table."""
    return len(lines) > _FEW and all(
        line.label
        and len(line.label) < _SHORT_LABEL
        and len(line.text) < _SHORT_TEXT
        and "\n" not in line.text
        for line in lines
    )


def _lines(work: Work, activity: Activity) -> Sequence[Line]:
    value = _value(work, activity)
    if isinstance(value, Refusal):
        return ()
    return activity.type.lines(activity.options, _words(work, activity), value)


def _drawing(work: Work, activity: Activity) -> str | None:
    value = _value(work, activity)
    if isinstance(value, Refusal):
        return None
    kind, options, words = activity.type, activity.options, _words(work, activity)
    return kind.drawing(options, words, value) or kind.drawing_from(options, words, _sources(work, activity))


def _sources(work: Work, activity: Activity) -> dict[str, Source]:
    """What it looks back at, with the answers that the same person gave."""
    found = {}
    for name in activity.type.looks_back_at(activity.options):
        one = work.module.activities[name]
        value = _value(work, one)
        if isinstance(value, Refusal):
            value = _value(replace(work, answers=work.elsewhere), one)
        kept = None if isinstance(value, Refusal) else value
        found[name] = Source(one.type.name, one.options, _words(work, one), kept)
    return found


def _value(work: Work, activity: Activity) -> JSON | Refusal:
    """The value as the module now reads it: it may have changed since, and no longer know it."""
    answer = work.answers.get(activity.id)
    return activity.type.clean(activity.options, answer.value) if answer else Refusal("nothing")


def _words(work: Work, activity: Activity) -> Any:
    return work.module.words[work.language].activities[activity.id]


def _module_words(work: Work) -> Any:
    return work.module.words[work.language].module


def _with_breaks(run: str) -> str:
    pieces: list[str] = []
    since = 0
    for before, char in zip(f" {run}", run, strict=False):
        since += 1
        if since > _LONGEST_RUN and not _belongs_to(char, before):
            pieces.append("\u200b")
            since = 1
        pieces.append(char)
    return "".join(pieces)


def _belongs_to(char: str, before: str) -> bool:
    """Whether two characters are seen as one: an accent, an emoji of several parts."""
    return unicodedata.category(char) in {"Mn", "Me", "Cf", "Sk"} or before == _JOINER


def _reads_from_the_right(text: str) -> bool:
    """Whether the first letter that has a direction reads from the right."""
    ways = (unicodedata.bidirectional(char) for char in text)
    return next((way in {"R", "AL"} for way in ways if way in {"L", "R", "AL"}), False)
