"""Text that goes into a table for a spreadsheet. No Flask, no SQL, no network."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# The last four are the wide forms, which some spreadsheets read alike.
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")

# In another country a spreadsheet parts cells at another sign: a cell may begin in the middle of a text.
_NEW_CELL = re.compile(r"[,;\t\r\n][,;\s]*")
_NO_FORMULA = re.compile(r"[+-]([\s?.!:)]|$)")
"""What follows the comma of a price ("10,-")."""

_SEPARATOR = {"nl": ";"}
"""What spreadsheets of that language expect; elsewhere a comma."""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], language: str) -> str:
    """A table that spreadsheets open (CSV).

    Args:
        heads: The names of the columns.
        rows: A text for each column.
        language: That of the reader.
    """
    return table_of([heads, *rows], language)


def table_of(lines: Iterable[Sequence[str | int]], language: str) -> str:
    """Lines that spreadsheets open (CSV).

    Args:
        lines: Of any length, with texts and numbers.
        language: That of the reader.
    """
    # Without that mark, Excel takes it for another alphabet.
    return "\ufeff" + _csv(lines, _SEPARATOR.get(language, ","))


def for_statistics(lines: Iterable[Sequence[str]]) -> str:
    """A table that statistics programs read (CSV): the same in every country."""
    return _csv(lines, ",")


def _csv(lines: Iterable[Sequence[str | int]], separator: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(
        [cell(one) if isinstance(one, str) else one for one in line] for line in lines
    )
    return text.getvalue()


def cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula, whatever it takes for the end of a cell."""
    body = text.lstrip()
    safe = text[: len(text) - len(body)] + _NEW_CELL.sub(_guarded, body)
    return f"'{safe}" if body.startswith(_FORMULA) else safe


def _guarded(found: re.Match[str]) -> str:
    text, end = found.string, found.end()
    is_formula = text.startswith(_FORMULA, end) and not _NO_FORMULA.match(text, end)
    return f"{found[0]}'" if is_formula else found[0]
