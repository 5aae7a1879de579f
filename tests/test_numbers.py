"""Numbers in what browsers send."""

import pytest

from lti_tool.views.numbers import LARGEST, LATEST, moment_in, number_in


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("42", 42), ("007", 7), (str(LARGEST), LARGEST)])
def test_digits_are_a_number(text: str, number: int) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize("text", ["", " 1", "-1", "+1", "1.0", "1e3", "٣", "²", str(LARGEST + 1), "9" * 5000])
def test_anything_else_is_none(text: str) -> None:
    assert number_in(text) is None


@pytest.mark.parametrize("moment", [0, 1_764_000_000, LARGEST + 1, LATEST])
def test_a_moment_may_be_after_january_2038(moment: int) -> None:
    assert moment_in(str(moment)) == moment


@pytest.mark.parametrize("text", ["", "-1", str(LATEST + 1), "9" * 5000])
def test_no_moment_is_none(text: str) -> None:
    assert moment_in(text) is None
