"""Assessing what learners handed in: who is next, one learner's work with the rubric, the release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from flask import Response, request

from lti_tool.errors import ApiError
from lti_tool.rules import assessment as rules
from lti_tool.rules.assessment import LONGEST, STATES, Assessment, Sheet
from lti_tool.rules.review import ShownAnswer, may_read, shown_answer
from lti_tool.services import assessment as service
from lti_tool.services.assessment import Case, JointForm, Office, Outcome, OwnForm
from lti_tool.services.course_rubric import course_rubric
from lti_tool.store import assessments, attempts, grade_holds, roster
from lti_tool.views.class_page.look import Seen, look, see
from lti_tool.views.class_page.page import blueprint, part, render
from lti_tool.views.class_page.recordings import recordings_of
from lti_tool.views.current import tool
from lti_tool.views.numbers import number_in
from modules.kit.activity_type import Line

_DOES = ("save", "done", "release")
_LEAVES_TYPED = ("met", "too-long", "missing", "locked", "moved", "reworded")


@dataclass(frozen=True)
class Tried:
    """What an assessor sent, and what became of it."""

    attempt_row: int
    outcome: Outcome
    sheet: Sheet
    form: Literal["own", "joint"]


@dataclass(frozen=True)
class Handed:
    """One piece of handed-in work as assessors read it."""

    activity: str
    shown: ShownAnswer


@part("assess", offered=lambda seen: seen.module.rubric is not None)
def assess(seen: Seen, tried: Tried | None = None) -> dict[str, Any]:
    """What the part shows: everybody, or one learner (`?attempt=`)."""
    office = _office(seen)
    found = service.cases(seen.connection, office)
    wanted = tried.attempt_row if tried else number_in(request.args.get("attempt", ""))
    one = next((each for each in found if each.work.attempt_row == wanted), None)
    came = {each.work.sub for each in found}
    there, is_known = _listed(seen)
    shown = {
        "rubric": office.course.spoken(seen.spoken),
        # On a complete roster, whoever is missing has left the course.
        "gone": came - there if is_known else set(),
        "absent": len(there - came),
        "one": one,
        "points": lambda sheet: rules.points(office.rubric, sheet),
        "longest": LONGEST,
        "held_since": grade_holds.held_since(seen.connection, seen.place.link_row),
    }
    return shown | (_learner(seen, found, one, tried) if one else _list(seen, found, lost=wanted is not None))


@blueprint.post("/assess")
def save_assessment() -> Response:
    """Keep an assessor's own levels and comments (`do` = save, done, or release to the learner as well)."""
    at, number, do = look(), _attempt(), request.form.get("do", "save")
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        office = _judging(seen)
        found = _case(seen, office, number)
        sheet = rules.from_form(request.form, office.rubric)
        form = OwnForm(
            sheet,
            cast("Any", do if do in _DOES else "save"),
            number_in(request.form.get("was", "")) or 0,
            _read(request.form.get("work", ""), office.handed_in),
            number_in(request.form.get("rubric", "")) or 0,
        )
        outcome = service.save(connection, found, form, seen.now)
    return _answer(at, Tried(number, outcome, sheet, "own"))


@blueprint.post("/assess/together")
def choose_together() -> Response:
    """Keep what assessors chose together; with `do` = `release` the learner gets it."""
    at, number = look(), _attempt()
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        office = _judging(seen)
        found = _case(seen, office, number)
        sheet = rules.from_form(request.form, office.rubric)
        form = JointForm(sheet, request.form.get("seen", ""), release=request.form.get("do") == "release")
        outcome = service.agree(connection, found, form, seen.now)
    return _answer(at, Tried(number, outcome, sheet, "joint"))


@blueprint.post("/assess/release")
def release_ready() -> Response:
    """Release every verdict that is ready, as it was on the screen (`ready` = number/version, as often)."""
    at = look()
    pairs = [one.partition("/") for one in request.form.getlist("ready")]
    wanted = {row: version for text, _, version in pairs if (row := number_in(text)) is not None}
    released = []
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        office = _judging(seen)
        for number in sorted(wanted):
            found = service.locked_case(connection, office, number)
            if found is None or found.is_released:
                continue
            if service.release_seen(connection, found, wanted[number], seen.now) == "released":
                released.append(number)
    _wake(released)
    said = "released-none" if not released else "released-one" if len(released) == 1 else "released-all"
    with tool().database.read() as connection:
        return render(see(connection, at), "assess", said=said, count=len(released))


def _answer(at: Any, tried: Tried) -> Response:
    if tried.outcome == "released":
        _wake([tried.attempt_row])
    with tool().database.read() as connection:
        seen = see(connection, at)
        rubric = course_rubric(connection, seen.attempt.id, seen.module).spoken(seen.spoken)
        names = ", ".join(one.label for one in rules.missing(rubric, tried.sheet))
        return render(seen, "assess", tried, said=tried.outcome, criteria=names, longest=LONGEST)


def _wake(released: Sequence[int]) -> None:
    for attempt_row in released:
        tool().jobs.wake(attempt_row)


def _office(seen: Seen) -> Office:
    return Office(
        seen.look.ticket.deployment_row,
        seen.place.link_row,
        seen.module,
        course_rubric(seen.connection, seen.attempt.id, seen.module),
        assessments.assessor_of(seen.connection, seen.attempt.id),
    )


def _judging(seen: Seen) -> Office:
    if seen.module.rubric is None:
        raise ApiError(404, "rubric", "Nobody judges work at this link.")
    return _office(seen)


def _case(seen: Seen, office: Office, number: int) -> Case:
    """The work of that number, at this link; nobody else judges it meanwhile.

    Raises:
        ApiError: It is not there.
    """
    found = service.locked_case(seen.connection, office, number)
    if found is None:
        raise ApiError(404, "attempt", "There is no such work at this link.")
    return found


def _list(seen: Seen, found: Sequence[Case], *, lost: bool) -> dict[str, Any]:
    def by_need(one: Case) -> tuple[int, int, str]:
        return STATES.index(one.state), one.work.finished_at or 0, seen.name_of(one.work.sub).casefold()

    return {
        "found": sorted(found, key=by_need),
        "counts": {state: sum(one.state == state for one in found) for state in STATES},
        "ready": [one for one in found if one.state == "ready" and one.is_open],
        "lost": lost,
    }


def _learner(seen: Seen, found: Sequence[Case], one: Case, tried: Tried | None) -> dict[str, Any]:
    line = [each for each in found if each.work.finished_at is not None or each.everybody]
    at = line.index(one) if one in line else -1
    own = one.own.sheet if one.own else Sheet()
    again = tried if tried and tried.outcome in _LEAVES_TYPED else None
    joint = _shows_joint(one)
    return {
        "case": one,
        "before": line[at - 1] if at > 0 else None,
        "after": line[at + 1] if 0 <= at < len(line) - 1 else None,
        "place": (at + 1, len(line)) if at >= 0 else None,
        "work": _handed(seen, one),
        "recordings": recordings_of(seen),
        "weighing": _weighing(seen, one),
        "work_now": " ".join(f"{name}:{revision}" for name, revision in one.revisions.items()),
        "own": again.sheet if again and again.form == "own" else own,
        "saved": own,
        "conflict": again is not None and again.outcome == "met",
        "weighed": not rules.missing(one.office.rubric, own),
        "joint": (again.sheet if again and again.form == "joint" else one.together) if joint else None,
        "assessors": _assessors(one),
        "alone": one.office.rubric.assessors == 1 and not one.others,
        "whole": lambda sheet: not rules.missing(one.office.rubric, sheet),
        "competences": lambda sheet: rules.competence_points(one.office.rubric, sheet),
    }


def _shows_joint(one: Case) -> bool:
    """Whether assessors choose together: not where a verdict is one's own assessment and nothing else."""
    if one.standing.waiting_for or not one.is_open:
        return False
    agreed = one.verdict.agreed if one.verdict else None
    is_agreed = agreed is not None and rules.holds(agreed, one.standing.complete)
    return is_agreed or list(one.standing.complete) != [one.own]


def _assessors(one: Case) -> list[tuple[bool, int, Assessment]]:
    """Who is ready and may be seen, each with whether it is who looks, and a number that stays."""
    ids = {each.id: number for number, each in enumerate(one.everybody, 1)}
    return [(each is one.own or each == one.own, ids[each.id], each) for each in one.standing.complete]


def _handed(seen: Seen, one: Case) -> list[Handed]:
    answers = attempts.answers_of(seen.connection, one.work.attempt_row)
    found = []
    for name in one.office.handed_in:
        activity = seen.module.activities.get(name)
        if activity is not None:
            shown = shown_answer(seen.module, seen.spoken, activity, answers.get(name), "facilitator")
            found.append(Handed(name, shown))
    return found


def _weighing(seen: Seen, one: Case) -> Sequence[Line]:
    """How the learner weighed the work, in the course's words, as far as that is shared."""
    if seen.module.rubric is None:
        return ()
    activity = seen.module.activities[seen.module.rubric.activity]
    answer = attempts.answers_of(seen.connection, one.work.attempt_row).get(activity.id)
    if answer is None or not may_read(activity, answer, "facilitator"):
        return ()
    return one.office.course.weighed(seen.spoken, answer.value)


def _listed(seen: Seen) -> tuple[set[str], bool]:
    """The learners on the course's list, and whether it is all of them."""
    place = seen.place
    kept = roster.find(seen.connection, place.context_row, "") if place.context_row is not None else None
    if kept is None or kept.fetched_at is None:
        return set(), False
    members = roster.members_of(seen.connection, kept.id, seen.now)
    return {one.user_id for one in members if one.active and one.role == "learner"}, kept.complete


def _attempt() -> int:
    number = number_in(request.form.get("attempt", ""))
    if number is None:
        raise ApiError(400, "shape", "Expected `attempt`, the number of a learner's work.")
    return number


def _read(text: str, handed_in: Sequence[str]) -> Mapping[str, int]:
    """The revisions of the answers that lay before the assessor, as the form brings them."""
    pairs = (one.rpartition(":") for one in text.split())
    return {
        name: revision
        for name, _, typed in pairs
        if name in handed_in and (revision := number_in(typed)) is not None
    }
