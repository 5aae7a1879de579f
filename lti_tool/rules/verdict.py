"""A verdict as its learner reads it, and as it is kept of them. No Flask, no SQL, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lti_tool.protocol.scores import iso


@dataclass(frozen=True)
class KeptVerdict:
    """What assessors made of a work. Moments in seconds since 1970.

    Attributes:
        begun: How many assessors wrote about it; what they did not release is said to be there, and no more.
        released: As `rules.assessment.to_release` makes it; None before the first time.
        seen_at: 0: not yet.
        changed_at: When anything of it last changed.
    """

    begun: int
    released: Mapping[str, Any] | None
    released_at: int | None
    seen_at: int
    changed_at: int


@dataclass(frozen=True)
class KeptAssessing:
    """That the person assessed somebody's work; not whose, and nothing of it."""

    module: str
    changed_at: int
    done_at: int | None


def told(released: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A released verdict in one language: what its learner reads."""
    criteria = [
        {"id": name, "level": one["level"], "comment": one["comment"], **_words(one["words"], language)}
        for name, one in released["criteria"].items()
    ]
    names: Mapping[str, Mapping[str, str]] = released["names"]
    spoken = names.get(language) or next(iter(names.values()))
    competences = [
        {"name": spoken.get(name, name), "points": points, "most": most}
        for name, (points, most) in released["competences"].items()
    ]
    return {
        "points": released["points"],
        "most": released["most"],
        "comment": released["comment"],
        "cutoff": released.get("cutoff"),
        "criteria": criteria,
        "competences": competences,
    }


def to_take_along(kept: KeptVerdict | None, language: str) -> dict[str, Any] | None:
    """What is kept of the judging of somebody's work, for them."""
    if kept is None:
        return None
    return {
        "assessors": kept.begun,
        "released": iso(kept.released_at) if kept.released_at else None,
        "seen": iso(kept.seen_at) if kept.seen_at else None,
        "verdict": told(kept.released, language) if kept.released else None,
    }


def assessing_to_take_along(kept: Sequence[KeptAssessing]) -> list[dict[str, Any]]:
    """The assessments that somebody wrote, for them: what stands in them is of the learners."""
    return [
        {
            "module": one.module,
            "changed": iso(one.changed_at),
            "ready": iso(one.done_at) if one.done_at else None,
        }
        for one in kept
    ]


def _words(words: Mapping[str, Sequence[str]], language: str) -> dict[str, str]:
    label, name, text = words.get(language) or next(iter(words.values()))
    return {"label": label, "name": name, "text": text}
