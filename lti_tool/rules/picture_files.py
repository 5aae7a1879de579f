"""A picture of a group as a table of text, and as what a printed page needs: what the sheet says and no more.

No Flask, no SQL, no network.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from lti_tool.rules.picture_sheet import Chart, Sheet
from lti_tool.rules.spreadsheet import table_of

Words = Mapping[str, Any]


def as_csv(sheet: Sheet, texts: Words, language: str) -> str:
    """One row for each bar, and for each cell of a table; above them what the picture is about."""
    names = texts["columns"]
    heads = [names[name] for name in ("question", "when", "answer", "number", "open", "people")]
    lines: list[Sequence[str | int]] = [(sheet.title, ""), *sheet.facts]
    lines += [(texts["limits"]["title"], said) for said in sheet.limits]
    lines += [(), heads, *(row for chart in sheet.charts for row in rows_of(chart))]
    return table_of(lines, language)


def rows_of(chart: Chart) -> Iterator[Sequence[str | int]]:
    """The figures of one chart, and of its table; where there are none, why."""
    if not chart.series:
        yield (chart.ask, "", chart.note)
    for series in chart.series:
        for label, bar in zip(chart.labels, series.bars, strict=True):
            yield (chart.ask, series.name, label, bar.number, bar.open, series.people)
    if chart.table is not None:
        for label, cells in chart.table.rows:
            for column, text in zip(chart.table.columns, cells, strict=True):
                yield (chart.ask, column, label, text)


def for_paper(sheet: Sheet, texts: Words, language: str, accent: str) -> Mapping[str, Any]:
    """What the template of the printed page gets."""
    return {
        "language": language,
        "accent": accent,
        "words": {
            "limits": texts["limits"]["title"],
            "choice": texts["choice"],
            "people": texts["people"],
            "promise": texts["promise"],
            "bare": texts["bare"],
        },
        **_plain(asdict(sheet)),
    }


def _plain(value: Any) -> Any:
    """The same with lists where JSON knows no tuples."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
