"""How a step's minutes fall over its exercises."""

from collections.abc import Sequence


def shared_out(minutes: int, own: Sequence[int | None]) -> list[int]:
    """Return the minutes of each exercise of a step; together they are the step's.

    Args:
        minutes: of the step.
        own: of each exercise, in the order of the road; None for those that share what is left.
            Where all say their own, they must add up to the step's (`consistency.py` holds them to it).
    """
    silent = own.count(None)
    left = max(0, minutes - sum(one or 0 for one in own))
    each, over = divmod(left, silent) if silent else (0, 0)
    shares = iter([each + 1] * over + [each] * (silent - over))
    return [next(shares) if one is None else one for one in own]
