"""The part of the class page that prepares a session: its purpose, what it needs, the plan for its time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import request
from sqlalchemy import Connection

from lti_tool.rules.plan import LESSONS, Plan, exercises_of, from_form, minutes_in, propose
from lti_tool.rules.session_guide import GuidedExercise, guided, materials
from lti_tool.services.session_plan import plan_of
from lti_tool.words import words
from modules.kit.module import Module

_MOST_CHARACTERS = 9


@dataclass(frozen=True)
class Draft:
    """A plan that a facilitator has on the screen and that is not kept.

    Attributes:
        plan: The plan.
        was: The revision of the kept one that its facilitator saw; None: they see now that there is another.
    """

    plan: Plan
    was: int | None


def read_draft(module: Module) -> tuple[Draft, list[str]]:
    """The plan in the form that came; and the exercises for which no number of minutes was typed."""
    plan, wrong = from_form(request.form, exercises_of(module), module.minutes)
    was = request.form.get("was", "")
    known = was.isascii() and was.isdigit() and len(was) <= _MOST_CHARACTERS
    return Draft(plan, int(was) if known else 0), wrong


def spoken_plan(
    connection: Connection,
    module: Module,
    link_row: int,
    *,
    language: str,
    draft: Draft | None,
) -> dict[str, Any]:
    """What the part shows.

    Args:
        connection: A transaction.
        module: With the steps that the link shows.
        link_row: The link.
        language: Of the page.
        draft: A plan that could not be kept; else the one kept is shown, or the one asked for (`?minutes=`).
    """
    kept = plan_of(connection, link_row, module)
    asked = minutes_in(request.args.get("minutes", "").strip()) if request.method == "GET" else None
    plan = draft.plan if draft else propose(exercises_of(module), asked) if asked else kept.plan
    spoken = module.language(language)
    exercises = guided(module, spoken, plan)
    guide = module.guides[spoken].module if spoken in module.guides else None
    return {
        "here": words(language, "prepare"),
        "guide": guide,
        "language": language,
        "spoken": spoken,
        "plan": plan,
        "revision": draft.was if draft and draft.was is not None else kept.revision,
        "kept_at": kept.kept_at if draft is None and not asked else None,
        "is_draft": draft is not None,
        "lessons": [minutes for minutes in LESSONS if minutes != module.minutes],
        "steps": [(title, list(found)) for title, found in groupby(exercises, lambda one: one.step)],
        "glance": list(_glance(module, spoken)),
        "materials": materials(exercises),
        "pitfalls": [one for one in exercises if one.weight == "must" and one.guide.pitfalls],
        "bar": _bar(plan),
    }


def title_of(module: Module, language: str, exercise: str) -> str:
    """What an exercise is called on the page."""
    found: str = module.words[module.language(language)].activities[exercise].title
    return found


def _glance(module: Module, spoken: str) -> Iterator[tuple[int, int, str, list[GuidedExercise]]]:
    """From and to which minute each step goes, in the session's own time."""
    whole = guided(module, spoken, propose(exercises_of(module), module.minutes))
    begin = 0
    for title, found in groupby(whole, lambda one: one.step):
        exercises = list(found)
        end = begin + sum(one.minutes for one in exercises)
        yield begin, end, title, exercises
        begin = end


def _bar(plan: Plan) -> dict[str, float]:
    """How wide what must and what may is drawn, and where the time ends: of a bar of 100."""
    whole = max(plan.available, plan.minutes("must", "may"), 1)
    return {
        "must": round(100 * plan.minutes("must") / whole, 2),
        "may": round(100 * plan.minutes("may") / whole, 2),
        "end": round(100 * plan.available / whole, 2),
    }
