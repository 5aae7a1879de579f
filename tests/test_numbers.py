"""Numbers in what browsers send."""

import pytest

from lti_tool.views.numbers import LARGEST, number_in


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("42", 42), ("007", 7), (str(LARGEST), LARGEST)])
def test_digits_are_a_number(text: str, number: int) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize("text", ["", " 1", "-1", "+1", "1.0", "1e3", "٣", "²", str(LARGEST + 1), "9" * 5000])
def test_anything_else_is_none(text: str) -> None:
    assert number_in(text) is None
