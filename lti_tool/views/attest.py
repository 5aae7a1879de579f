"""`/attest`: a learner makes the attest that was granted. Goes on with the launch's token.

The name is typed here, goes into the paper, and is kept nowhere.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template, request
from sqlalchemy import Connection

from lti_tool.attempt_token import Ticket
from lti_tool.errors import ApiError, PaperError
from lti_tool.protocol.scores import iso
from lti_tool.rules.attest import LONGEST_NAME, MOST_MADE, tidy_name
from lti_tool.rules.booklet import is_strange
from lti_tool.rules.open_badge import Place
from lti_tool.services.attest_badge import Maker, Sheet, is_of, picture_of, print_attest
from lti_tool.services.own_attest import Standing, standing_of
from lti_tool.store import attempts, attests
from lti_tool.store.attests import Badge
from lti_tool.views.api import answer_with, check_token, find_attempt
from lti_tool.views.current import browser_language, tool
from lti_tool.views.dates import day, day_and_time
from lti_tool.views.sheet import as_file, ask_again, sheet_page, with_newer
from lti_tool.words import LANGUAGES, words
from modules.kit.activity_type import Refusal
from modules.kit.civic import find_civic

blueprint = Blueprint("attest", __name__)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Typed:
    """What came of what was typed.

    Attributes:
        said: What was just done or is in the way, a key of the words.
        name: As it stands in the field.
        trouble: What is wrong with it.
        anew: Whether it is another name than the attest was made for.
    """

    said: str | None = None
    name: str = ""
    trouble: str | None = None
    anew: bool = False


_NOTHING = _Typed()


@blueprint.get("/attest/<int(max=2147483647):registration_id>/<module_id>/<language>")
def page(registration_id: int, module_id: str, language: str) -> Response:
    """The page itself: empty until a token is shown."""
    module = tool().registry.modules.get(module_id)
    if module is None or language not in {*LANGUAGES, *module.languages}:
        abort(404)
    ours = language if language in LANGUAGES else browser_language()
    return sheet_page("attest", registration_id, ours, parts=True)


@blueprint.get("/attest/sheet")
def sheet() -> Response:
    """How it stands, and what can be done, as a piece of HTML."""
    ticket, newer = check_token()
    with tool().database.read() as connection:
        return with_newer(_sheet(ticket, _standing(connection, ticket)), newer)


@blueprint.get("/api/attest")
def told() -> Response:
    """The same in a few lines, for the end of a module; nothing where no attest belongs to it."""
    ticket, newer = check_token()
    with tool().database.read() as connection:
        standing = _standing(connection, ticket)
    return answer_with(in_short(standing, _language()) if standing else {}, newer)


@blueprint.post("/attest/make")
def make() -> Response:
    """Make it, or make it anew with another name. `was` is what whoever asks saw was made last."""
    ticket, newer = check_token()
    with tool().database.write(durable=True) as connection:
        standing = _standing(connection, ticket, to_write=True)
        if standing and standing.attest:
            # From here on nobody revokes it, and no other window makes one.
            attests.lock(connection, standing.attest.row)
            standing = _standing(connection, ticket)
        typed = _make(connection, standing)
        return with_newer(_sheet(ticket, _standing(connection, ticket), typed), newer)


def _make(connection: Connection, standing: Standing | None) -> _Typed:
    typed, was, here = request.form.get("name", ""), request.form.get("was", ""), tool()
    name = tidy_name(typed)
    if standing is None or standing.attest is None or standing.attest.revoked_at is not None:
        return _Typed("not-yours")
    before = standing.badge
    if (before.public_id if before else "") != was:
        return _Typed("met", typed)
    if isinstance(name, Refusal):
        return _Typed(name=typed, trouble=name.code)
    if before and is_of(before, name):
        return _Typed("made", name)
    if attests.count_made(connection, standing.attest.row) >= MOST_MADE:
        return _Typed("too-often", typed)
    maker = Maker(_place(), find_civic(here.registry.pack))
    maker.make(connection, standing.attest, name, _language(), here.now())
    log.info("an attest was made")
    return _Typed("made-anew" if before else "made", name)


@blueprint.post("/attest/pdf")
def pdf() -> Response:
    """The attest on paper, for the name that it was made for; another name is asked about first."""
    ticket, newer = check_token()
    typed, language = request.form.get("name", ""), _language()
    with tool().database.read() as connection:
        standing = _standing(connection, ticket)
    badge, name = _made(standing), tidy_name(typed)
    if badge is None:
        return with_newer(_sheet(ticket, standing, _Typed("not-yours")), newer)
    if isinstance(name, Refusal):
        return with_newer(_sheet(ticket, standing, _Typed(name=typed, trouble=name.code)), newer)
    if not is_of(badge, name):
        return with_newer(_sheet(ticket, standing, _Typed(name=name, anew=True)), newer)
    granted_on = day(badge.about["granted_at"], language)
    try:
        made = print_attest(badge, Sheet(name, language, granted_on, _place(), tool().now()))
    except PaperError as problem:
        if problem.code == "busy":
            return ask_again()
        log.warning("an attest was not printed: %s", problem.code)
        return with_newer(_sheet(ticket, standing, _Typed("failed", name)), newer)
    return as_file(made, "application/pdf", words(language, "attest")["files"]["names"]["pdf"])


@blueprint.post("/attest/badge")
def badge_file() -> Response:
    """The credential as it was signed, as the file that Open Badges 3.0 wants."""
    return _file("badge", "text/plain; charset=utf-8", lambda badge: badge.credential or "")


@blueprint.post("/attest/picture")
def badge_picture() -> Response:
    """The picture of the badge with the credential in it."""
    return _file("picture", "image/svg+xml", picture_of)


def in_short(standing: Standing, language: str) -> dict[str, Any]:
    """What a learner is told of it elsewhere: a title, a sentence, what is there, and the way here."""
    texts = words(language, "attest")
    own = texts["states"][standing.state]
    lines = [
        texts["needs"]["released-yes" if part.there else "released-no"]
        if part.need == "released"
        else texts["needs"][part.need].format(there=part.there, wanted=part.wanted)
        for part in standing.parts
    ]
    because = standing.attest.revoked_because if standing.state == "revoked" and standing.attest else None
    return {
        "state": standing.state,
        "title": own["title"],
        "text": own["text"],
        "lines": [because] if because else lines,
        "open": texts["open"],
    }


def attest_in_short(connection: Connection, ticket: Ticket, language: str) -> dict[str, Any] | None:
    """The same of whoever has a page open; None where no attest belongs to its module."""
    if ticket.role != "learner" or not attempts.is_there(connection, ticket.attempt_row):
        return None
    try:
        standing = _standing(connection, ticket)
    except ApiError:  # the module is no longer here
        return None
    return in_short(standing, language) if standing else None


def _file(kind: str, media_type: str, body: Any) -> Response:
    ticket, newer = check_token()
    with tool().database.read() as connection:
        standing = _standing(connection, ticket)
    badge = _made(standing)
    if badge is None:
        return with_newer(_sheet(ticket, standing, _Typed("not-yours")), newer)
    name = words(_language(), "attest")["files"]["names"][kind]
    return as_file(body(badge).encode(), media_type, name)


def _made(standing: Standing | None) -> Badge | None:
    """What was made, where it is valid."""
    return standing.badge if standing and standing.state == "made" else None


def _standing(connection: Connection, ticket: Ticket, *, to_write: bool = False) -> Standing | None:
    here = tool()
    attempt, module = find_attempt(connection, ticket, to_write=to_write)
    whole = here.registry.modules[module.id]
    return standing_of(connection, attempt, whole, find_civic(here.registry.pack))


def _place() -> Place:
    return Place(tool().settings.public_url)


def _sheet(ticket: Ticket, standing: Standing | None, typed: _Typed = _NOTHING) -> Response:
    language = _language()
    texts = words(language, "attest")
    html = render_template(
        "attest_sheet.html",
        texts=texts,
        standing=standing,
        short=in_short(standing, language) if standing else None,
        is_learner=ticket.role == "learner",
        address=f"/attests/{standing.badge.public_id}" if standing and standing.badge else None,
        longest=LONGEST_NAME,
        said=(texts["said"].get(typed.said) or texts["trouble"][typed.said]) if typed.said else None,
        trouble=typed.trouble,
        typed=typed.name,
        anew=typed.anew,
        strange=is_strange([typed.name]),
        moment=lambda seconds: {"iso": iso(seconds), "text": day_and_time(seconds, language)},
    )
    return make_response(html)


def _language() -> str:
    wanted = request.args.get("language")
    return wanted if wanted in LANGUAGES else browser_language()
