"""What a learner is told of the judging of their work: the course's rubric, and what was released."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import Connection

from lti_tool.protocol.scores import iso
from lti_tool.rules.verdict import told
from lti_tool.services.course_rubric import CourseRubric, course_rubric
from lti_tool.store import assessments
from lti_tool.store.attempts import Attempt
from modules.kit.activity_types.rubric_self import RubricSelfOptions
from modules.kit.module import Module


def for_page(connection: Connection, attempt: Attempt, module: Module, wanted: str) -> dict[str, Any]:
    """What a learner's page gets beside its answers; nothing where nobody judges.

    Args:
        connection: A transaction.
        attempt: The one that is open.
        module: In its variant.
        wanted: The language of the page.

    Returns:
        `rubric` where the course has its own words, and for a learner `verdict`: what is handed in, and what
        was released of it.
    """
    if module.rubric is None:
        return {}
    language = module.language(wanted)
    course = course_rubric(connection, attempt.id, module)
    found: dict[str, Any] = {} if course.is_own else {"rubric": _rubric(course, module, language)}
    if attempt.role == "learner":
        found["verdict"] = {
            "activity": module.rubric.activity,
            "work": list(module.rubric.work),
            **_released(connection, attempt.id, language),
        }
    return found


def _released(connection: Connection, attempt_row: int, language: str) -> dict[str, Any]:
    found = assessments.verdict_of(connection, attempt_row)
    if found is None or found.released is None or found.released_at is None:
        return {}
    when = {"at": iso(found.released_at), "revision": found.revision, "new": not found.seen_at}
    return {"released": told(found.released, language) | when}


def _rubric(course: CourseRubric, module: Module, language: str) -> dict[str, Any]:
    rubric = course.spoken(language)
    name = module.rubric.activity if module.rubric else ""
    levels = cast("RubricSelfOptions", module.activities[name].options).levels
    weighed = {
        one.id: {
            "label": one.label,
            "competence": rubric.competences.get(one.competence or "", ""),
            "levels": dict(zip(levels, one.levels, strict=True)),
        }
        for one in rubric.criteria
        if not one.is_added
    }
    added = [
        {"label": one.label, "levels": list(zip(rubric.levels, one.levels, strict=True))}
        for one in rubric.criteria
        if one.is_added
    ]
    return {"activity": name, "criteria": weighed, "added": added}
