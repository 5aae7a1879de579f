"""`/class`: what a facilitator needs of the class at one link. It goes on with the token of the launch.

The page itself is empty and the same for everybody; `sheet.js` fills it. Its parts are apart, so that a class
which is shown who is there does not see grades.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from flask import Blueprint, Response, abort, request

from lti_tool.errors import PaperError, ServiceError
from lti_tool.paper.typesetting import typeset
from lti_tool.rules.days import is_day
from lti_tool.rules.plan import MOST_MINUTES
from lti_tool.rules.questions_list import as_csv
from lti_tool.services import class_grades
from lti_tool.services.gradebook import read_gradebook
from lti_tool.services.session_plan import keep_plan
from lti_tool.store import grade_list, link_dates, roster, score_outbox
from lti_tool.store.session_documents import Key
from lti_tool.views.class_parts import Gradebook, Look, dated_items, look, questions_of, render, see
from lti_tool.views.current import browser_language, tool
from lti_tool.views.session_plan import read_draft, title_of
from lti_tool.views.sheet import as_file, ask_again, sheet_page
from lti_tool.words import LANGUAGES, words
from modules.kit.guide_booklet import guide_pages

log = logging.getLogger(__name__)
blueprint = Blueprint("class_page", __name__, url_prefix="/class")
_DIGITS = 12


@blueprint.get("/<int(max=2147483647):registration_id>/<module_id>/<language>")
def page(registration_id: int, module_id: str, language: str) -> Response:
    """The page itself: empty until a token is shown."""
    module = tool().registry.modules.get(module_id)
    if module is None or language not in {*LANGUAGES, *module.languages}:
        abort(404)
    ours = language if language in LANGUAGES else browser_language()
    return sheet_page("class", registration_id, ours, parts=True)


@blueprint.get("/sheet")
def sheet() -> Response:
    """One part (`?part=`), as a piece of HTML; of the grades also what the platform has (`&gradebook=1`)."""
    at, part = look(), request.args.get("part", "")
    gradebook = _ask_gradebook(at) if part == "grades" and "gradebook" in request.args else None
    with tool().database.read() as connection:
        return render(see(connection, at), part, gradebook=gradebook)


@blueprint.post("/refresh")
def refresh() -> Response:
    """Ask the platform again who is in the class; its answer comes with a later look."""
    at = look()
    with tool().database.read() as connection:
        seen = see(connection, at)
        place = roster.place_of(connection, seen.attempt.id)
        if place.context_row is not None and place.memberships_url is not None:
            tool().jobs.fetch_roster(place.context_row, "")
        return render(seen, "class", said="asked")


@blueprint.post("/resend")
def resend() -> Response:
    """Send one learner's grade once more (`attempt`), or whatever did not arrive."""
    at, chosen = look(), request.form.get("attempt", "")
    one = {int(chosen)} if chosen.isdecimal() and len(chosen) < _DIGITS else set()
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        sent = class_grades.resend(connection, seen.link, one, seen.now, everything=not chosen)
    for attempt_row in sent:
        tool().jobs.wake(attempt_row)
    said = {0: "sent-none", 1: "sent-one"}.get(len(sent), "sent")
    with tool().database.read() as connection:
        return render(see(connection, at), "grades", said=said, count=len(sent))


@blueprint.post("/dates")
def dates() -> Response:
    """Set the days of the form that its facilitator changed; what somebody else changed meanwhile stays."""
    at = look()
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        link_row = roster.place_of(connection, seen.attempt.id).link_row
        said = "dates"
        for item in dated_items(seen):
            day, was = request.form.get(f"day-{item}", ""), request.form.get(f"was-{item}", "")
            if day == was or not all(is_day(text) for text in (day, was) if text):
                continue
            if not link_dates.change(connection, link_row, item, was=was or None, day=day or None):
                said = "dates-met"
        return render(seen, "dates", said=said)


@blueprint.post("/plan")
def plan() -> Response:
    """Keep the plan of the form; what somebody else kept meanwhile stays, and this one on the screen too."""
    at = look()
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        draft, wrong = read_draft(seen.module)
        seen = replace(seen, draft=draft)
        if wrong:
            named = ", ".join(title_of(seen.module, at.language, one) for one in wrong)
            return render(seen, "prepare", said="plan-wrong", where=named, most=MOST_MINUTES)
        key = Key(roster.place_of(connection, seen.attempt.id).link_row, seen.module.id, "plan")
        if not keep_plan(connection, key, draft.plan, was=draft.was or 0, now=seen.now):
            return render(replace(seen, draft=replace(draft, was=None)), "prepare", said="plan-met")
        return render(replace(seen, draft=None), "prepare", said="plan")


@blueprint.post("/questions")
def questions() -> Response:
    """The questions to pass on, as a table for a spreadsheet. It names nobody."""
    at = look()
    texts = words(at.language, "class")["questions"]
    with tool().database.read() as connection:
        seen = see(connection, at)
        table = as_csv(questions_of(seen), texts["heads"], at.language)
    return as_file(table.encode(), "text/csv; charset=utf-8", f"{texts['file']}-{seen.module.id}.csv")


@blueprint.post("/guide")
def guide() -> Response:
    """The facilitator's booklet of the module, to print."""
    at = look()
    with tool().database.read() as connection:
        seen = see(connection, at)
        pages = guide_pages(seen.module, seen.spoken)
        if pages is None:
            abort(404)
    try:
        made = typeset("guide", pages, seen.now)
    except PaperError as problem:
        if problem.code == "busy":
            return ask_again()
        log.warning("a guide was not made: %s", problem.code)
        with tool().database.read() as connection:
            return render(see(connection, at), request.args.get("part", ""), said="guide")
    name = f"{words(at.language, 'class')['guide']['file']}-{seen.module.id}.pdf"
    return as_file(made, "application/pdf", name)


def _ask_gradebook(at: Look) -> Gradebook:
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
