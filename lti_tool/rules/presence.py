"""Who is there: a short code that changes, and how what somebody typed of it is read.

No Flask, no SQL, no network. Only the server's clock counts: a learner's may be wrong.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from typing import Literal

ALPHABET = "BCDFGHJKLMNPRSTVWXZ3479"
"""Nothing in it looks like another, and without vowels no code is a word."""
LENGTH = 5
STEP_SECONDS = 30
"""So long a code stands on the wall; it counts for as long again, for who types slowly."""
OPEN_SECONDS = 4 * 3600
"""A meeting that nobody closes is over by then."""
MOST_WRONG = 10
WRONG_SECONDS = 600
"""So many wrong codes of one learner in so many seconds; more is no mistake of the fingers."""

_LIKE = str.maketrans("0OQ1I2568U", "DDDLLZSGBV")
_AHEAD_SECONDS = 3
"""The clocks of two machines of one installation differ by less."""
_REMEMBERED_STEPS = 20
"""So old a code is called an old one, and not a wrong one."""

Judged = Literal["right", "old", "wrong"]


def code_at(secret: str, now: int) -> str:
    """The code that a meeting shows now."""
    return _code(secret, now // STEP_SECONDS)


def read_code(typed: str) -> str:
    """What somebody typed as codes are written: capitals, nothing between, no look-alikes."""
    plain = unicodedata.normalize("NFKC", typed[:100]).upper()
    return "".join(sign for sign in plain if sign.isalnum()).translate(_LIKE)


def judge(secret: str, typed: str, now: int) -> Judged:
    """Whether a code that somebody typed counts now."""
    given = read_code(typed).encode()
    newest = (now + _AHEAD_SECONDS) // STEP_SECONDS
    oldest = now // STEP_SECONDS - 1

    def is_of(step: int) -> bool:
        return hmac.compare_digest(given, _code(secret, step).encode())

    if any(is_of(step) for step in range(oldest, newest + 1)):
        return "right"
    return "old" if any(is_of(step) for step in range(oldest - _REMEMBERED_STEPS, oldest)) else "wrong"


def _code(secret: str, step: int) -> str:
    digest = hmac.digest(secret.encode(), step.to_bytes(8, "big"), hashlib.sha256)
    left, signs = int.from_bytes(digest[:8], "big"), ""
    for _ in range(LENGTH):
        left, place = divmod(left, len(ALPHABET))
        signs += ALPHABET[place]
    return signs
