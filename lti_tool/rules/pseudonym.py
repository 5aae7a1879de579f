"""How lists name a learner without a name."""

from __future__ import annotations

import re
from hashlib import sha256

_LENGTH = 8
# A number or a UUID, as platforms give; anything else might hold a name.
_OPAQUE = re.compile(r"[0-9a-fA-F-]+")


def pseudonym(sub: str) -> str:
    """The start of a platform's opaque user id; of an id that might hold a name, the start of its hash."""
    opaque = (
        sub if _OPAQUE.fullmatch(sub) and any(c.isdigit() for c in sub) else sha256(sub.encode()).hexdigest()
    )
    return opaque[:_LENGTH]
