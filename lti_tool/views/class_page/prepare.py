"""The part of the class page that prepares a session: its purpose, what it needs, the plan for its time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from flask import Response, request

from lti_tool.rules.plan import LESSONS, MOST_MINUTES, Plan, exercises_of, from_form, minutes_in, propose
from lti_tool.rules.session_guide import GuidedExercise, guided, materials
from lti_tool.services.session_plan import keep_plan, plan_of
from lti_tool.store.session_documents import Key
from lti_tool.views.class_page.look import Seen, look, see
from lti_tool.views.class_page.page import blueprint, part, render
from lti_tool.views.current import tool
from lti_tool.views.numbers import number_in
from modules.kit.module import Module


@dataclass(frozen=True)
class Draft:
    """A plan that a facilitator has on the screen and that is not kept.

    Attributes:
        plan: The plan.
        was: The revision of the kept one that its facilitator saw; None: they see now that there is another.
    """

    plan: Plan
    was: int | None


@part("prepare")
def prepare(seen: Seen, draft: Draft | None = None) -> dict[str, Any]:
    """What the part shows: the draft; else the plan asked for (`?minutes=`), or the one kept."""
    module, spoken = seen.module, seen.spoken
    kept = plan_of(seen.connection, seen.place.link_row, module)
    asked = minutes_in(request.args.get("minutes", "").strip()) if request.method == "GET" else None
    plan = draft.plan if draft else propose(exercises_of(module), asked) if asked else kept.plan
    exercises = guided(module, spoken, plan)
    return {
        "guide": module.guides[spoken].module if spoken in module.guides else None,
        "language": seen.language,
        "spoken": spoken,
        "plan": plan,
        "most": MOST_MINUTES,
        "revision": draft.was if draft and draft.was is not None else kept.revision,
        "kept_at": kept.kept_at if draft is None and not asked else None,
        "is_draft": draft is not None,
        "is_asked": asked is not None,
        "lessons": [minutes for minutes in LESSONS if minutes != module.minutes],
        "steps": [(title, list(found)) for title, found in groupby(exercises, lambda one: one.step)],
        "glance": list(_glance(module, spoken)),
        "materials": materials(exercises),
        "pitfalls": [one for one in exercises if one.weight == "must" and one.guide.pitfalls],
        "bar": _bar(plan),
    }


@blueprint.post("/plan")
def keep() -> Response:
    """Keep the plan of the form; what somebody else kept meanwhile stays, and this one on the screen too."""
    at = look()
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        draft, wrong = _draft(seen.module)
        if wrong:
            named = ", ".join(_title_of(seen.module, seen.spoken, one) for one in wrong)
            return render(seen, "prepare", draft, said="wrong", where=named, most=MOST_MINUTES)
        key = Key(seen.place.link_row, seen.module.id, "plan")
        if not keep_plan(connection, key, draft.plan, was=draft.was or 0, now=seen.now):
            return render(seen, "prepare", replace(draft, was=None), said="met")
        return render(seen, "prepare", said="kept")


def _draft(module: Module) -> tuple[Draft, list[str]]:
    """The plan in the form that came; and the exercises for which no number of minutes was typed."""
    plan, wrong = from_form(request.form, exercises_of(module), module.minutes)
    return Draft(plan, number_in(request.form.get("was", "")) or 0), wrong


def _title_of(module: Module, spoken: str, exercise: str) -> str:
    found: str = module.words[spoken].activities[exercise].title
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
