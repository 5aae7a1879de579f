"""Days as people choose them: YYYY-MM-DD, the same in every time zone."""

from __future__ import annotations

import re
from datetime import date

_SHAPE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def is_day(text: str) -> bool:
    """Whether a text is a day that exists."""
    if not _SHAPE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
