"""Who of a class should not be lost from sight, and why. No Flask, no SQL, no network.

A sign that somebody may be helped by a kind word, and no more: it says nothing of why. The page tells
facilitators these same rules, with these numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from lti_tool.rules.class_progress import FINISHED, Progress

DAY = 24 * 3600
STUCK_DAYS = 3
SILENT_DAYS = 7
SILENT_CHOICES = (7, 14, 30)
"""What a facilitator may choose instead: a class that meets every other week is silent between lessons."""

Situation: TypeAlias = Literal["almost", "stuck", "silent", "opened", "never"]
SITUATIONS: tuple[Situation, ...] = get_args(Situation)
"""In the order in which the page shows them: first where a small word helps most.

almost: everything is done, and it was not handed in, for `STUCK_DAYS` days.
stuck: the exercise they worked on last is begun and not done, and nothing moved for `STUCK_DAYS` days.
silent: something is done, not everything, and nothing moved for as many days as the facilitator chose.
opened: they opened the module that long ago, and began nothing.
never: others began that long ago, and they never opened it.
"""


@dataclass(frozen=True)
class Learner:
    """What is known of one learner. Times in seconds since 1970.

    Attributes:
        finished: Whether they handed in.
        last_seen: None for somebody who never opened the module.
        everything: Whether all exercises that count are done.
    """

    finished: bool
    last_seen: int | None
    progress: Progress
    everything: bool


@dataclass(frozen=True)
class Sign:
    """Why somebody should be kept in sight.

    Attributes:
        days: For how many whole days nothing moved; None for who never came.
        at: The exercise that was begun and not done, if that is where they stopped.
    """

    situation: Situation
    days: int | None
    at: str | None = None


def sign_of(
    one: Learner, *, now: int, class_began: int | None, silent_days: int = SILENT_DAYS
) -> Sign | None:
    """Why this learner should be kept in sight; None if there is no reason.

    Args:
        one: The learner.
        now: Seconds since 1970.
        class_began: When the first of the class opened the module; None if nobody did.
        silent_days: From how many days on somebody is silent; one of `SILENT_CHOICES`.
    """
    if one.finished:
        return None
    if one.last_seen is None:
        is_late = class_began is not None and days_between(class_began, now) >= silent_days
        return Sign("never", None) if is_late else None
    days = days_between(one.last_seen, now)
    at = stopped_at(one.progress)
    if one.everything:
        return Sign("almost", days) if days >= STUCK_DAYS else None
    if at is not None and STUCK_DAYS <= days < silent_days:
        return Sign("stuck", days, at)
    if days < silent_days:
        return None
    return Sign("silent" if one.progress.begun else "opened", days, at)


def stopped_at(progress: Progress) -> str | None:
    """The exercise that somebody worked on last, if it is not done."""
    return progress.at if progress.at and progress.of(progress.at) not in FINISHED else None


def days_between(before: int, now: int) -> int:
    """Whole days of 24 hours; none where clocks disagree."""
    return max(0, now - before) // DAY


def silent_from(chosen: str | None) -> int:
    """The number of days that a facilitator chose, or the usual one."""
    return next((days for days in SILENT_CHOICES if str(days) == chosen), SILENT_DAYS)


def longest_first(signs: Sequence[tuple[str, Sign]]) -> list[tuple[str, Sign]]:
    """People with their signs: by situation, and in each the longest silence first."""
    return sorted(signs, key=lambda one: (SITUATIONS.index(one[1].situation), -(one[1].days or 0)))
