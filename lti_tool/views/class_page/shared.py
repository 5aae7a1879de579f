"""What learners shared, by activity, for the facilitator. What the class sees of it is the part `live`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request

from lti_tool.rules import shared as rules
from lti_tool.rules.shared import SharedActivity, SharedAnswer
from lti_tool.store import replies
from lti_tool.views.class_page.look import Seen
from lti_tool.views.class_page.page import part
from lti_tool.views.class_page.recordings import recordings_of
from lti_tool.views.class_page.replies import Written, desk_of


@part("shared")
def shared(seen: Seen, written: Written | None = None) -> dict[str, Any]:
    """What the part shows; after a facilitator wrote back, what became of that."""
    steps = rules.shared(seen.module, seen.spoken, seen.given())
    every = [activity for step in steps for activity in step.activities]
    wanted = written.letter.place.activity if written else request.args.get("activity")
    chosen = next((one for one in every if one.id == wanted), None)

    def by_name(one: SharedAnswer) -> str:
        return seen.name_of(one.sub).casefold()

    return {
        "steps": steps,
        "chosen": chosen,
        "given": sorted(chosen.answers, key=by_name) if chosen else [],
        "recordings": recordings_of(seen) if chosen else None,
        "beside": _beside(every, chosen),
        "desk": desk_of(seen, chosen.id, written) if chosen else None,
        "replied": replies.counts(seen.connection, seen.place.link_row, seen.module.id),
    }


def _beside(
    every: Sequence[SharedActivity], chosen: SharedActivity | None
) -> tuple[SharedActivity | None, SharedActivity | None]:
    """The activities before and after, to leaf through."""
    if chosen is None:
        return None, None
    at = every.index(chosen)
    return (every[at - 1] if at else None), (every[at + 1] if at + 1 < len(every) else None)
