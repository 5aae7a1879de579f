"""The course unit's application: what its coordinator writes for the civic team, and what that decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, request

from lti_tool.rules.course_unit import (
    HAS_ACTIVITY,
    LINES,
    MOST_OF_CRITERION,
    Document,
    differing,
    from_form,
    is_open,
)
from lti_tool.services.course_unit import Desk, Outcome
from lti_tool.store import course_units
from lti_tool.views.class_page.attest import leads_to_attest
from lti_tool.views.class_page.look import Seen, look, see
from lti_tool.views.class_page.page import blueprint, part, render
from lti_tool.views.current import tool
from lti_tool.views.numbers import number_in
from lti_tool.words import words
from modules.kit.civic import find_civic


@dataclass(frozen=True)
class Typed:
    """What a coordinator has on the screen and that is not kept, or not complete."""

    document: Document
    outcome: Outcome


@part("unit", offered=leads_to_attest)
def unit(seen: Seen, typed: Typed | None = None) -> dict[str, Any]:
    """What the part shows: the form where one may write, else what was handed in."""
    desk = _desk(seen)
    kept, civic = desk.unit, desk.civic
    state = kept.state if kept else None
    asked = request.method == "GET" and request.args.get("edit") == "1"
    is_edited = is_open(state) or (state == "approved" and (asked or typed is not None))
    is_lost = typed is not None and not typed.outcome.is_kept
    return {
        "unit": kept,
        "state": state,
        "is_edited": is_edited,
        "document": typed.document if typed and is_edited else desk.document,
        # Nobody's text is lost: where two wrote at once, both are on the screen.
        "as_kept": desk.document,
        "unlike": differing(desk.document, typed.document) if typed and is_lost and kept else set(),
        "typed": typed.document if typed and is_lost else None,
        "trouble": set(typed.outcome.parts) if typed else set(),
        "revision": desk.revision,
        "on_unit": words(seen.language, "unit"),
        "page_language": seen.language,
        "civic": civic,
        "civic_words": civic.words_in(seen.language),
        "spoken": civic.spoken(seen.language),
        "years": desk.years,
        "programmes": course_units.programmes_beside(seen.connection, desk.context_row),
        "has_activity": HAS_ACTIVITY,
        "most": {**LINES, "criterion": MOST_OF_CRITERION},
    }


@blueprint.post("/unit")
def keep_unit() -> Response:
    """Save, submit or take back the application; what somebody else did meanwhile stays."""
    at, act = look(), request.form.get("do", "")
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        if not leads_to_attest(seen):
            abort(404)
        desk, was = _desk(seen), _revision()
        if act == "take-back":
            return render(seen, "unit", said=desk.take_back(was=was).said)
        document = from_form(request.form, desk.civic.criteria, desk.document)
        outcome = desk.write(act, document, was=was)
        named = "; ".join(_name_of(one, desk, seen.language).rstrip("?") for one in outcome.parts)
        typed = () if outcome.said in {"kept", "submitted"} else (Typed(document, outcome),)
        return render(seen, "unit", *typed, said=outcome.said, where=named)


def _desk(seen: Seen) -> Desk:
    if seen.place.context_row is None:
        abort(404)
    civic = find_civic(tool().registry.pack)
    return Desk(seen.connection, seen.place.context_row, civic, seen.now)


def _name_of(name: str, desk: Desk, language: str) -> str:
    """What a part of the form is called."""
    kind, _, criterion = name.partition("-")
    if kind == "criterion":
        return desk.civic.words_in(language).criteria[criterion].title
    found: str = words(language, "unit")["fields"][name]["label"]
    return found


def _revision() -> int:
    was = number_in(request.form.get("was", ""))
    return -1 if was is None else was
