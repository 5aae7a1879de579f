"""`/api/…`: what an open page asks for and saves, with the token of its attempt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, request
from sqlalchemy import Connection

from lti_tool.attempt_token import Ticket
from lti_tool.errors import ApiError
from lti_tool.protocol.scores import iso
from lti_tool.rules.attempt import Grade
from lti_tool.services import asks as ask_service
from lti_tool.services import attempt as attempt_service
from lti_tool.services import carried, verdict
from lti_tool.services import uploads as recordings
from lti_tool.services.course_choices import choices_of
from lti_tool.services.own_attest import may_have_one
from lti_tool.store import attempts, link_dates
from lti_tool.store import replies as reply_store
from lti_tool.store.attempts import Attempt
from lti_tool.store.replies import Reply
from lti_tool.views.current import tool
from lti_tool.views.presence_told import told as presence_told
from modules.kit.module import Module

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.get("/attempt")
def load() -> Response:
    """Everything the page needs to show where its learner was."""
    ticket, newer = check_token()
    body, has_come = _loaded(ticket)
    if has_come:
        _take_in(ticket)
        body, _ = _loaded(ticket)
    return answer_with(body, newer)


def _take_in(ticket: Ticket) -> None:
    """What others answered by a link joins the learner's own answers."""
    now = tool().now()
    with tool().database.write(durable=True) as connection:
        attempt, module = find_attempt(connection, ticket, to_write=True)
        ask_service.take_in(connection, attempt, tool().registry.modules[module.id], now)
        grew = attempt_service.send_if_more_is_done(connection, attempt, module, now)
    if grew:
        tool().jobs.wake(ticket.attempt_row)


def _loaded(ticket: Ticket) -> tuple[dict[str, Any], bool]:
    """What a page shows; and whether an answer came that is not in it yet."""
    with tool().database.read() as connection:
        attempt, module = find_attempt(connection, ticket)
        answers = attempts.answers_of(connection, attempt.id)
        grade = attempt_service.grade_of(connection, attempt, module)
        dates = link_dates.of_attempt(connection, attempt.id)
        choices = choices_of(connection, attempt.id, module).settled
        modules, language = tool().registry.modules, request.args.get("language", "")
        along = carried.gather(connection, attempt.id, module, modules, language)
        asked = ask_service.standing(connection, attempt.id, tool().now())
        written_back = reply_store.of_learner(connection, attempt.id)
        presence = presence_told(connection, attempt, module)
        sending = tool().uploads.sending(connection, attempt, module)
        judged = verdict.for_page(connection, attempt, module, language)
        attest = may_have_one(attempt, modules[module.id])
    body = {
        "role": attempt.role,
        "answers": {name: asdict(answer) for name, answer in answers.items()},
        "carried": along,
        # A link may show other steps than when its learner was here.
        "position": attempt.position if module.is_position(attempt.position) else None,
        "finished": attempt.finished_at is not None,
        "grade": _grade(grade),
        "dates": dates,
        "lms": {"title": attempt.title or ""},
        "key": tool().tickets.storage_key(ticket),
        "asks": asked,
        **({"choices": choices} if choices else {}),
        **({"presence": presence} if presence else {}),
        # Only where there are any: the page then fetches what shows them.
        **({"replies": [_reply(one) for one in written_back]} if written_back else {}),
        **({"uploads": sending} if sending else {}),
        **judged,
        # How it stands is asked at the end, where the page shows it.
        **({"attest": True} if attest else {}),
    }
    return body, any(one["new"] for one in asked)


@blueprint.patch("/attempt")
def save() -> Response:
    """Keep answers and the place where the learner is."""
    ticket, newer = check_token()
    given, position = _read_changes()
    now = tool().now()
    with tool().database.write(durable=True) as connection:
        attempt, module = find_attempt(connection, ticket, to_write=True)
        # A page that is open may show other steps than its link does by now: what is written there is kept.
        whole = tool().registry.modules[module.id]
        if position is not None:
            if not whole.is_position(position):
                raise ApiError(400, "position", "There is no such place in this module.")
            attempts.keep_position(connection, attempt.id, position)
        saved = attempt_service.save(connection, attempt, whole, given, now)
        parted = recordings.settle(connection, attempt.id, whole, saved.saved)
        grew = attempt_service.send_if_more_is_done(connection, attempt, module, now)
    if grew:
        tool().jobs.wake(ticket.attempt_row)
    if parted:
        tool().jobs.clear_files()
    return answer_with(asdict(saved), newer)


@blueprint.post("/attempt/finish")
def finish() -> Response:
    """End the attempt; its score goes on its way."""
    return _to_gradebook(attempt_service.hand_in)


@blueprint.post("/attempt/resend")
def resend() -> Response:
    """Send the score once more."""
    return _to_gradebook(attempt_service.resend)


def _to_gradebook(action: Any) -> Response:
    ticket, newer = check_token()
    with tool().database.write(durable=True) as connection:
        attempt, module = find_attempt(connection, ticket, to_write=True)
        grade: Grade | None = action(connection, attempt, module, tool().now())
    if grade and grade.state == "waiting":
        tool().jobs.wake(ticket.attempt_row)
    return answer_with({"grade": _grade(grade)}, newer)


def check_token() -> tuple[Ticket, str | None]:
    """Whose page this is, and a newer token if it is time for one.

    Raises:
        ApiError: There is no token, or it is not valid.
        TooManyError: Its school asks for too much.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise ApiError(401, "token", "Open the module again from your course.")
    ticket, newer = tool().tickets.check(token.strip())
    tool().rate_limit.count("api", ticket.deployment_row)
    return ticket, newer


def find_attempt(connection: Connection, ticket: Ticket, *, to_write: bool = False) -> tuple[Attempt, Module]:
    """The attempt of a token, and its module with the steps that its link shows.

    Args:
        connection: A transaction.
        ticket: What the token says.
        to_write: Whether it is written in: until the transaction ends, nobody erases it.

    Raises:
        ApiError: It was erased, its school was turned away, or its module is no longer here.
    """
    attempt = attempts.find(connection, ticket.attempt_row, ticket.deployment_row, to_write=to_write)
    if attempt is None and not attempts.is_there(connection, ticket.attempt_row):
        raise ApiError(410, "gone", "This work is no longer here.")
    if attempt is None or attempt.role != ticket.role:
        raise ApiError(401, "closed", "This work can't be opened any more.")
    module = tool().registry.modules.get(attempt.module)
    if module is None:
        raise ApiError(410, "module", "This module is no longer here.")
    return attempt, module.in_variant(attempt.variant)


def sent_json() -> Any:
    """What was sent as JSON; None where it is none, or nested without end."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def sent_object() -> Mapping[str, Any]:
    """The JSON object that was sent; empty where it is none."""
    body = sent_json()
    return body if isinstance(body, dict) else {}


def answer_with(body: Mapping[str, Any], newer_token: str | None) -> Response:
    """A JSON answer, with the newer token if there is one."""
    response = jsonify(body)
    if newer_token:
        response.headers["Wegwijs-Token"] = newer_token
    return response


def _read_changes() -> tuple[Mapping[str, Any], Any]:
    body = sent_json()
    if isinstance(body, dict) and isinstance(answers := body.get("answers", {}), dict):
        return answers, body.get("position")
    raise ApiError(400, "shape", "Expected a JSON object with `answers` and `position`.")


def _reply(reply: Reply) -> dict[str, Any]:
    return {
        "activity": reply.activity,
        "text": reply.text,
        "at": iso(reply.changed_at),
        "revision": reply.revision,
        "new": not reply.seen_at,
    }


def _grade(grade: Grade | None) -> dict[str, Any] | None:
    if grade is None:
        return None
    at = iso(grade.at) if grade.at is not None else None
    return {"state": grade.state, "at": at, "reason": grade.reason}
