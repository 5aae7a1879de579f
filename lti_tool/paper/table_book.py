"""A plain table as a workbook (XLSX): numbers stay numbers, and text is never a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime


def table_book(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[str | float | None]], now: int
) -> bytes:
    """Make the file: one sheet with a table below its heads. `now` is in seconds since 1970."""
    import xlsxwriter  # noqa: PLC0415 (only who asks for a file needs it)

    out = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {"in_memory": True, **plain})
    made = datetime.fromtimestamp(now, UTC).replace(tzinfo=None)
    book.set_properties({"title": title, "author": "Wegwijs", "created": made})
    page = book.add_worksheet()
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    for column, name in enumerate(heads):
        page.write_string(0, column, name, head)
    page.set_column(0, len(heads) - 1, 20)
    page.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(number, column, value)
            elif value is not None:
                page.write_number(number, column, value)
    book.close()
    return out.getvalue()
