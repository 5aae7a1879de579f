"""The parts of the class page as pieces of HTML: who is there, grades, what is shared, questions, days."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, render_template, request
from sqlalchemy import Connection

from lti_tool.attempt_token import Ticket
from lti_tool.errors import ApiError
from lti_tool.protocol.scores import iso
from lti_tool.rules import questions_list
from lti_tool.rules.pseudonym import pseudonym
from lti_tool.rules.shared import FEWEST, Given, Question, SharedActivity, SharedAnswer, questions, shared
from lti_tool.services.class_grades import LearnersGrade, LinkOfGrades, grades_of
from lti_tool.services.class_roster import class_of
from lti_tool.store import grade_list, link_dates, platforms, roster, shared_answers
from lti_tool.store.attempts import Attempt
from lti_tool.views.api import check_token, find_attempt
from lti_tool.views.current import browser_language, tool
from lti_tool.views.dates import day_and_time
from lti_tool.views.group_picture import spoken_picture
from lti_tool.views.session_plan import Draft, spoken_plan
from lti_tool.views.sheet import with_newer
from lti_tool.words import LANGUAGES, words
from lti_tool.words.grade_reasons import explain
from modules.kit.module import Module

PARTS = ("class", "prepare", "picture", "grades", "shared", "questions", "dates")
_STATES = ("busy", "not-begun", "done")
_GRADES = ("refused", "waiting", "none", "delivered")
"""What needs somebody comes first."""


@dataclass(frozen=True)
class Look:
    """A facilitator's look: whose link, in which language, and a newer token if it is time for one."""

    ticket: Ticket
    language: str
    newer: str | None


@dataclass(frozen=True)
class Seen:
    """What a part is made from."""

    connection: Connection
    look: Look
    attempt: Attempt
    module: Module
    now: int
    draft: Draft | None = None
    """A plan of the session that is on the screen and not kept."""

    @property
    def link(self) -> LinkOfGrades:
        """For the grades of the link."""
        return LinkOfGrades(self.look.ticket.attempt_row, self.look.ticket.deployment_row, self.module)

    @property
    def spoken(self) -> str:
        """The language of the module's own words."""
        return self.module.language(self.look.language)


@dataclass(frozen=True)
class Gradebook:
    """What the platform's gradebook has, from 0 to 1 by attempt; or why that can't be said."""

    scores: Mapping[int, float]
    reason: str | None


def look() -> Look:
    """Who looks.

    Raises:
        ApiError: There is no valid token, or it is not a facilitator's.
    """
    ticket, newer = check_token()
    if ticket.role != "facilitator":
        raise ApiError(403, "role", "This page is for facilitators.")
    wanted = request.args.get("language")
    return Look(ticket, wanted if wanted in LANGUAGES else browser_language(), newer)


def see(connection: Connection, at: Look) -> Seen:
    """Find what the facilitator's token is for.

    Raises:
        ApiError: It is no longer there.
    """
    attempt, module = find_attempt(connection, at.ticket)
    return Seen(connection, at, attempt, module, tool().now())


def render(
    seen: Seen, part: str, *, said: str | None = None, gradebook: Gradebook | None = None, **more: Any
) -> Response:
    """A part of the page, under the way to the others.

    Args:
        seen: What it is made from.
        part: One of `PARTS`; anything else is the first.
        said: What was just done, a key of the words' `said`.
        gradebook: For the grades, if the platform was asked.
        more: Fills what is said.
    """
    texts = words(seen.look.language, "class")
    dated = dated_items(seen)
    platform = platforms.number_of(seen.connection, seen.look.ticket.deployment_row)
    offered = {"dates": bool(dated), "picture": seen.module.totals is not None}
    parts = [name for name in PARTS if offered.get(name, True)]
    here = part if part in parts else parts[0]
    html = render_template(
        "class_sheet.html",
        texts=texts,
        part=here,
        parts=parts,
        module=seen.module,
        course=seen.attempt.title,
        title=seen.module.words[seen.spoken].module.title,
        said=texts["said"][said].format(**more) if said else None,
        moment=lambda seconds: {"iso": iso(seconds), "text": day_and_time(seconds, seen.look.language)},
        packages=f"/packages/{platform}/{seen.look.language}",
        guiding=beside_class(seen, "guide"),
        **_CONTEXT[here](seen, gradebook),
    )
    return with_newer(make_response(html), seen.look.newer)


def questions_of(seen: Seen) -> list[Question]:
    """The questions that learners of this link shared."""
    return questions(seen.module, seen.spoken, _given(seen))


def dated_items(seen: Seen) -> dict[str, str]:
    """What a facilitator may set a day for, in words by id."""
    activity_words = seen.module.words[seen.spoken].activities
    found: dict[str, str] = {}
    for activity in seen.module.activities.values():
        found |= activity.type.dated(activity.options, activity_words[activity.id])
    return found


def _class(seen: Seen, _: Gradebook | None) -> dict[str, Any]:
    place = roster.place_of(seen.connection, seen.attempt.id)
    found = class_of(seen.connection, place, "", seen.module.id, seen.now)
    wanted = request.args.get("state")
    asking = place.memberships_url is not None and found.stale
    if asking and place.context_row is not None:
        tool().jobs.fetch_roster(place.context_row, "")
    kept = found.kept
    return {
        "states": {name: sum(seat.state == name for seat in found.seats) for name in _STATES},
        "wanted": wanted if wanted in _STATES else None,
        "seats": [seat for seat in found.seats if wanted not in _STATES or seat.state == wanted],
        "everybody": len(found.seats),
        "names": request.args.get("names") != "off",
        "name_of": lambda seat: _name(seen, seat.user_id, seat.name),
        "offered": place.memberships_url is not None,
        "fetched_at": kept.fetched_at if kept else None,
        "complete": bool(kept and kept.complete),
        "asking": asking,
        "refused": _why_no_roster(kept.reason, seen.look.language) if kept and kept.reason else None,
    }


def _prepare(seen: Seen, _: Gradebook | None) -> dict[str, Any]:
    return spoken_plan(
        seen.connection,
        seen.module,
        roster.place_of(seen.connection, seen.attempt.id).link_row,
        language=seen.look.language,
        draft=seen.draft,
    )


def _grades(seen: Seen, gradebook: Gradebook | None) -> dict[str, Any]:
    names = _names(seen)
    found = grades_of(seen.connection, seen.link)
    reasons = {one.grade.reason for one in found}
    nowhere = bool(found) and len(reasons) == 1 and all(one.grade.state == "none" for one in found)

    def by_need(one: LearnersGrade) -> tuple[int, str]:
        return _GRADES.index(one.grade.state), _name(
            seen, one.listed.sub, names.get(one.listed.sub)
        ).casefold()

    return {
        "nowhere": explain(reasons.pop(), seen.look.language) if nowhere else None,
        "found": sorted(found, key=by_need),
        "counts": {name: sum(one.grade.state == name for one in found) for name in _GRADES},
        "name_of": lambda sub: _name(seen, sub, names.get(sub)),
        "explain": lambda reason: explain(reason, seen.look.language),
        "gradebook": gradebook,
    }


def _shared(seen: Seen, _: Gradebook | None) -> dict[str, Any]:
    steps = shared(seen.module, seen.spoken, _given(seen))
    every = [activity for step in steps for activity in step.activities]
    chosen = next((one for one in every if one.id == request.args.get("activity")), None)
    names = _names(seen)

    def by_name(one: SharedAnswer) -> str:
        return _name(seen, one.sub, names.get(one.sub)).casefold()

    return {
        "steps": steps,
        "chosen": chosen,
        "given": sorted(chosen.answers, key=by_name) if chosen else [],
        "for_class": request.args.get("for") == "class",
        "fewest": FEWEST,
        "beside": _beside(every, chosen),
        "name_of": lambda sub: _name(seen, sub, names.get(sub)),
    }


def _questions(seen: Seen, _: Gradebook | None) -> dict[str, Any]:
    found = questions_of(seen)
    names = _names(seen)
    return {
        "questions": found,
        "as_text": questions_list.as_text(found),
        "name_of": lambda sub: _name(seen, sub, names.get(sub)),
    }


def _dates(seen: Seen, _: Gradebook | None) -> dict[str, Any]:
    return {
        "items": dated_items(seen),
        "days": link_dates.of_attempt(seen.connection, seen.attempt.id),
    }


def _picture(seen: Seen, _: Gradebook | None) -> dict[str, Any]:
    return spoken_picture(
        tool().database,
        link_row=roster.place_of(seen.connection, seen.attempt.id).link_row,
        whole=tool().registry.modules[seen.module.id],
        shown=seen.module,
        language=seen.look.language,
        now=seen.now,
    )


_CONTEXT: Mapping[str, Callable[[Seen, Gradebook | None], dict[str, Any]]] = {
    "class": _class,
    "prepare": _prepare,
    "picture": _picture,
    "grades": _grades,
    "shared": _shared,
    "questions": _questions,
    "dates": _dates,
}


def beside_class(seen: Seen, page: str) -> str:
    """The address of another page for the same class."""
    registration = platforms.number_of(seen.connection, seen.look.ticket.deployment_row)
    return f"/{page}/{registration}/{seen.module.id}/{seen.look.language}"


def _given(seen: Seen) -> list[Given]:
    found = shared_answers.of_link(seen.connection, seen.attempt.id, seen.module.id)
    return [Given(one.sub, one.activity, one.answer) for one in found]


def _names(seen: Seen) -> dict[str, str]:
    return grade_list.names_at(seen.connection, seen.attempt.id, seen.now)


def _name(seen: Seen, sub: str, name: str | None) -> str:
    return name or f"{words(seen.look.language)['learner']} {pseudonym(sub)}"


def _beside(
    every: Sequence[SharedActivity], chosen: SharedActivity | None
) -> tuple[SharedActivity | None, SharedActivity | None]:
    """The activities before and after, to leaf through."""
    if chosen is None:
        return None, None
    at = every.index(chosen)
    return (every[at - 1] if at else None), (every[at + 1] if at + 1 < len(every) else None)


def _why_no_roster(reason: str, language: str) -> str:
    known: dict[str, str] = words(language, "class")["refusals"]
    kind = reason.partition("-")[0]
    return str(known.get(reason) or known.get(kind) or known["other"]).format(reason=reason)
