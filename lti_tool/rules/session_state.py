"""Where a session is while a facilitator guides it: at which exercise, and how its clock stands.

The page of the facilitator moves it on; this says what may be kept. Nothing of a learner is in it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

START, END = "start", "end"
DAY = 24 * 3600


def checked(given: Any, exercises: Collection[str], now: int) -> dict[str, Any] | None:
    """What may be kept of what a page sent; None where it is no state of a session.

    Args:
        given: As it came.
        exercises: The ids of the module's exercises; others are left out: a page may be older.
        now: Seconds since 1970.
    """
    if not isinstance(given, dict) or not isinstance(clock := given.get("clock"), dict):
        return None
    at, begun, ends = given.get("at"), given.get("begun"), clock.get("ends")
    lengths = [clock.get("left"), clock.get("whole")]
    is_good = (
        isinstance(at, str)
        and at in {START, END, *exercises}
        and all(_is_between(0, length, DAY) for length in lengths)
        and all(moment is None or _is_between(now - DAY, moment, now + DAY) for moment in (begun, ends))
        and all(isinstance(given.get(name), list) for name in ("done", "skipped"))
    )
    if not is_good:
        return None
    return {
        "at": at,
        "begun": begun,
        "clock": {"ends": ends, "left": lengths[0], "whole": lengths[1]},
        "done": [one for one in exercises if one in given["done"]],
        "skipped": [one for one in exercises if one in given["skipped"]],
    }


def _is_between(least: int, value: Any, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
