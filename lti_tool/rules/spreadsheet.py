"""Text that goes into a table for a spreadsheet. No Flask, no SQL, no network."""

from __future__ import annotations

# The last four are the wide forms, which some spreadsheets read alike.
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


def cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
