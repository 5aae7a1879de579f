"""How many of a group moved between two times they were asked the same: up, as before, down.

Both times have a picture of their own (`group_totals`), of everybody who answered then. So whoever answered
once is the difference between such a picture and those whose moves are counted. Therefore those are a part of
each picture as any other: they are not nearly alike, and what is left over is nobody, or five who aren't
either. Where fewer are left over, some who answered twice are left out by lot to stand with them.

No Flask, no SQL, no network.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from lti_tool.rules.group_totals import FEWEST, Shown, figures_of

UP, SAME, DOWN = "up", "same", "down"
MOVES = (UP, SAME, DOWN)
DRAWS = 20
"""How often lots are drawn for a crowd that gives nobody away."""

Lot = Callable[[Sequence["Pair"], int], Sequence["Pair"]]
"""Leaves out so many of them; nobody can know whom."""


@dataclass(frozen=True)
class Pair:
    """What one learner answered the two times."""

    before: str
    after: str


def moved(
    choices: Sequence[str],
    pairs: Sequence[Pair],
    before: Mapping[str, int],
    after: Mapping[str, int],
    leave_out: Lot,
) -> Mapping[str, int] | None:
    """Count who moved which way. Exact: not to be shown as it is.

    Args:
        choices: From least to most.
        pairs: Of everybody who stands in both pictures.
        before: How many chose what in the picture of the first time, exact.
        after: The same, of the second time.
        leave_out: Draws the lots.

    Returns:
        The number for each way; None where they would tell of somebody.
    """
    surplus = _to_leave_out(
        sum(before.values()) - len(pairs), sum(after.values()) - len(pairs), most=len(pairs) - FEWEST
    )
    if surplus is None:
        return None
    for _ in range(DRAWS if surplus else 1):
        counted = leave_out(pairs, surplus)
        if all(
            _gives_nobody_away(chosen, Counter(values))
            for chosen, values in (
                (before, (pair.before for pair in counted)),
                (after, (pair.after for pair in counted)),
            )
        ):
            return _count(choices, counted)
    return None


def shown(counted: Mapping[str, int]) -> Shown:
    """The ways as they may be shown: where all, or all but one, moved alike, who that one is stays open."""
    people = sum(counted.values())
    return Shown(people, figures_of(counted, people, one_each=True))


def tells_who_moved(
    before: Mapping[str, Mapping[str, int] | None], now: Mapping[str, Mapping[str, int] | None], differ: int
) -> bool:
    """Whether the difference between what was shown and what would be is how nearly all who differ moved.

    Args:
        before: What was shown, by question: the number for each way, or None.
        now: What would take its place.
        differ: How many answered anew, or for the first or the last time.
    """
    return any(
        abs(counted[way] - shown[way]) >= differ - 1
        for name, counted in now.items()
        if counted is not None and (shown := before.get(name)) is not None
        for way in MOVES
        # Where both say "at least", neither does the difference tell of anybody.
        if not all(one[way] >= sum(one.values()) - 1 for one in (shown, counted))
    )


def _count(choices: Sequence[str], pairs: Iterable[Pair]) -> Mapping[str, int]:
    steps = [choices.index(pair.after) - choices.index(pair.before) for pair in pairs]
    return {
        UP: sum(step > 0 for step in steps),
        SAME: sum(step == 0 for step in steps),
        DOWN: sum(step < 0 for step in steps),
    }


def _to_leave_out(*left_over: int, most: int) -> int | None:
    """How many to leave out, so that each time nobody is left over, or enough; None if that is too many."""
    if all(number == 0 or number >= FEWEST for number in left_over):
        surplus = 0
    else:
        surplus = max(FEWEST - number for number in left_over)
    return surplus if surplus <= most else None


def _gives_nobody_away(chosen: Mapping[str, int], counted: Mapping[str, int]) -> bool:
    rest = {choice: number - counted.get(choice, 0) for choice, number in chosen.items()}
    parts = [counted, rest] if any(rest.values()) else [counted]
    return not any(_is_nearly_alike(part) for part in parts)


def _is_nearly_alike(part: Mapping[str, int]) -> bool:
    return max(part.values(), default=0) >= sum(part.values()) - 1
