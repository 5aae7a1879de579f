"""A facilitator writes back to a learner's shared answer; only that learner reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from lti_tool.rules import replies as rules
from lti_tool.store import replies
from lti_tool.store.replies import Place
from modules.kit.activity_type import Refusal
from modules.kit.module import Module

Outcome = Literal["kept", "removed", "met", "taken-back", "empty", "too-long"]
"""What became of it. `met`: somebody else wrote or removed one meanwhile. `taken-back`: the learner no longer
shares the answer."""


@dataclass(frozen=True)
class Letter:
    """What a facilitator typed.

    Attributes:
        place: Under which answer it goes.
        typed: As the form has it; None to remove what stands there.
        was: The revision that the facilitator saw; 0 where there was none.
    """

    place: Place
    typed: str | None
    was: int


def settle(connection: Connection, letter: Letter, link_row: int, module: Module, now: int) -> Outcome:
    """Write, change or remove a reply, unless the answer is not shared any more or somebody else was first.

    Args:
        connection: A transaction that writes.
        letter: What was typed.
        link_row: The link of the facilitator.
        module: The module that it shows.
        now: Seconds since 1970.
    """
    activity = module.activities.get(letter.place.activity)
    may_be_shared = activity is not None and activity.widest_audience != "learner"
    if not may_be_shared or not replies.is_shared(connection, letter.place, link_row, module.id):
        return "taken-back"
    if letter.typed is None:
        return "removed" if replies.remove(connection, letter.place, was=letter.was) else "met"
    text = rules.read(letter.typed)
    if isinstance(text, Refusal):
        return "empty" if text.code == "empty" else "too-long"
    if replies.write(connection, letter.place, text, was=letter.was, now=now):
        return "kept"
    # Our answer to the first sending got lost on its way, or two wrote the same: nothing is in conflict.
    standing = replies.find(connection, letter.place)
    return "kept" if standing and standing.text == text else "met"
