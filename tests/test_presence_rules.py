"""The code of a meeting: it changes, is easy to type, and an old one is told from a wrong one."""

import pytest

from lti_tool.rules.presence import (
    ALPHABET,
    LENGTH,
    STEP_SECONDS,
    code_at,
    judge,
    read_code,
)

SECRET, OTHER = "a" * 64, "b" * 64
NOW = 1_800_000_000  # the start of a step


def test_a_code_is_short_and_has_no_look_alikes_nor_vowels() -> None:
    codes = [code_at(SECRET, NOW + step * STEP_SECONDS) for step in range(500)]
    assert {len(code) for code in codes} == {LENGTH}
    assert set("".join(codes)) <= set(ALPHABET)
    assert not set(ALPHABET) & set("0O1I2568UQAEY")


def test_it_changes_every_half_a_minute_and_not_before() -> None:
    assert code_at(SECRET, NOW) == code_at(SECRET, NOW + STEP_SECONDS - 1)
    assert code_at(SECRET, NOW) != code_at(SECRET, NOW + STEP_SECONDS)


def test_another_meeting_has_other_codes() -> None:
    assert code_at(SECRET, NOW) != code_at(OTHER, NOW)
    assert judge(SECRET, code_at(OTHER, NOW), NOW) == "wrong"


@pytest.mark.parametrize(
    ("later", "judged"),
    [(0, "right"), (29, "right"), (30, "right"), (59, "right"), (60, "old"), (600, "old"), (3600, "wrong")],
)
def test_a_code_counts_while_it_stands_there_and_once_as_long(later: int, judged: str) -> None:
    assert judge(SECRET, code_at(SECRET, NOW), NOW + later) == judged


@pytest.mark.parametrize(("early", "judged"), [(3, "right"), (4, "wrong"), (30, "wrong")])
def test_the_clocks_of_two_machines_may_differ_a_little(early: int, judged: str) -> None:
    assert judge(SECRET, code_at(SECRET, NOW), NOW - early) == judged


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("bcdfg", "BCDFG"),
        (" b c-d.f g\n", "BCDFG"),
        ("8Cdf6", "BCDFG"),
        ("o0QiI1", "DDDLLL"),
        ("25u", "ZSV"),
        ("\uff22\uff23", "BC"),
        ("B\u200bC\u00a0D", "BCD"),
        ("", ""),
        ("\ud800\x00B", "B"),
    ],
)
def test_what_was_typed_is_read_kindly(typed: str, read: str) -> None:
    assert read_code(typed) == read


@pytest.mark.parametrize("typed", ["", "B", "é" * 5, "\ud800" * 5, "٣" * 5, "B" * 10_000, "'; drop table"])
def test_anything_else_is_wrong(typed: str) -> None:
    assert judge(SECRET, typed, NOW) == "wrong"
