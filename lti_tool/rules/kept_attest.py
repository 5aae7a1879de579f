"""What is kept of a person's attests, as the person takes it along. No Flask, no SQL, no network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lti_tool.protocol.scores import iso


@dataclass(frozen=True)
class KeptBadge:
    """An attest as its learner made it; `credential` as it was signed."""

    public_id: str
    credential: str | None
    made_at: int
    ended_at: int | None


@dataclass(frozen=True)
class KeptAttest:
    """An attest that was granted to somebody. Moments in seconds since 1970.

    Attributes:
        there: How much there was of what the rule asks for, by part, when it was granted.
        reason: Why it was granted though the rule did not hold.
    """

    course: str | None
    unit: str
    there: dict[str, int]
    granted_at: int
    reason: str | None
    revoked_at: int | None
    revoked_because: str | None
    badges: Sequence[KeptBadge]


def attests_to_take_along(kept: Sequence[KeptAttest], *, unshared: bool) -> list[dict[str, Any]]:
    """All of it as JSON; the badges themselves only for whose they are (`unshared`)."""
    return [
        {
            "course": one.course,
            "course unit": one.unit,
            "there was": one.there,
            "granted": iso(one.granted_at),
            "granted because": one.reason,
            "withdrawn": _moment(one.revoked_at),
            "withdrawn because": one.revoked_because,
            "made": [
                {
                    "number": badge.public_id,
                    "made": iso(badge.made_at),
                    "valid until": _moment(badge.ended_at),
                    **({"badge": badge.credential} if unshared else {}),
                }
                for badge in one.badges
            ],
        }
        for one in kept
    ]


def _moment(seconds: int | None) -> str | None:
    return iso(seconds) if seconds is not None else None
