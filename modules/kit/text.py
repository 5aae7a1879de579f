r"""What a learner's text is: kept as typed, counted the same way in Python and in the browser.

The browser's twin is `runtime/text.js`; both run the same `cases.json` files. Whitespace is listed here
because Python's and JavaScript's own `\s` differ.
"""

import re

MAX_TEXT = 20_000
"""The longest text of one field, in code points."""

WHITESPACE = "\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"

_WORD = re.compile(f"[^{WHITESPACE}]+")
# No database and no XML file can hold these, so they are shown as what they are: unreadable.
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Return the text as typed, with what can't be stored replaced by U+FFFD."""
    return _UNKEEPABLE.sub("\ufffd", text)


def word_count(text: str) -> int:
    """Return how many words the text has: runs of anything but whitespace."""
    return sum(1 for _ in _WORD.finditer(text))


def is_blank(text: str) -> bool:
    """Tell whether the text holds nothing but whitespace."""
    return _WORD.search(text) is None
