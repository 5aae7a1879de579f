"""What a facilitator may write back to a shared answer. No Flask, no SQL, no network."""

from __future__ import annotations

import re

from modules.kit.activity_type import Refusal
from modules.kit.text import clean_text, is_blank

LONGEST = 500
"""Characters of one reply: a few warm sentences, and not a report."""

_EMPTY_LINES = re.compile(r"\n{3,}")


def read(typed: str) -> str | Refusal:
    """The text of a reply as it is kept: as typed, without empty space around it.

    Returns:
        The text, or a refusal: `empty` or `too-long`.
    """
    text = clean_text(typed.replace("\r\n", "\n")).strip()
    text = _EMPTY_LINES.sub("\n\n", text)
    if is_blank(text):
        return Refusal("empty")
    return Refusal("too-long") if len(text) > LONGEST else text
