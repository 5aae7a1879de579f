"""The civic team's tables for a spreadsheet: what its page shows, and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from lti_tool.rules.civic_totals import Figures
from lti_tool.rules.spreadsheet import table
from lti_tool.services.civic_team import Landscape
from lti_tool.store.course_units import Course
from lti_tool.words import words

Counting = Callable[[Course], Figures]


def units_file(found: Landscape, count: Counting, language: str) -> str:
    """A row for each course unit that was handed in."""
    texts = words(language, "civic")
    columns = texts["files"]["units"]["columns"]
    return table(list(columns.values()), (_row(one, count, language) for one in found.units), language)


def totals_file(found: Landscape, _: Counting, language: str) -> str:
    """A row for each year, and one for each programme in it."""
    texts = words(language, "civic")["totals"]
    rows = (
        [one.year, one.programme or texts["all"]]
        + [str(getattr(one, name)) for name in texts["columns"] if name not in {"year", "programme"}]
        for one in found.totals()
    )
    return table(list(texts["columns"].values()), rows, language)


FILES: Mapping[str, Callable[[Landscape, Counting, str], str]] = {
    "units": units_file,
    "totals": totals_file,
}


def _row(course: Course, count: Counting, language: str) -> list[str]:
    told = count(course).told()
    few: str = words(language, "civic")["few"]
    cells = {
        **dict(_said(course, language)),
        **{name: few if n is None else str(n) for name, n in told.items()},
    }
    return [cells[name] for name in words(language, "civic")["files"]["units"]["columns"]]


def _said(course: Course, language: str) -> Iterator[tuple[str, str]]:
    texts, unit = words(language, "unit"), course.unit
    if unit is None:
        return
    for name in ("year", "programme", "title", "partner", "since"):
        yield name, unit.document[name]
    yield "activity", texts["activity"].get(unit.document["activity"], "")
    yield "course", course.title or ""
    yield "state", texts["states"][unit.state]
    yield "decided", _day(unit.decided_at)


def _day(seconds: int | None) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat() if seconds else ""
