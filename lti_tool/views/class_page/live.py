"""The class live: what learners shared with it, all together, on the way to the screen for the class.

`/class/live/look` is asked for every second by each window that shows it: with the version that the window
has, and answered with nothing as long as that is the newest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, make_response, render_template, request

from lti_tool.rules.live import MOST_BARS, MOST_WORDS
from lti_tool.rules.shared import FEWEST
from lti_tool.services.live import LiveClass
from lti_tool.store import session_documents
from lti_tool.store.session_documents import Key
from lti_tool.store.wall_marks import Wall
from lti_tool.views.class_page.look import Seen, look, see
from lti_tool.views.class_page.page import blueprint, part
from lti_tool.views.current import tool
from lti_tool.views.sheet import with_newer
from lti_tool.words import words
from modules.kit.module import Activity
from modules.kit.rich_text import plain

VIEWS = ("steer", "guide", "wall")
"""Who looks: the page of the class, the guide in the hand, the screen for the class."""


@part("live", offered=lambda seen: bool(live_of(seen).activities))
def live(seen: Seen) -> Mapping[str, Any]:
    """What the part shows."""
    here = live_of(seen)
    chosen = here.activities.get(request.args.get("activity", ""))
    return {
        "chosen": chosen,
        "steps": _steps(seen, here),
        "screen": seen.door("screen"),
        **(_picture(seen, here, chosen, "steer") if chosen else {}),
    }


@blueprint.get("/live/look")
def live_look() -> Response:
    """What is to be seen now, as a piece of HTML; nothing (204) for who has seen it."""
    at, view = look(), _view()
    with tool().database.read() as connection:
        seen = see(connection, at)
        here = live_of(seen)
        wanted = request.args.get("activity", "")
        chosen = here.on_the_wall(wanted) if view == "wall" else here.activities.get(wanted)
        if chosen is None and view != "wall":
            abort(404)
        version = here.version(chosen)
        if request.args.get("seen") == version:
            return with_newer(Response(status=204), at.newer)
        return _answer(seen, here, chosen, view, version=version)


@blueprint.post("/live/mark")
def live_mark() -> Response:
    """Do what a facilitator decided; the answer is what is to be seen then."""
    at, view = look(), _view()
    form = request.form
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        here = live_of(seen)
        chosen = here.activities.get(form.get("activity", ""))
        if chosen is None:
            abort(404)
        wall = Wall(seen.place.link_row, seen.module.id)
        did, item = form.get("do", ""), form.get("item", "")
        found = here.decide(wall, chosen, did, item, seen.now)
        said = {
            "did": did,
            "about": next((one for one in (*found.things, *found.hidden) if one.item == item), None),
        }
        return _answer(seen, here, chosen, view, said=said)


def live_of(seen: Seen) -> LiveClass:
    """The class that is looked at."""
    return LiveClass(seen.connection, seen.attempt.id, seen.module, seen.spoken, tool().tickets.digest)


def _view() -> str:
    view = request.values.get("view", "steer")
    if view not in VIEWS:
        abort(404)
    return view


def _answer(seen: Seen, here: LiveClass, chosen: Activity | None, view: str, **more: Any) -> Response:
    version = more.pop("version", None) or here.version(chosen)
    html = ""
    if chosen:
        html = render_template(
            f"live/{view}.html",
            here=words(seen.language, "class/live"),
            chosen=chosen,
            **_picture(seen, here, chosen, view),
            **more,
        )
    response = make_response(html)
    response.headers["Wegwijs-Version"] = version
    return with_newer(response, seen.look.newer)


def _picture(seen: Seen, here: LiveClass, chosen: Activity, view: str) -> dict[str, Any]:
    found = here.picture(chosen)
    kept = here.shown(chosen.id)
    mark = kept.mark if kept else None
    own = seen.module.words[seen.spoken].activities[chosen.id]
    return {
        "view": view,
        "picture": found,
        "mark": mark,
        "is_open": found.is_open(mark),
        "fewest": FEWEST,
        "most_bars": MOST_BARS,
        "most_words": MOST_WORDS,
        "exercise": plain(own.title),
        "ask": plain(own.ask),
        "spoken": seen.spoken,
        "language": seen.language,
        "version": here.version(chosen),
        "elsewhere": _elsewhere(seen, chosen) if view == "steer" and mark else None,
    }


def _elsewhere(seen: Seen, chosen: Activity) -> str | None:
    """The exercise at which the screen is, where it is at another one and so does not show this."""
    kept = session_documents.find(seen.connection, Key(seen.place.link_row, seen.module.id, "state"))
    at = kept.document.get("at") if kept else None
    if at in (None, "start", "end", chosen.id) or at not in seen.module.words[seen.spoken].activities:
        return None
    return plain(seen.module.words[seen.spoken].activities[at].title)


def _steps(seen: Seen, here: LiveClass) -> list[dict[str, Any]]:
    """The activities that may be shared, under their steps."""
    spoken = seen.module.words[seen.spoken]
    found = [
        {
            "title": plain(spoken.steps[step.id].title),
            "activities": [
                {
                    "id": one.id,
                    "title": plain(spoken.activities[one.id].title),
                    "kind": one.live,
                    "count": here.counts.get(one.id, 0),
                    "shown": here.shown(one.id),
                }
                for one in step.activities
                if one.id in here.activities
            ],
        }
        for step in seen.module.steps
    ]
    return [step for step in found if step["activities"]]
