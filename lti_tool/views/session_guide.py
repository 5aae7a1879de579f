"""`/guide` and `/screen`: a session as it goes, for who guides it and, beside it, for the class on the wall.

Both go on with the token of a facilitator's launch and get all of the session at once: they go on when the
network does not. Where the session is, is kept on the server: for a laptop that was closed, for a second
screen in another browser, and for a second facilitator.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template
from sqlalchemy import Connection

from lti_tool.errors import ApiError
from lti_tool.rules.plan import Plan, exercises_of
from lti_tool.rules.session_guide import guided
from lti_tool.rules.session_state import checked
from lti_tool.services.session_plan import plan_of
from lti_tool.store import session_documents
from lti_tool.store.session_documents import Key
from lti_tool.views.api import answer_with, sent_object
from lti_tool.views.class_page.look import Seen, look, see
from lti_tool.views.current import browser_language, tool
from lti_tool.views.sheet import sheet_page, with_newer
from lti_tool.words import LANGUAGES, words
from modules.kit.rich_text import plain

blueprint = Blueprint("session_guide", __name__)


@blueprint.get("/<any(guide, screen):kind>/<int(max=2147483647):registration_id>/<module_id>/<language>")
def page(kind: str, registration_id: int, module_id: str, language: str) -> Response:
    """The page itself: empty until a token is shown."""
    module = tool().registry.modules.get(module_id)
    if module is None or language not in {*LANGUAGES, *module.languages}:
        abort(404)
    ours = language if language in LANGUAGES else browser_language()
    return sheet_page(kind, registration_id, ours, parts=True)


@blueprint.get("/<any(guide, screen):kind>/sheet")
def sheet(kind: str) -> Response:
    """All of the session, and where it is, as a piece of HTML."""
    at = look()
    with tool().database.read() as connection:
        seen = see(connection, at)
        kept = plan_of(connection, seen.place.link_row, seen.module)
        module_words = seen.module.words[seen.spoken].module
        guides = seen.module.guides.get(seen.spoken)
        html = render_template(
            f"{kind}_sheet.html",
            texts=words(at.language, kind),
            feedback=words(at.language, "feedback"),
            language=at.language,
            spoken=seen.spoken,
            module=seen.module,
            title=plain(module_words.title),
            tagline=plain(module_words.tagline),
            goal=guides.module.goal if guides else "",
            course=seen.attempt.title,
            exercises=guided(seen.module, seen.spoken, kept.plan),
            plan=kept.plan,
            is_planned=bool(kept.revision),
            session=_session(connection, seen, kept.plan),
            doors={name: seen.door(name) for name in ("class", "guide", "screen", "presence")},
            on_campus=any(step.campus for step in seen.module.steps),
        )
    return with_newer(make_response(html), at.newer)


@blueprint.get("/guide/now")
def now() -> Response:
    """Where the session is."""
    at = look()
    with tool().database.read() as connection:
        seen = see(connection, at)
        return answer_with(_now(connection, seen), at.newer)


@blueprint.post("/guide/now")
def move() -> Response:
    """Move the session on, unless somebody else did since the revision that the page saw (`was`).

    The answer is where the session is now, and whether that is what was asked (`taken`).
    """
    at = look()
    body = sent_object()
    was = body.get("was")
    if not isinstance(was, int) or not 0 <= was < 2**31:
        raise ApiError(400, "shape", "Expected a JSON object with `was` and `state`.")
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        state = checked(body.get("state"), [one.id for one in exercises_of(seen.module)], seen.now)
        if state is None:
            raise ApiError(400, "state", "This is no state of a session of this module.")
        key = Key(seen.place.link_row, seen.module.id, "state")
        taken = session_documents.change(connection, key, state, was=was, now=seen.now)
        return answer_with(_now(connection, seen) | {"taken": taken}, at.newer)


def _now(connection: Connection, seen: Seen) -> dict[str, Any]:
    kept = session_documents.find(connection, Key(seen.place.link_row, seen.module.id, "state"))
    return {
        "state": kept.document if kept else None,
        "revision": kept.revision if kept else 0,
        "now": seen.now,
    }


def _session(connection: Connection, seen: Seen, plan: Plan) -> dict[str, Any]:
    """What the page's script needs."""
    return _now(connection, seen) | {
        # Names this page's window and its second screen to each other; it tells nothing to who reads it.
        "key": tool().tickets.storage_key(seen.look.ticket),
        "available": plan.available,
        "exercises": [{"id": one.id, "minutes": one.minutes, "weight": one.weight} for one in plan.exercises],
    }
