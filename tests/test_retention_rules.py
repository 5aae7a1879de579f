"""How long work stays: over the ends of years, leap days and time zones, and with a clock that is wrong."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from lti_tool.errors import SettingsError
from lti_tool.rules.retention import DAY, Retention, is_steady, last_day, limit, next_to_leave
from lti_tool.settings import read_settings

USUAL = Retention(8, 31, 30)
ZONES = [timezone(timedelta(hours=hours)) for hours in (-12, -5, 0, 1, 2, 9, 14)]


def at(*when: int, zone: timezone = UTC) -> int:
    return int(datetime(*when, tzinfo=zone).timestamp())  # type: ignore[arg-type, misc]


def goes(rule: Retention, touched: int, now: int) -> bool:
    return touched < limit(rule, now)


@pytest.mark.parametrize(
    ("touched", "day"),
    [
        ((2026, 11, 22), date(2027, 9, 30)),
        ((2026, 12, 31), date(2027, 9, 30)),
        ((2027, 1, 1), date(2027, 9, 30)),
        ((2027, 8, 30), date(2027, 9, 30)),
        ((2027, 9, 1), date(2028, 9, 30)),
    ],
)
def test_work_stays_until_thirty_days_after_its_school_year(touched: tuple[int, ...], day: date) -> None:
    assert last_day(USUAL, at(*touched)) == day


@pytest.mark.parametrize("zone", ZONES)
def test_no_work_of_the_running_year_goes_wherever_the_school_is(zone: timezone) -> None:
    first_moment = at(2027, 9, 1, zone=zone)
    for day in range(0, 390, 3):
        now = first_moment + day * DAY
        assert not goes(USUAL, first_moment, now), day
        if now > at(2028, 9, 30, 23, 59, 59, zone=zone):
            break


@pytest.mark.parametrize("zone", ZONES)
def test_nothing_goes_before_its_last_day_is_over_wherever_the_school_is(zone: timezone) -> None:
    touched = at(2027, 5, 3, 12, zone=zone)
    assert not goes(USUAL, touched, at(2027, 9, 30, 23, 59, 59, zone=zone))
    assert goes(USUAL, touched, at(2027, 10, 3, zone=zone))


@pytest.mark.parametrize(
    "rule",
    [USUAL, Retention(6, 30, 30), Retention(12, 31, 1), Retention(2, 29, 30), Retention(1, 1, 400),
     Retention(8, 31, 366), Retention(8, 31, 3650)],
)  # fmt: skip
def test_what_is_promised_and_what_is_done_are_one(rule: Retention) -> None:
    for hours in range(0, 3 * 366 * 24, 61):
        touched = at(2026, 1, 1) + hours * 3600
        day = last_day(rule, touched)
        last_moment = at(day.year, day.month, day.day) + DAY - 1
        assert not goes(rule, touched, last_moment + 12 * 3600)
        assert goes(rule, touched, last_moment + 12 * 3600 + 1)
        assert limit(rule, touched) <= touched - rule.keep_days * DAY


def test_a_year_that_ends_on_a_leap_day_ends_on_the_last_of_february_in_other_years() -> None:
    leap = Retention(2, 29, 30)
    assert leap.year_end(2027) == date(2027, 2, 28)
    assert leap.year_end(2028) == date(2028, 2, 29)
    assert last_day(leap, at(2028, 2, 28, 5)) == date(2028, 3, 30)
    assert last_day(leap, at(2027, 2, 27, 5)) == date(2027, 3, 30)


def test_what_goes_next_is_told_with_its_last_day() -> None:
    leaving = next_to_leave(USUAL, at(2027, 9, 10, 15))
    assert (leaving.last_day, leaving.days) == (date(2027, 9, 30), 20)
    assert leaving.before == at(2027, 9, 1) - 14 * 3600
    assert next_to_leave(USUAL, at(2027, 9, 30, 15)).days == 0
    assert next_to_leave(USUAL, at(2027, 10, 2)).last_day == date(2028, 9, 30)


def test_what_goes_next_is_what_goes() -> None:
    leaving = next_to_leave(USUAL, at(2027, 6, 1))
    assert limit(USUAL, at(2027, 10, 2)) == leaving.before


# The clock

NOW = at(2027, 10, 2)


def every_day(days: int, since: int = NOW) -> list[int]:
    return [since - day * DAY for day in range(1, days + 1)]


def test_a_clock_that_went_on_for_a_week_is_believed() -> None:
    assert is_steady(every_day(8), NOW)
    assert is_steady([NOW - 3 * DAY, NOW - 5 * DAY, NOW - 8 * DAY], NOW)


@pytest.mark.parametrize(
    "looks",
    [
        [],
        every_day(6),
        every_day(30, since=NOW - 10 * DAY),
        [NOW + day * DAY for day in range(1, 30)],
        [NOW, NOW - 60],
    ],
)
def test_a_new_jumping_or_standing_clock_is_not(looks: list[int]) -> None:
    assert not is_steady(looks, NOW)


def test_a_clock_that_was_ahead_for_a_day_changes_nothing() -> None:
    assert is_steady([*every_day(8), NOW + 3650 * DAY], NOW)


# The settings


def test_the_rule_is_read_from_two_settings() -> None:
    assert read_settings({}).retention == USUAL
    read = read_settings({"WEGWIJS_SCHOOL_YEAR_ENDS": "06-30", "WEGWIJS_KEEP_DAYS": "365"})
    assert read.retention == Retention(6, 30, 365)
    assert read_settings({"WEGWIJS_SCHOOL_YEAR_ENDS": "02-29"}).retention == Retention(2, 29, 30)


def test_for_ever_erases_nothing() -> None:
    assert read_settings({"WEGWIJS_KEEP_DAYS": "for-ever"}).retention is None


@pytest.mark.parametrize("value", ["", "31-08", "8-31", "02-30", "13-01", "never", "W35-1"])
def test_a_day_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(SettingsError, match="WEGWIJS_SCHOOL_YEAR_ENDS: expected a month and a day"):
        read_settings({"WEGWIJS_SCHOOL_YEAR_ENDS": value})


@pytest.mark.parametrize("value", ["", "0", "-1", "3651", "1.5", "never", "none", "³"])
def test_what_could_be_read_in_two_ways_is_refused(value: str) -> None:
    with pytest.raises(SettingsError, match="WEGWIJS_KEEP_DAYS: expected a number of days"):
        read_settings({"WEGWIJS_KEEP_DAYS": value})
