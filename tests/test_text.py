"""What a learner's text is, the same in Python as in the browser (whose twin runs in tests/browser)."""

import pytest

from modules.kit.text import clean_text, is_blank, word_count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \t\u00a0\u3000\ufeff", 0),
        ("één", 1),
        ("één twee", 2),
        ("één\u00a0twee\ndrie", 3),
        ("👩‍🎓 ok", 2),
    ],
)
def test_words_are_runs_of_anything_but_whitespace(text: str, words: int) -> None:
    assert word_count(text) == words
    assert is_blank(text) == (words == 0)


@pytest.mark.parametrize("text", ["<b>vet</b>", "  rand  ", "مرحبا", "🙂", "a\r\nb"])
def test_text_is_kept_as_typed(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize("text", ["a\x00b", "a\ud83db"])
def test_what_no_database_can_hold_is_shown_as_unreadable(text: str) -> None:
    assert clean_text(text) == "a\ufffdb"
