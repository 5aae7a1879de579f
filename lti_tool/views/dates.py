"""Moments as people read them. On the server, since these pages work without script: in UTC, and so said."""

from __future__ import annotations

from datetime import UTC, datetime

from lti_tool.words import words


def day(seconds: int, language: str) -> str:
    """A day, e.g. "21 november 2026"."""
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment.day} {words(language)['months'][moment.month - 1]} {moment.year}"


def day_and_time(seconds: int, language: str) -> str:
    """A moment, e.g. "21 november 2026, 22:40 UTC"."""
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{day(seconds, language)}, {moment:%H:%M} UTC"
