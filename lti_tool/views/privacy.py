"""`/privacy`: what is kept of a person, to see, to take along and to erase."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from lti_tool.errors import ApiError
from lti_tool.protocol.launch import PrivacyRequest
from lti_tool.protocol.login import Proof
from lti_tool.protocol.scores import iso
from lti_tool.rules.own_data import to_take_along
from lti_tool.seals import seals_of
from lti_tool.services.admission import admit
from lti_tool.store import personal_data
from lti_tool.store.personal_data import Person
from lti_tool.views.current import page_language, tool
from lti_tool.views.keeping import keeping
from lti_tool.views.sheet import as_file, open_sheet, sheet_page, sheet_value
from lti_tool.words import words

blueprint = Blueprint("privacy", __name__, url_prefix="/privacy")
log = logging.getLogger(__name__)
CONFIRM_SECONDS = 600
_FEWEST = 5
"""Smaller totals are not shown: they may be about one person."""
_CONFIRM = "privacy-erase"


@dataclass(frozen=True)
class Subject:
    """Whose data an open page is about."""

    deployment_row: int
    user_id: str
    own: bool
    language: str


def begin(message: PrivacyRequest, proof: Proof) -> AnyResponse:
    """Let somebody in to the data that a message names.

    Raises:
        LaunchError: The launch is not to be let in.
    """
    here = tool()
    deployment_row = admit(here.database, message, proof, here.now())
    log.info("data privacy launch at registration %d, own: %s", message.registration.id, message.of.own)
    language = page_language(message.locale)
    value = [deployment_row, message.of.user_id, message.of.own, language]
    return open_sheet("privacy", message.registration.id, language, value)


@blueprint.get("/<int(max=2147483647):registration_id>/<language>")
def page(registration_id: int, language: str) -> Response:
    """The page itself: empty until a token is shown."""
    return sheet_page("privacy", registration_id, language)


@blueprint.get("/sheet")
def sheet() -> Response:
    """What is kept, in numbers, as a piece of HTML."""
    subject = _subject()
    with tool().database.read() as connection:
        return _sheet(connection, subject)


@blueprint.post("/export")
def export() -> Response:
    """Everything that is kept of the person, as a file."""
    subject, here = _subject(), tool()
    with here.database.read() as connection:
        kept = personal_data.everything(connection, _person(connection, subject))
    log.info("personal data exported, own: %s", subject.own)
    found = to_take_along(
        kept, here.registry.modules, subject.language, here.settings.retention, unshared=subject.own
    )
    return kept_as_file(found, subject.language, "wegwijs")


@blueprint.post("/erase")
def erase() -> Response:
    """Ask whether all must go and, with the answer to that, remove it."""
    subject, seals, given = _subject(), seals_of(tool()), request.form.get("confirm", "")
    of_whom = [subject.deployment_row, subject.user_id]
    confirmed = seals.open(_CONFIRM, given, CONFIRM_SECONDS) == of_whom
    with tool().database.write(durable=True) as connection:
        if not given:
            return _sheet(connection, subject, confirm=seals.seal(_CONFIRM, of_whom))
        if not confirmed:
            return _sheet(connection, subject, said="too-late")
        personal_data.erase(connection, _person(connection, subject))
        log.info("personal data erased in deployment %d, own: %s", subject.deployment_row, subject.own)
        answer = _sheet(connection, subject, said="erased")
    tool().jobs.clear_files()
    return answer


def kept_as_file(found: Mapping[str, Any], language: str, name: str) -> Response:
    """What is kept of somebody as a file that says what each thing in it means."""
    whole = {"made": iso(tool().now()), "meaning": words(language, "privacy")["meaning"], **found}
    body = json.dumps(whole, ensure_ascii=False, indent=1).encode()
    return as_file(body, "application/json", f"{name}.json")


def _person(connection: Connection, subject: Subject) -> Person:
    return personal_data.person_at(connection, subject.deployment_row, subject.user_id)


def _subject() -> Subject:
    subject = Subject(*sheet_value("privacy"))
    with tool().database.read() as connection:
        if personal_data.is_approved(connection, subject.deployment_row):
            return subject
    raise ApiError(401, "gone", "This school is no longer here.")


def _sheet(
    connection: Connection, subject: Subject, *, said: str | None = None, confirm: str | None = None
) -> Response:
    texts = words(subject.language, "privacy")
    row = subject.deployment_row
    html = render_template(
        "privacy_sheet.html",
        texts=texts,
        own=subject.own,
        person=personal_data.figures(connection, row, subject.user_id),
        tenant=personal_data.figures(connection, row),
        rough=lambda number: str(number) if number >= _FEWEST else texts["few"],
        said=said,
        confirm=confirm,
        keeping=keeping(subject.language),
    )
    return make_response(html)
