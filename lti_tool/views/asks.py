"""`/api/asks`: a learner's links to ask others with."""

from __future__ import annotations

from typing import Any

import segno
from flask import Blueprint, Response, request
from sqlalchemy import Connection

from lti_tool.attempt_token import Ticket
from lti_tool.errors import ApiError
from lti_tool.rules.asks import askable
from lti_tool.services import asks as ask_service
from lti_tool.store import asks
from lti_tool.views.api import answer_with, check_token, find_attempt
from lti_tool.views.current import tool
from modules.kit.activity_type import Refusal

blueprint = Blueprint("asks", __name__, url_prefix="/api")


@blueprint.get("/asks")
def every() -> Response:
    """Who was asked, and who answered."""
    ticket, newer = check_token()
    with tool().database.read() as connection:
        return answer_with(_standing(connection, ticket), newer)


@blueprint.post("/asks")
def make() -> Response:
    """Make a link for one person. It is told once: here only a hash of it is kept."""
    ticket, newer = check_token()
    with tool().database.write(durable=True) as connection:
        activity_id, person = _whom(connection, ticket)
        token = ask_service.make(connection, ticket.attempt_row, activity_id, person, tool().now())
        standing = _standing(connection, ticket)
    if isinstance(token, Refusal):
        return answer_with({**standing, "refused": token.code}, newer)
    address = f"{tool().settings.public_url}/ask/{token}"
    picture = segno.make(address, error="m").svg_data_uri(scale=4, border=3, light="#fff")
    return answer_with({**standing, "address": address, "picture": picture}, newer)


@blueprint.delete("/asks")
def withdraw() -> Response:
    """Make a link worthless that nobody answered."""
    ticket, newer = check_token()
    with tool().database.write(durable=True) as connection:
        asks.withdraw(connection, ticket.attempt_row, *_whom(connection, ticket))
        return answer_with(_standing(connection, ticket), newer)


def _standing(connection: Connection, ticket: Ticket) -> dict[str, Any]:
    attempt, _ = find_attempt(connection, ticket)
    return {"asks": ask_service.standing(connection, attempt.id, tool().now())}


def _whom(connection: Connection, ticket: Ticket) -> tuple[str, int]:
    _, module = find_attempt(connection, ticket)
    body = request.get_json(silent=True)
    given = body if isinstance(body, dict) else {}
    activity = askable(module, given.get("activity"), given.get("person"))
    if activity is None:
        raise ApiError(400, "person", "Nobody can be asked for that.")
    return activity.id, given["person"]
