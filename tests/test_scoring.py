"""Done, progress and score; the browser's twin runs the same through the hosts' tests."""

from pathlib import Path

import pytest

from modules import Module, Refusal, load_module
from modules.kit.answers import Answer, read_answer
from modules.kit.scoring import is_done, progress, score
from tests.module_folders import make_module


@pytest.fixture
def module(tmp_path: Path) -> Module:
    return load_module(make_module(tmp_path))


def test_nothing_answered_is_no_progress(module: Module) -> None:
    assert progress(module, {}).fraction == 0.0
    assert score(module, {}) == 0.0


def test_only_required_activities_count(module: Module) -> None:
    found = progress(module, {"extra": Answer("een antwoord")})
    assert found.done == ("extra",)
    assert found.fraction == 0.0


def test_half_of_the_required_is_half(module: Module) -> None:
    assert score(module, {"thought": Answer("twee woorden")}) == 0.5


def test_the_rule_of_the_activity_decides(module: Module) -> None:
    assert not is_done(module.activities["thought"], Answer("één"))


def test_on_paper_counts_where_the_module_allows_it(module: Module) -> None:
    assert is_done(module.activities["thought"], Answer("", how="paper"))
    assert not is_done(module.activities["key-words"], Answer([], how="paper"))


def test_a_personal_answer_is_never_scored_on_its_content(module: Module) -> None:
    short, long = Answer("niets zeggen"), Answer("heel veel mooie woorden over alles")
    assert score(module, {"thought": short}) == score(module, {"thought": long})


def test_an_answer_is_read_with_how_and_audience(module: Module) -> None:
    raw = {"value": "ik", "how": "paper", "audience": "class", "revision": 3}
    assert read_answer(module.activities["thought"], raw) == Answer("ik", "paper", "class", 3)


@pytest.mark.parametrize(
    ("activity", "raw", "code"),
    [
        ("thought", "ik", "wrong-shape"),
        ("thought", {"value": 3}, "wrong-shape"),
        ("thought", {"value": "ik", "how": "magic"}, "wrong-shape"),
        ("thought", {"value": "ik", "audience": "world"}, "wrong-shape"),
        ("thought", {"value": "ik", "audience": ["class"]}, "wrong-shape"),
        ("thought", {"value": "ik", "revision": -1}, "wrong-shape"),
        ("thought", {"value": "ik", "revision": True}, "wrong-shape"),
        ("thought", {"value": "x" * 20_001}, "too-long"),
        ("key-words", {"value": [], "how": "paper"}, "not-on-paper"),
        ("key-words", {"value": [], "audience": "class"}, "too-wide"),
    ],
)
def test_what_can_not_be_kept_is_refused_as_a_value(
    module: Module, activity: str, raw: object, code: str
) -> None:
    assert read_answer(module.activities[activity], raw) == Refusal(code)  # type: ignore[arg-type]
