"""`/api/grades`: for a facilitator, how far each learner's grade of this link is, and sending again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from lti_tool.attempt_token import Ticket
from lti_tool.errors import ApiError, ServiceError
from lti_tool.protocol.scores import iso
from lti_tool.rules.attempt import Grade
from lti_tool.rules.pseudonym import pseudonym
from lti_tool.services import class_grades
from lti_tool.services.class_grades import LinkOfGrades
from lti_tool.services.gradebook import read_gradebook
from lti_tool.store import grade_list, score_outbox
from lti_tool.store.grade_list import ListedGrade
from lti_tool.views.api import answer_with, check_token, find_attempt
from lti_tool.views.current import browser_language, tool
from lti_tool.words import LANGUAGES
from lti_tool.words.grade_reasons import explain
from modules.kit.module import Module

blueprint = Blueprint("grades", __name__, url_prefix="/api/grades")


@blueprint.get("")
def show() -> Response:
    """Every learner who finished: state of the grade, why, and when."""
    ticket, newer = _facilitator()
    wanted = request.args.get("language")
    language = wanted if wanted in LANGUAGES else browser_language()
    with tool().database.read() as connection:
        _, module = find_attempt(connection, ticket)
        names = grade_list.names_at(connection, ticket.attempt_row, tool().now())
        found = class_grades.grades_of(connection, _link(ticket, module))
        listed = [_line(one.listed, one.grade, names, language) for one in found]
    return answer_with({"grades": listed}, newer)


@blueprint.post("/resend")
def resend() -> Response:
    """Send grades once more: those of `attempts`, or with `all` whatever was not delivered."""
    ticket, newer = _facilitator()
    chosen, everything = _read_choice()
    now = tool().now()
    with tool().database.write(durable=True) as connection:
        _, module = find_attempt(connection, ticket)
        sent = class_grades.resend(connection, _link(ticket, module), chosen, now, everything=everything)
    for attempt_row in sent:
        tool().jobs.wake(attempt_row)
    return answer_with({"sent": sent}, newer)


@blueprint.get("/gradebook")
def gradebook() -> Response:
    """What stands in the platform's gradebook now, where it lets us read that."""
    ticket, newer = _facilitator()
    here = tool()
    with here.database.read() as connection:
        _, module = find_attempt(connection, ticket)
        place = score_outbox.place_of(connection, ticket.attempt_row)
        known = {one.sub: one for one in grade_list.of_link(connection, ticket.attempt_row, module.id)}
    try:
        found = read_gradebook(here.delivery.calls, here.platform_keys.gate, place)
    except ServiceError as problem:
        return answer_with({"results": [], "reason": problem.reason}, newer)
    results = [
        {"attempt": known[result.user_id].attempt_row, "score": result.score, "maximum": result.maximum}
        for result in found
        if result.user_id in known
    ]
    return answer_with({"results": results, "reason": None}, newer)


def _facilitator() -> tuple[Ticket, str | None]:
    ticket, newer = check_token()
    if ticket.role != "facilitator":
        raise ApiError(403, "role", "The list of grades is for facilitators.")
    return ticket, newer


def _read_choice() -> tuple[set[int], bool]:
    body = request.get_json(silent=True)
    said = body if isinstance(body, dict) else {"attempts": None}
    chosen = said.get("attempts", [])
    if not isinstance(chosen, list) or not all(type(one) is int for one in chosen):
        raise ApiError(400, "shape", "Expected a JSON object with `attempts` (numbers) or `all`.")
    return set(chosen), said.get("all") is True


def _link(ticket: Ticket, module: Module) -> LinkOfGrades:
    return LinkOfGrades(ticket.attempt_row, ticket.deployment_row, module)


def _line(one: ListedGrade, grade: Grade, names: dict[str, str], language: str) -> dict[str, Any]:
    waits = grade.state == "waiting" and not one.held and one.next_try_at is not None
    return {
        "attempt": one.attempt_row,
        "learner": pseudonym(one.sub),
        "name": names.get(one.sub),
        "score": one.score,
        "state": grade.state,
        "reason": grade.reason,
        "explained": explain(grade.reason, language),
        "at": iso(grade.at) if grade.at is not None else None,
        "nextTry": iso(one.next_try_at) if waits and one.next_try_at else None,
    }
