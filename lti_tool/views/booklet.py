"""`/booklet`: one's own answers of all sessions, printed and as data. Goes on with the launch's token."""

from __future__ import annotations

import json
import logging
from functools import partial

from flask import Blueprint, Response, make_response, render_template, request

from lti_tool.attempt_token import Ticket
from lti_tool.errors import PaperError
from lti_tool.protocol.scores import iso
from lti_tool.rules.booklet import Work, to_take_along
from lti_tool.services.booklet import print_booklet, works_of
from lti_tool.views.api import check_token, find_attempt
from lti_tool.views.current import browser_language, tool
from lti_tool.views.dates import day
from lti_tool.views.sheet import as_file, ask_again, module_sheet, with_newer
from lti_tool.words import LANGUAGES, words

blueprint = Blueprint("booklet", __name__, url_prefix="/booklet")
log = logging.getLogger(__name__)


@blueprint.get("/<int(max=2147483647):registration_id>/<module_id>/<language>")
def page(registration_id: int, module_id: str, language: str) -> Response:
    """The page itself: empty until a token is shown."""
    return module_sheet("booklet", registration_id, module_id, language)


@blueprint.get("/sheet")
def sheet() -> Response:
    """What is in the booklet, in numbers, as a piece of HTML."""
    ticket, newer = check_token()
    return with_newer(_sheet(_works(ticket)), newer)


@blueprint.post("/pdf")
def pdf() -> Response:
    """The booklet to print; the sheet again, with the reason, where it can't be made."""
    ticket, _ = check_token()
    works, language, now = _works(ticket), _language(), tool().now()
    texts = words(language, "booklet")
    try:
        made = print_booklet(works, texts["print"], language, now, partial(day, language=language))
    except PaperError as problem:
        if problem.code == "busy":
            return ask_again()
        log.warning("a booklet was not made: %s", problem.code)
        return _sheet(works, trouble=texts["trouble"].get(problem.code) or texts["trouble"]["failed"])
    log.info("a booklet of %d bytes was made", len(made))
    return as_file(made, "application/pdf", f"{texts['file']}.pdf")


@blueprint.post("/json")
def data() -> Response:
    """The same as data."""
    ticket, _ = check_token()
    found = {"made": iso(tool().now()), "sessions": to_take_along(_works(ticket))}
    body = json.dumps(found, ensure_ascii=False, indent=1).encode()
    return as_file(body, "application/json", f"{words(_language(), 'booklet')['file']}.json")


def _language() -> str:
    wanted = request.args.get("language")
    return wanted if wanted in LANGUAGES else browser_language()


def _works(ticket: Ticket) -> list[Work]:
    here = tool()
    with here.database.read() as connection:
        attempt, _ = find_attempt(connection, ticket)
        return works_of(connection, attempt.id, here.registry.modules, _language())


def _sheet(works: list[Work], *, trouble: str | None = None) -> Response:
    written = [work for work in works if work.answers]
    html = render_template(
        "booklet_sheet.html",
        texts=words(_language(), "booklet"),
        works=written,
        trouble=trouble,
        media=lambda module: f"/assets/{tool().pages[module.id].digest}/{module.id}/media",
    )
    return make_response(html)
