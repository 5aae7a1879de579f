"""The pictures of several groups as one: a sum of what each may show, and of nothing else.

Whoever sees every group's own picture could add them up. So the sum tells of nobody what they don't: it
knows no answers, and where a group's figure leaves something open, so does the sum. A group without a picture
has no part in it.

No Flask, no SQL, no network.
"""

from __future__ import annotations

from collections.abc import Sequence

from lti_tool.rules.group_totals import Figure, Shown


def add(choices: Sequence[str], groups: Sequence[Shown]) -> Shown:
    """Add up what is shown of one question in several groups.

    Args:
        choices: Those of the question.
        groups: What each shows; those that show nothing count for nothing.
    """
    told = [group for group in groups if group.people is not None]
    if not told:
        return Shown(None, ())
    if len(told) == 1:
        return told[0]
    return Shown(sum(group.people or 0 for group in told), [_sum(choice, told) for choice in choices])


def _sum(choice: str, groups: Sequence[Shown]) -> Figure:
    spans = [figure.span for group in groups for figure in group.figures if figure.choice == choice]
    low, high = sum(one for one, _ in spans), sum(one for _, one in spans)
    return Figure(choice, low) if low == high else Figure(choice, low, "between", high)
