"""Grades: what arrived, what is on its way or held, what was refused and why; sending again, letting go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request

from lti_tool.errors import ServiceError
from lti_tool.services import class_grades
from lti_tool.services.class_grades import LearnersGrade, grades_of
from lti_tool.services.gradebook import read_gradebook
from lti_tool.store import grade_holds, grade_list, score_outbox
from lti_tool.views.class_page.look import Look, Seen, look, see
from lti_tool.views.class_page.page import blueprint, part, render
from lti_tool.views.current import tool
from lti_tool.views.numbers import moment_in, number_in
from lti_tool.words.grade_reasons import explain

_GRADES = ("refused", "held", "waiting", "none", "delivered")
"""What needs somebody comes first."""


@dataclass(frozen=True)
class Gradebook:
    """What the platform's gradebook has, from 0 to 1 by attempt; or why that can't be said."""

    scores: Mapping[int, float]
    reason: str | None


def ask_gradebook(at: Look) -> Gradebook | None:
    """What the platform has, where the facilitator asked for it (`&gradebook=1`)."""
    if "gradebook" not in request.args:
        return None
    here = tool()
    with here.database.read() as connection:
        seen = see(connection, at)
        place = score_outbox.place_of(connection, seen.attempt.id)
        known = {
            one.sub: one.attempt_row
            for one in grade_list.of_link(connection, seen.attempt.id, seen.module.id)
        }
    try:
        found = read_gradebook(here.delivery.calls, here.platform_keys.gate, place)
    except ServiceError as problem:
        return Gradebook({}, problem.reason)
    scores = {known[one.user_id]: one.fraction for one in found if one.user_id in known}
    return Gradebook({row: fraction for row, fraction in scores.items() if fraction is not None}, None)


@part("grades", asked=ask_gradebook)
def grades(seen: Seen, gradebook: Gradebook | None = None) -> dict[str, Any]:
    """What the part shows."""
    found = grades_of(seen.connection, seen.link)
    reasons = {one.grade.reason for one in found}
    nowhere = bool(found) and len(reasons) == 1 and all(one.grade.state == "none" for one in found)

    def by_need(one: LearnersGrade) -> tuple[int, str]:
        return _GRADES.index(_kind(one)), seen.name_of(one.listed.sub).casefold()

    return {
        "nowhere": explain(reasons.pop(), seen.language) if nowhere else None,
        "found": sorted(found, key=by_need),
        "kind": _kind,
        "counts": {name: sum(_kind(one) == name for one in found) for name in _GRADES},
        "held_since": grade_holds.held_since(seen.connection, seen.place.link_row),
        "may_hold": class_grades.may_be_held(seen.attempt),
        "explain": lambda reason: explain(reason, seen.language),
        "gradebook": gradebook,
    }


def _kind(one: LearnersGrade) -> str:
    return "held" if one.listed.held else one.grade.state


@blueprint.post("/hold")
def hold() -> Response:
    """Hold the grades of the link from now on."""
    at = look()
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        now_held = grade_holds.hold(connection, seen.place.link_row, seen.now)
        return render(seen, "grades", said="held" if now_held else "held-already")


@blueprint.post("/release")
def release() -> Response:
    """Let one learner's grade go (`attempt`), or all, if they are held since the moment seen (`was`)."""
    at, form = look(), request.form
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        waiting: Sequence[int] | None
        if "attempt" in form:  # one that can't be read is nobody's, and never everybody's
            chosen = number_in(form["attempt"]) or 0
            waiting = class_grades.let_one_go(connection, seen.link, chosen, seen.now)
        else:
            waiting = grade_holds.release(
                connection, seen.place.link_row, moment_in(form.get("was", "")) or 0
            )
    for attempt_row in waiting or ():
        tool().jobs.wake(attempt_row)
    said = {None: "released-met", 0: "released-none", 1: "released-one"}.get(
        None if waiting is None else len(waiting), "released"
    )
    with tool().database.read() as connection:
        return render(see(connection, at), "grades", said=said, count=len(waiting or ()))


@blueprint.post("/resend")
def resend() -> Response:
    """Send one learner's grade once more (`attempt`), or whatever did not arrive."""
    at, chosen = look(), request.form.get("attempt", "")
    number = number_in(chosen)
    one = {number} if number is not None else set()
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        sent = class_grades.resend(connection, seen.link, one, seen.now, everything=not chosen)
    for attempt_row in sent:
        tool().jobs.wake(attempt_row)
    said = {0: "sent-none", 1: "sent-one"}.get(len(sent), "sent")
    with tool().database.read() as connection:
        seen = see(connection, at)
        if sent and grade_holds.held_since(connection, seen.place.link_row):
            said = "sent-held"
        return render(seen, "grades", said=said, count=len(sent))
