"""Writing back to a shared answer: beside the answers of the part `shared`, for one learner alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, request

from lti_tool.errors import ApiError
from lti_tool.rules.replies import LONGEST
from lti_tool.services.replies import Letter, Outcome, settle
from lti_tool.store import replies
from lti_tool.store.replies import Answered, Place, Reply
from lti_tool.views.class_page.look import Seen, look, see
from lti_tool.views.class_page.page import blueprint, render
from lti_tool.views.current import tool
from lti_tool.views.numbers import number_in


@dataclass(frozen=True)
class Written:
    """What a facilitator sent, and what became of it."""

    letter: Letter
    outcome: Outcome


@dataclass(frozen=True)
class Desk:
    """What the answers of one activity show of writing back.

    Attributes:
        under: What was written back, by the platform's id of the learner.
        open: The attempt whose answer is being replied to, if any is.
        typed: What stands in the field there.
        was: The revision that its facilitator sees now; 0 where there is no reply.
        trouble: Why it was not kept, a key of the words; `taken-back` where the answer is no longer there to
            stand under.
        done: What was just done at `place`: `kept` or `removed`.
        place: The attempt at which it was done.
    """

    under: Mapping[str, Answered]
    open: int | None = None
    typed: str = ""
    was: int = 0
    trouble: Outcome | None = None
    done: Outcome | None = None
    place: int | None = None
    longest: int = LONGEST


def desk_of(seen: Seen, activity: str, written: Written | None) -> Desk:
    """What is to be shown: what became of `written`; else the field that was asked for (`?reply=`)."""
    under = replies.under(seen.connection, seen.place.link_row, seen.module.id, activity)
    standing = {one.attempt_row: one.reply for one in under.values()}
    if written is None:
        return _asked(under, standing)
    letter, outcome = written.letter, written.outcome
    row = letter.place.attempt_row
    if outcome in {"kept", "removed"} or (outcome == "met" and letter.typed is None):
        return Desk(under, done=outcome, place=row)
    # Who sees now that somebody else wrote may go over it; else what they saw still counts.
    reply = standing.get(row)
    was = (reply.revision if reply else 0) if outcome == "met" else letter.was
    return Desk(under, row, letter.typed or "", was, outcome)


def _asked(under: Mapping[str, Answered], standing: Mapping[int, Reply | None]) -> Desk:
    row = number_in(request.args.get("reply", ""))
    if request.method != "GET" or row is None or row not in standing:
        return Desk(under)
    reply = standing[row]
    return Desk(under, row, reply.text if reply else "", reply.revision if reply else 0)


@blueprint.post("/reply")
def reply() -> Response:
    """Write back to one learner's answer, change what stands there, or with `remove` take it away."""
    at, letter = look(), _letter()
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        outcome = settle(connection, letter, seen.place.link_row, seen.module, seen.now)
        return render(seen, "shared", Written(letter, outcome))


def _letter() -> Letter:
    form = request.form
    row, was = number_in(form.get("attempt", "")), number_in(form.get("was", ""))
    if row is None or was is None:
        raise ApiError(400, "shape", "Expected `attempt`, `activity`, `was` and `text`.")
    typed = None if "remove" in form else form.get("text", "")
    return Letter(Place(row, form.get("activity", "")), typed, was)
