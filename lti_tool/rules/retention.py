"""How long work stays: until so many days after the end of the school year in which it was last touched.

No time zone is asked for. A day begins where it begins first on earth, and is over where it ends last:
nothing goes before its last day is over, wherever the school is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

DAY = 24 * 3600
WARN_DAYS = 30
"""So long before work goes, its facilitators are told."""
STEADY_DAYS = 7
"""For so long the clock must have gone on by itself before anything goes."""
_GAP_DAYS = 3
"""A server may be off for a weekend."""
_AHEAD = 14 * 3600
_BEHIND = 12 * 3600
_LEAP_DAY = (2, 29)


@dataclass(frozen=True)
class Retention:
    """The operator's rule.

    Attributes:
        month: Of the last day of a school year.
        day: Of that month; the last day of February where a year has no 29th.
        keep_days: So many days more, work stays.
    """

    month: int
    day: int
    keep_days: int

    def year_end(self, year: int) -> date:
        """The last day of the school year that ends in a calendar year."""
        if (self.month, self.day) == _LEAP_DAY:
            return date(year, 3, 1) - timedelta(days=1)
        return date(year, self.month, self.day)


@dataclass(frozen=True)
class Leaving:
    """What goes next.

    Attributes:
        before: Work last touched before this moment (seconds since 1970) goes then.
        last_day: The last day that it is here.
        days: How many days from now that is.
    """

    before: int
    last_day: date
    days: int


def limit(rule: Retention, now: int) -> int:
    """The moment, in seconds since 1970: work last touched before it has had its time.

    It is always at least `keep_days` before now.
    """
    today = _day(now - _BEHIND)
    keep = timedelta(days=rule.keep_days)
    over = [end for end in _ends_about(rule, today - keep) if end + keep < today]
    return _after(max(over))


def last_day(rule: Retention, touched_at: int) -> date:
    """The last day that work last touched at a moment is here."""
    touched = _day(touched_at + _AHEAD)
    end = min(end for end in _ends_about(rule, touched) if end >= touched)
    return end + timedelta(days=rule.keep_days)


def next_to_leave(rule: Retention, now: int) -> Leaving:
    """What goes next, and after which day."""
    today = _day(now - _BEHIND)
    keep = timedelta(days=rule.keep_days)
    end = min(end for end in _ends_about(rule, today - keep) if end + keep >= today)
    return Leaving(_after(end), end + keep, (end + keep - today).days)


def is_steady(looks: Iterable[int], now: int) -> bool:
    """Whether the clock went on by itself for a week, so that it can be believed.

    A clock that is set wrong jumps. After a jump, after a long standstill and on a new installation nothing
    goes for a week: time to put it right, or to take along what is wanted.

    Args:
        looks: When it was looked at before, in seconds since 1970.
        now: The same.
    """
    newest = now
    for look in sorted((look for look in looks if look <= now), reverse=True):
        if newest - look > _GAP_DAYS * DAY:
            return False
        newest = look
        if now - newest >= STEADY_DAYS * DAY:
            return True
    return False


def _ends_about(rule: Retention, day: date) -> list[date]:
    """The ends of school years about a day: the last before it and the first after it are among them."""
    return [rule.year_end(year) for year in range(day.year - 1, day.year + 2)]


def _after(end: date) -> int:
    """When the day after one begins, where it begins first."""
    midnight = datetime(end.year, end.month, end.day, tzinfo=UTC) + timedelta(days=1)
    return int(midnight.timestamp()) - _AHEAD


def _day(seconds: int) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()
