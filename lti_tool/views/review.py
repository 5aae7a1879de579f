"""`/review`: one learner's work at one link, to read: what was shared, or for the learner all."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, make_response, render_template
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from lti_tool.errors import LaunchError
from lti_tool.protocol.launch import ReviewRequest
from lti_tool.protocol.login import Proof
from lti_tool.rules.attempt import Grade
from lti_tool.rules.review import Reader, ShownStep, shown
from lti_tool.services.admission import admit
from lti_tool.services.attempt import grade_of
from lti_tool.store import attempts, reviews
from lti_tool.views.current import page_language, tool
from lti_tool.views.dates import day_and_time
from lti_tool.views.sheet import open_sheet, sheet_page, sheet_value
from lti_tool.words import words
from modules.kit.module import Module
from modules.kit.scoring import Progress, progress

blueprint = Blueprint("review", __name__, url_prefix="/review")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Work:
    """One module's work as it is shown.

    Attributes:
        is_assessed: Whether people judge it, which is done elsewhere.
    """

    title: str
    is_assessed: bool
    steps: list[ShownStep]
    progress: Progress | None
    finished_at: int | None
    grade: Grade | None


def begin(message: ReviewRequest, proof: Proof) -> AnyResponse:
    """Let a facilitator or the learner in to the work that a message names.

    Raises:
        LaunchError: Somebody else asks, or the launch is not to be let in.
    """
    here = tool()
    deployment_row = admit(here.database, message, proof, here.now())
    reader: Reader
    if message.person.role == "facilitator":
        reader = "facilitator"
    elif message.of.user_id == message.sub:
        reader = "self"
    else:
        raise LaunchError("LTI-REVIEW", "only a facilitator may look at somebody else's work")
    with here.database.read() as connection:
        link_row = reviews.find_link(connection, deployment_row, message.of, message.context_id)
        learner_row = reviews.find_learner(connection, deployment_row, message.of.user_id)
    log.info("review at registration %d: link %s, by %s", message.registration.id, link_row, reader)
    language = page_language(message.locale)
    value = [deployment_row, link_row, learner_row, reader, language]
    return open_sheet("review", message.registration.id, language, value)


@blueprint.get("/<int(max=2147483647):registration_id>/<language>")
def page(registration_id: int, language: str) -> Response:
    """The page itself: empty until a token is shown."""
    return sheet_page("review", registration_id, language)


@blueprint.get("/sheet")
def sheet() -> Response:
    """The work, as a piece of HTML."""
    deployment_row, link_row, learner_row, reader, language = sheet_value("review")
    with tool().database.read() as connection:
        found: list[Work] = []
        if link_row is not None and learner_row is not None:
            numbers = reviews.attempts_of(connection, deployment_row, link_row, learner_row)
            works = [_work(connection, number, deployment_row, reader, language) for number in numbers]
            found = [work for work in works if work is not None]
    html = render_template(
        "review_sheet.html",
        texts=words(language, "review"),
        works=found,
        reader=reader,
        when=lambda seconds: day_and_time(seconds, language),
    )
    return make_response(html)


def _work(
    connection: Connection, attempt_row: int, deployment_row: int, reader: Reader, language: str
) -> Work | None:
    attempt = attempts.find(connection, attempt_row, deployment_row)
    whole: Module | None = tool().registry.modules.get(attempt.module) if attempt else None
    if attempt is None or whole is None:
        return None
    module = whole.in_variant(attempt.variant)
    answers: Any = attempts.answers_of(connection, attempt.id)
    spoken = module.language(language)
    return Work(
        title=module.words[spoken].module.title,
        is_assessed=module.rubric is not None,
        # A learner may have answered what the link does not show any more.
        steps=shown(whole if reader == "self" else module, spoken, answers, reader),
        progress=progress(module, answers),
        finished_at=attempt.finished_at,
        grade=grade_of(connection, attempt, module),
    )
