"""What the facilitators of this class choose for its learners, where the module leaves a choice."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from lti_tool.services.course_choices import choices_of, keep_choices
from lti_tool.views.class_page.look import Seen, look, see
from lti_tool.views.class_page.page import blueprint, part, render
from lti_tool.views.current import tool
from lti_tool.views.numbers import number_in


@part("choices", offered=lambda seen: bool(seen.module.choices))
def choices(seen: Seen) -> dict[str, Any]:
    """What the part shows."""
    now = choices_of(seen.connection, seen.attempt.id, seen.module)
    return {
        "choices": seen.module.words[seen.spoken].module.choices,
        "offered": seen.module.choices,
        "settled": now.settled,
        "revision": now.revision,
        "changed_at": now.changed_at,
    }


@blueprint.post("/choices")
def choose() -> Response:
    """Keep the choices of the form; what somebody else chose meanwhile stays."""
    at = look()
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        if not seen.module.choices:
            return render(seen, "class")
        kept = keep_choices(
            connection,
            attempt_row=seen.attempt.id,
            link_row=seen.place.link_row,
            module=seen.module,
            chosen={name: request.form.get(f"choice-{name}", "") for name in seen.module.choices},
            was=number_in(request.form.get("was", "")) or 0,
            now=seen.now,
        )
        return render(seen, "choices", said="choices" if kept else "choices-met")
