"""Moments as people read them. On the server, since these pages work without script: in UTC, and so said."""

from __future__ import annotations

from datetime import UTC, date, datetime

from lti_tool.words import words


def calendar_day(found: date, language: str) -> str:
    """A day of the calendar, e.g. "21 november 2026"."""
    return f"{found.day} {words(language)['months'][found.month - 1]} {found.year}"


def day(seconds: int, language: str) -> str:
    """A day, e.g. "21 november 2026"."""
    return calendar_day(datetime.fromtimestamp(seconds, UTC).date(), language)


def day_and_time(seconds: int, language: str) -> str:
    """A moment, e.g. "21 november 2026, 22:40 UTC"."""
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{day(seconds, language)}, {moment:%H:%M} UTC"
