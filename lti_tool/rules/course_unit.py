"""A course unit's application: what its coordinator says, what is missing, and who may do what when.

The software checks nothing but that each criterion has a text. Whether the text is good enough is for the
civic team. No Flask, no SQL, no network.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, TypeAlias

from modules.kit.text import clean_text

State: TypeAlias = Literal["draft", "submitted", "approved", "returned"]
Side: TypeAlias = Literal["coordinator", "team"]
Document: TypeAlias = dict[str, Any]

_TO: Mapping[Side, Mapping[str, Mapping[str, State]]] = {
    "coordinator": {
        "draft": {"save": "draft", "submit": "submitted"},
        "submitted": {"take-back": "draft"},
        # The team read what it sent back, not what is written since.
        "returned": {"save": "draft", "submit": "submitted"},
        # A change of what was approved has to be decided anew.
        "approved": {"submit": "submitted"},
    },
    "team": {
        "submitted": {"approve": "approved", "return": "returned"},
        "approved": {"return": "returned"},
    },
}

LINES: Mapping[str, int] = {"title": 160, "programme": 120, "partner": 400}
"""The texts that every application has, and the most characters of each."""
MOST_OF_CRITERION = 4000
MOST_OF_NOTE = 2000
HAS_ACTIVITY = ("yes", "no")
_FIRST_YEAR = 1950
_YEAR_BEGINS = 9
"""September."""
_DIGITS_OF_YEAR = 4


def after(state: str | None, act: str, side: Side) -> State | None:
    """The state that an act leads to; None where this side may not do it now.

    Args:
        state: As it is; None where there is nothing yet, which is as a draft.
        act: save, submit or take-back; for the team approve or return.
        side: Who does it.
    """
    return _TO[side].get(state or "draft", {}).get(act)


def is_open(state: str | None) -> bool:
    """Whether its coordinator may write in it without anything being undone."""
    return after(state, "save", "coordinator") is not None


def blank(title: str | None, today: date) -> Document:
    """An application before anybody wrote in it."""
    return {
        "title": (title or "").strip()[: LINES["title"]],
        "programme": "",
        "year": academic_year(today),
        "partner": "",
        "activity": "",
        "since": "",
        "criteria": {},
    }


def from_form(form: Mapping[str, str], criteria: Sequence[str], before: Document) -> Document:
    """What a form says, as it was typed; a text of a criterion that is not asked any more stays as it was."""
    activity = form.get("activity", "")
    asked = {name: _text(form.get(f"criterion-{name}", "")) for name in criteria}
    texts = {name: text for name, text in {**before["criteria"], **asked}.items() if text}
    return {
        **{name: _line(form.get(name, "")) for name in ("title", "programme", "year", "since")},
        "partner": _text(form.get("partner", "")),
        "activity": activity if activity in HAS_ACTIVITY else "",
        "criteria": texts,
    }


def wrong(document: Document, criteria: Sequence[str], years: Sequence[str], today: date) -> Iterator[str]:
    """Yield each part that can't be kept as it is: too long, or no year. `criterion-<id>` for a criterion.

    Args:
        document: As it was typed.
        criteria: Those that are asked.
        years: What may be chosen.
        today: No activity begins after next year.
    """
    yield from (name for name, most in LINES.items() if len(document[name]) > most)
    if document["year"] not in years:
        yield "year"
    if document["since"] and not _is_year(document["since"], today):
        yield "since"
    for name in criteria:
        if len(document["criteria"].get(name, "")) > MOST_OF_CRITERION:
            yield f"criterion-{name}"


def missing(document: Document, criteria: Sequence[str]) -> Iterator[str]:
    """Yield each part that must be there before it can be submitted."""
    yield from (name for name in ("title", "programme", "partner", "activity") if not document[name])
    if document["activity"] == "yes" and not document["since"]:
        yield "since"
    yield from (f"criterion-{name}" for name in criteria if not document["criteria"].get(name))


def differing(one: Document, other: Document) -> set[str]:
    """The parts in which two applications differ."""
    found = {name for name in (*LINES, "year", "activity", "since") if one[name] != other[name]}
    texts, others = one["criteria"], other["criteria"]
    return found | {f"criterion-{name}" for name in {*texts, *others} if texts.get(name) != others.get(name)}


def academic_year(day: date) -> str:
    """The academic year that a day is in, as 2026-2027."""
    begin = day.year if day.month >= _YEAR_BEGINS else day.year - 1
    return f"{begin}-{begin + 1}"


def academic_years(today: date, kept: str) -> list[str]:
    """The years that may be chosen: last, this and the next one; and the one that is kept."""
    this = int(academic_year(today)[:_DIGITS_OF_YEAR])
    return sorted({kept, *(f"{begin}-{begin + 1}" for begin in (this - 1, this, this + 1))})


def _text(typed: str) -> str:
    return clean_text(typed.replace("\r\n", "\n")).strip()


def _line(typed: str) -> str:
    return " ".join(_text(typed).split())


def _is_year(text: str, today: date) -> bool:
    is_number = text.isascii() and text.isdecimal() and len(text) == _DIGITS_OF_YEAR
    return is_number and _FIRST_YEAR <= int(text) <= today.year + 1
