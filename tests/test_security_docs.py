"""docs/security.md says which test guards what: each of them is there."""

import re
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "security.md"


def test_every_test_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE.read_text(encoding="utf-8")))
    there = {
        name
        for file in TESTS.rglob("test_*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(named) > 100
    assert named - there == set()


def test_every_group_of_rules_has_its_table() -> None:
    groups = re.findall(r"^## ([A-K])\. ", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert groups == list("ABCDEFGHIJK")
