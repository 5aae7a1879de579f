"""Why a grade waits or was refused, in words, and what to do."""

from __future__ import annotations

from lti_tool.words import words

_KINDS = ("http", "token")


def explain(reason: str | None, language: str) -> str:
    """A sentence or two about a reason; "" for none.

    Args:
        reason: As the outbox has it, e.g. "http-500".
        language: One of `LANGUAGES`.
    """
    if reason is None:
        return ""
    known = words(language, "grades")["reasons"]
    kind = reason.partition("-")[0]
    found = known.get(reason) or (known[kind] if kind in _KINDS else known["other"])
    return str(found).format(reason=reason)
