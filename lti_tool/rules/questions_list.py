"""The questions of a class as a file or a text, for somebody who can answer them. Nobody is named in it."""

from __future__ import annotations

from collections.abc import Sequence

from lti_tool.rules.shared import Question
from lti_tool.rules.spreadsheet import table


def as_csv(found: Sequence[Question], heads: Sequence[str], language: str) -> str:
    """A table that spreadsheets open, one question a line.

    Args:
        found: The questions.
        heads: The names of the two columns.
        language: That of the reader.
    """
    return table(heads, ([one.about, one.text] for one in found), language)


def as_text(found: Sequence[Question]) -> str:
    """The same as text for a message: what it is about, then the questions."""
    about: dict[str, list[str]] = {}
    for one in found:
        about.setdefault(one.about, []).append(" ".join(one.text.split()))
    parts = [
        "\n".join([*([name] if name else []), *(f"- {text}" for text in texts)])
        for name, texts in about.items()
    ]
    return "\n\n".join(parts)
