"""The class: who is there, how far each is with each exercise, and who should be kept in sight."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Response, request

from lti_tool.rules.class_progress import ExerciseState, of_group
from lti_tool.rules.keep_in_sight import Sign, silent_from
from lti_tool.services.class_progress import ClassInSight, Person, class_in_sight
from lti_tool.services.class_roster import ClassOfLink
from lti_tool.store.contact_wishes import ContactWish
from lti_tool.views.class_page.look import Seen, look, see
from lti_tool.views.class_page.page import blueprint, part, render
from lti_tool.views.class_page.sight import in_sight
from lti_tool.views.current import tool
from lti_tool.words import words
from modules.kit.rich_text import plain

_STATES = ("busy", "not-begun", "done")
_VIEWS = ("table", "exercises", "sight")


@dataclass(frozen=True)
class Row:
    """One learner in the table. Nothing in it is of an answer.

    Attributes:
        code: Names the learner in addresses and on the page.
        states: Of each exercise, in the order of the columns.
        sign: In words; None where there is nothing to say.
        wish: "yes", "no" or "unknown".
        wish_said: The same in words.
    """

    code: str
    name: str
    person: Person
    states: list[ExerciseState]
    sign: str | None
    wish: str
    wish_said: str


@part("class")
def learners(seen: Seen) -> dict[str, Any]:
    """What the part shows."""
    silent_days = silent_from(request.args.get("silent"))
    found = class_in_sight(seen.connection, seen.place, seen.module, seen.now, silent_days)
    names, view = request.args.get("names") != "off", request.args.get("view")
    if not names:
        view = "exercises"
    elif view not in _VIEWS or not found.exercises:
        view = "table"
    shown: dict[str, Any] = {
        "view": view,
        "views": _VIEWS,
        "names": names,
        "states": {name: sum(one.seat.state == name for one in found.people) for name in _STATES},
        "everybody": len(found.people),
        "in_sight": sum(one.sign is not None for one in found.people),
        "silent_days": silent_days,
        "group": of_group(found.exercises, [one.progress for one in found.people]),
        "exercise_titles": _titles(seen),
        "required": {one.id for one in found.required},
    }
    if view == "table":
        shown |= {"rows": _rows(seen, found), "steps": _steps(seen, found), "all": len(found.required)}
    if view == "sight":
        shown |= in_sight(seen, found, partial(_sign_in_words, seen))
    return shown | source_of(seen, found.found)


@blueprint.post("/refresh")
def refresh() -> Response:
    """Ask the platform again who is in the class; its answer comes with a later look."""
    at = look()
    with tool().database.read() as connection:
        seen = see(connection, at)
        if seen.place.context_row is not None and seen.place.memberships_url is not None:
            tool().jobs.fetch_roster(seen.place.context_row, "")
        return render(seen, "class", said="asked")


def _rows(seen: Seen, found: ClassInSight) -> list[Row]:
    own = words(seen.language, "class/class")
    exercises = [one.id for one in found.exercises]
    rows = [
        Row(
            code=seen.code_of(one.seat.user_id),
            name=seen.name_of(one.seat.user_id, one.seat.name),
            person=one,
            states=[one.progress.of(exercise) for exercise in exercises],
            sign=_sign_in_words(seen, one.sign) if one.sign else None,
            wish=one.wish.wish if one.wish else "unknown",
            wish_said=_wish_in_words(own["wish"], one.wish),
        )
        for one in found.people
    ]
    return sorted(rows, key=lambda row: row.name.casefold())


def _sign_in_words(seen: Seen, sign: Sign) -> str:
    signs = words(seen.language, "class/class")["signs"]
    kind = "silent-at" if sign.situation == "silent" and sign.at else sign.situation
    at = _titles(seen)[sign.at] if sign.at else None
    return str(signs[kind].format(count=sign.days, at=at))


def _wish_in_words(texts: dict[str, str], wish: ContactWish | None) -> str:
    if wish is None:
        return texts["unknown"]
    return texts["yes-how"].format(how=wish.how) if wish.how else texts[wish.wish]


def _titles(seen: Seen) -> dict[str, str]:
    activities = seen.module.words[seen.spoken].activities
    return {name: plain(one.title) for name, one in activities.items()}


def _steps(seen: Seen, found: ClassInSight) -> list[tuple[str, list[str]]]:
    """The titles of the steps that have exercises, with the ids of these."""
    shown = {one.id for one in found.exercises}
    said = seen.module.words[seen.spoken].steps
    steps = [
        (plain(said[step.id].title), [one.id for one in step.activities if one.id in shown])
        for step in seen.module.steps
    ]
    return [(title, exercises) for title, exercises in steps if exercises]


def source_of(seen: Seen, found: ClassOfLink) -> dict[str, Any]:
    """Where the list of the class comes from; an old one is asked for again in the meantime."""
    place, kept = seen.place, found.kept
    asking = place.memberships_url is not None and found.stale
    if asking and place.context_row is not None:
        tool().jobs.fetch_roster(place.context_row, "")
    return {
        "offered": place.memberships_url is not None,
        "fetched_at": kept.fetched_at if kept else None,
        "complete": bool(kept and kept.complete),
        "asking": asking,
        "refused": _why_no_roster(kept.reason, seen.language) if kept and kept.reason else None,
    }


def _why_no_roster(reason: str, language: str) -> str:
    known: dict[str, str] = words(language, "class/class")["refusals"]
    kind = reason.partition("-")[0]
    return str(known.get(reason) or known.get(kind) or known["other"]).format(reason=reason)
