"""A picture of a group as a workbook (XLSX): figures to go on with, the spreadsheet's own charts, and words.

What people wrote is text in it and never a formula. The same picture gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from lti_tool.rules.picture_sheet import Chart, Sheet, Table

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

Words = Mapping[str, Any]

_ROW = 20
"""Pixels: of a row as spreadsheets draw it."""
_FAINT = "#B9B2A8"
_LAST_COLUMN = 5


def workbook(sheet: Sheet, texts: Words, accent: str, now: int) -> bytes:
    """Make the file.

    Args:
        sheet: What is in it.
        texts: The words of the part `picture`.
        accent: The colour of the module, as `#rrggbb`.
        now: Seconds since 1970, for the file.
    """
    import xlsxwriter  # noqa: PLC0415 (only who asks for a file needs it)

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    made = datetime.fromtimestamp(now, UTC).replace(tzinfo=None)
    book.set_properties({"title": sheet.title, "author": "Wegwijs", "created": made})
    _Book(book, texts, accent).fill(sheet)
    book.close()
    return out.getvalue()


class _Book:
    """One workbook while it is written."""

    def __init__(self, book: Workbook, texts: Words, accent: str) -> None:
        self.book, self.texts, self.accent = book, texts, accent
        top = {"valign": "top"}
        self.plain = book.add_format({**top, "text_wrap": True})
        self.strong = book.add_format({**top, "bold": True, "text_wrap": True})
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": accent})
        self.ask = book.add_format({"bold": True, "font_size": 12})
        self.quiet = book.add_format({"italic": True, "font_color": "#5D5A63"})

    def fill(self, sheet: Sheet) -> None:
        """Write the sheets."""
        names = self.texts["sheets"]
        self.picture(self._add(names["picture"]), sheet)
        if sheet.report:
            self.report(self._add(names["report"]), sheet)
        self.about(self._add(names["about"]), sheet)

    def _add(self, name: str) -> Worksheet:
        page = self.book.add_worksheet(name)
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.hide_gridlines(2)
        return page

    def picture(self, page: Worksheet, sheet: Sheet) -> None:
        """Every question with its figures, and a chart beside them."""
        page.set_landscape()
        page.set_column(0, 0, 42)
        page.set_column(1, 1, 16)
        page.set_column(2, _LAST_COLUMN, 13)
        page.write_string(0, 0, sheet.title, self.title)
        row = 1
        for name, value in sheet.facts:
            page.write_string(row, 0, name, self.quiet)
            page.write_string(row, 1, value)
            row += 1
        for chart in sheet.charts:
            row = self.chart(page, row + 1, chart)

    def chart(self, page: Worksheet, row: int, chart: Chart) -> int:
        """One question; returns the row below it."""
        start = row
        page.write_string(row, 0, chart.ask, self.ask)
        page.write_string(row + 1, 0, chart.note, self.quiet)
        row += 2
        if chart.series:
            end = self.figures(page, row, chart)
            self.draw(page, start, row, chart)
            row = max(end, start + 2 + self._height(chart) // _ROW)
        if chart.table is not None:
            row = self.table(page, row, chart.table)
        if chart.remark:
            page.write_string(row, 0, chart.remark, self.quiet)
            row += 1
        return row + 1

    def figures(self, page: Worksheet, row: int, chart: Chart) -> int:
        """Answers below each other; beside them, of each series, the number and what it leaves open."""
        page.write_string(row, 0, self.texts["choice"], self.head)
        for number, series in enumerate(chart.series):
            page.write_string(row, 1 + 2 * number, series.name or self.texts["number"], self.head)
            page.write_string(row, 2 + 2 * number, self.texts["columns"]["open"], self.head)
        for index, label in enumerate(chart.labels):
            page.write_string(row + 1 + index, 0, label, self.plain)
            for number, series in enumerate(chart.series):
                page.write_number(row + 1 + index, 1 + 2 * number, series.bars[index].number)
                page.write_string(row + 1 + index, 2 + 2 * number, series.bars[index].open, self.quiet)
        end = row + 1 + len(chart.labels)
        page.write_string(end, 0, self.texts["columns"]["people"], self.strong)
        for number, series in enumerate(chart.series):
            page.write_number(end, 1 + 2 * number, series.people, self.strong)
        return end + 2

    def draw(self, page: Worksheet, top: int, row: int, chart: Chart) -> None:
        """A bar chart of these numbers, in the order in which they stand."""
        drawn = self.book.add_chart({"type": "bar"})
        first, last = row + 1, row + len(chart.labels)
        for number, series in enumerate(chart.series):
            is_now = series.kind == "now"
            drawn.add_series(
                {
                    "name": series.name or self.texts["number"],
                    "categories": [page.name, first, 0, last, 0],
                    "values": [page.name, first, 1 + 2 * number, last, 1 + 2 * number],
                    "fill": {"color": self.accent if is_now else _FAINT},
                    "border": {"color": self.accent},
                    "data_labels": {"value": True},
                    "gap": 60,
                }
            )
        drawn.set_title({"name": chart.ask, "name_font": {"size": 11}})
        drawn.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
        drawn.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
        drawn.set_legend({"position": "bottom"} if len(chart.series) > 1 else {"none": True})
        drawn.set_size({"width": 520, "height": self._height(chart)})
        page.insert_chart(top, _LAST_COLUMN + 1, drawn, {"description": f"{chart.ask} {chart.note}"})

    @staticmethod
    def _height(chart: Chart) -> int:
        return 90 + len(chart.labels) * (14 + 16 * len(chart.series))

    def report(self, page: Worksheet, sheet: Sheet) -> None:
        """What an earlier survey found, and where that stands."""
        assert sheet.report  # noqa: S101 (asked before)
        page.set_column(0, 0, 60)
        page.set_column(1, 6, 20)
        page.write_string(0, 0, sheet.report.title, self.title)
        row = 2
        for said in sheet.report.about:
            page.write_string(row, 0, said, self.plain)
            row += 1
        for table in sheet.report.tables:
            row = self.table(page, row + 1, table)

    def table(self, page: Worksheet, row: int, table: Table) -> int:
        """A table of words and figures; returns the row below it."""
        page.write_string(row, 0, table.caption, self.strong)
        self._line(page, row + 1, [self.texts["choice"], *table.columns], self.head)
        row += 2
        for label, cells in table.rows:
            self._line(page, row, [label, *cells], self.plain)
            row += 1
        if table.people:
            self._line(page, row, [self.texts["people"], *map(str, table.people)], self.strong)
            row += 1
        return row + 1

    @staticmethod
    def _line(page: Worksheet, row: int, texts: Sequence[str], form: Any) -> None:
        for column, text in enumerate(texts):
            page.write_string(row, column, text, form)

    def about(self, page: Worksheet, sheet: Sheet) -> None:
        """What can be concluded, and what can't."""
        page.set_column(0, 0, 100)
        page.write_string(0, 0, self.texts["limits"]["title"], self.title)
        for row, said in enumerate([*sheet.limits, self.texts["promise"]], start=2):
            page.write_string(row, 0, said, self.plain)
