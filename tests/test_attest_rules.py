"""The rule of the attest: what it asks of a module, what is there, and how a name is written."""

from pathlib import Path

import pytest

from lti_tool.rules.attest import Course, Part, Traces, course_of, is_met, parts_of, tidy_name
from modules.kit.activity_type import Refusal
from modules.kit.civic import AttestRule
from modules.kit.registry import Registry, load_registry
from tests.judged_module import make_rating_module, sharing_module

RULE = AttestRule(present=4, done=5, released=False)
FIVE = Course(5, 5, judged=True)


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_rating_module(tmp_path)])


@pytest.mark.parametrize(
    ("traces", "met"),
    [
        (Traces(4, 5, released=False), True),
        (Traces(5, 5, released=True), True),
        (Traces(3, 5, released=False), False),
        (Traces(4, 4, released=False), False),
    ],
)
def test_the_rule_holds_where_all_that_it_asks_is_there(traces: Traces, met: bool) -> None:
    assert is_met(parts_of(RULE, FIVE, traces)) is met


def test_what_is_there_and_what_is_missing_is_said_by_part() -> None:
    assert parts_of(RULE, FIVE, Traces(2, 5, released=False)) == (
        Part("present", 2, 4, 5),
        Part("done", 5, 5, 5),
    )


def test_an_assessment_counts_only_where_the_rule_asks_for_it() -> None:
    asks = AttestRule(present=0, done=0, released=True)
    assert parts_of(asks, FIVE, Traces(0, 0, released=False)) == (Part("released", 0, 1, 1),)
    assert parts_of(asks, Course(5, 5, judged=False), Traces(0, 0, released=False)) == ()


def test_the_rule_asks_for_no_more_than_a_module_has(registry: Registry) -> None:
    course = course_of(registry.modules["practice"])

    assert course == Course(sessions=2, on_campus=1, judged=True)
    assert is_met(parts_of(RULE, course, Traces(1, 2, released=False)))


def test_variants_that_share_steps_are_one_session_for_the_rule(tmp_path: Path) -> None:
    assert course_of(sharing_module(tmp_path / "sharing")) == Course(sessions=1, on_campus=1, judged=True)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  An   Peeters ", "An Peeters"),
        ("Zoe\u0301", "Zo\u00e9"),
        ("An\u202epeeters\u0000", "Anpeeters"),
        ("<b>An</b> & co", "<b>An</b> & co"),
        ("محمد", "محمد"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("", Refusal("empty")),
        (" .. 12 ", Refusal("empty")),
        ("a" * 121, Refusal("too-long")),
    ],
)
def test_a_name_is_written_in_one_way(typed: str, name: str | Refusal) -> None:
    assert tidy_name(typed) == name
