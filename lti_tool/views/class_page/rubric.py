"""The rubric of this course: its criteria and levels in the course's own words, and who assesses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Response, request

from lti_tool.services.course_rubric import course_rubric, keep_rubric
from lti_tool.store import assessments
from lti_tool.views.class_page.look import Seen, look, see
from lti_tool.views.class_page.page import blueprint, part, render
from lti_tool.views.current import tool
from lti_tool.views.numbers import number_in
from modules.kit.rubric import (
    ASSESSING,
    LONGEST_LABEL,
    LONGEST_LEVEL,
    MOST_CRITERIA,
    AssessorsRubric,
    Criterion,
    Typed,
    rubric_of,
)


@dataclass(frozen=True)
class Slot:
    """One criterion in the form; an empty one at the end is for a new one."""

    criterion: Criterion
    counts: bool = True
    is_open: bool = False


@dataclass(frozen=True)
class Draft:
    """A rubric that a facilitator has on the screen and that is not kept."""

    slots: list[Slot]
    typed: Typed
    was: int


@part("rubric", offered=lambda seen: seen.module.rubric is not None)
def rubric(seen: Seen, draft: Draft | None = None) -> dict[str, Any]:
    """What the part shows; with a draft, what was typed and is not kept."""
    now = course_rubric(seen.connection, seen.attempt.id, seen.module)
    spoken = now.spoken(seen.spoken)
    return {
        "rubric": spoken,
        "slots": draft.slots if draft else list(_slots(seen, spoken)),
        "assessing": draft.typed.assessing if draft else spoken.assessing,
        "cutoff": draft.typed.cutoff if draft else spoken.cutoff or "",
        "ways": ASSESSING,
        "is_own": now.is_own,
        "revision": draft.was if draft else now.revision,
        "changed_at": now.changed_at,
        "is_used": assessments.any_at(seen.connection, seen.place.link_row, seen.module.id),
        "longest": {"label": LONGEST_LABEL, "level": LONGEST_LEVEL},
        "most": MOST_CRITERIA,
    }


@blueprint.post("/rubric")
def change_rubric() -> Response:
    """Keep the rubric of the form, or with `own` go back to the module's; what somebody else made stays."""
    at = look()
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        if seen.module.rubric is None:
            return render(seen, "class")
        draft = None if "own" in request.form else _draft(seen)
        outcome = keep_rubric(
            connection,
            attempt_row=seen.attempt.id,
            link_row=seen.place.link_row,
            module=seen.module,
            language=seen.spoken,
            typed=draft.typed if draft else None,
            was=number_in(request.form.get("was", "")) or 0,
            now=seen.now,
        )
        if outcome in {"kept", "own"} or draft is None:
            return render(seen, "rubric", said=outcome)
        if outcome == "met":
            # Who sees now that somebody else changed it may go over it.
            found = course_rubric(connection, seen.attempt.id, seen.module)
            draft = Draft(draft.slots, draft.typed, found.revision)
        return render(seen, "rubric", draft, said=outcome)


def _slots(seen: Seen, spoken: AssessorsRubric) -> Iterator[Slot]:
    """What counts, then what the course left out, then an empty one."""
    yield from (Slot(one) for one in spoken.criteria)
    own = rubric_of(seen.module, seen.spoken)
    yield from (Slot(one, counts=False) for one in own.criteria if one.id in spoken.left_out)
    if len(spoken.criteria) < MOST_CRITERIA:
        yield Slot(_empty(spoken))


def _empty(spoken: AssessorsRubric) -> Criterion:
    return Criterion("", "", ("",) * len(spoken.levels), is_added=True)


def _draft(seen: Seen) -> Draft:
    form, levels = request.form, len(rubric_of(seen.module, seen.spoken).levels)
    slots = []
    # One more than may count: who filled in too many hears that, and loses nothing.
    for at in range(2 * MOST_CRITERIA):
        if f"label-{at}" not in form:
            break
        texts = tuple(form.get(f"level-{at}-{level}", "") for level in range(levels))
        name = form.get(f"id-{at}", "")
        one = Criterion(name, form[f"label-{at}"], texts, form.get(f"competence-{at}") or None, not name)
        slots.append(Slot(one, counts=f"counts-{at}" in form, is_open=True))
    counting = [one.criterion for one in slots if one.counts and not _is_empty(one.criterion)]
    typed = Typed(counting, form.get("assessing", ""), form.get("cutoff", ""))
    return Draft(slots, typed, number_in(form.get("was", "")) or 0)


def _is_empty(one: Criterion) -> bool:
    return not one.id and not any(text.strip() for text in (one.label, *one.levels))
