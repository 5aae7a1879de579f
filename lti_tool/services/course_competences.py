"""The competences of a course: what its learners shared of their own estimates, and what was released."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from lti_tool.rules.competences import Figure, LearnersCompetences, Side, estimate
from lti_tool.services.course_evidence import LearnerEvidence, evidence_of_course
from lti_tool.store import course_evidence
from modules.kit.module import Module


def competences_of_course(
    connection: Connection, attempt_row: int, module: Module
) -> list[LearnersCompetences]:
    """Everybody with a figure to tell, in the course of this attempt; `module` is the whole."""
    estimates = _estimates(connection, attempt_row, module)
    found = [
        _of_one(one, estimates.get(one.learner_row, {}))
        for one in evidence_of_course(connection, attempt_row, module)
    ]
    return [one for one in found if one.figures]


def _of_one(one: LearnerEvidence, own: Mapping[Side, Mapping[str, Figure]]) -> LearnersCompetences:
    given = [session.released for session in one.sessions.values() if session.released]
    if not given:
        return LearnersCompetences(one.sub, own)
    newest = max(given, key=lambda released: released.at)
    figures = {name: Figure(points, most) for name, (points, most) in newest.competences.items()}
    return LearnersCompetences(one.sub, {**own, "given": figures}, newest.at)


def _estimates(
    connection: Connection, attempt_row: int, module: Module
) -> dict[int, dict[Side, Mapping[str, Figure]]]:
    """By learner. An answer that its learner did not share is not even read."""
    if module.competences is None:
        return {}
    sides: dict[str, Side] = {module.competences.before: "before", module.competences.after: "after"}
    links = [one.row for one in course_evidence.links_of(connection, attempt_row, module.id)]
    found: dict[int, dict[Side, Mapping[str, Figure]]] = {}
    for shared in course_evidence.shared_at(connection, links, module.id, list(sides)):
        figures = estimate(module.activities[shared.activity], shared.answer.value)
        if figures and shared.answer.how == "screen":
            # A link that stands twice: what was changed last counts.
            found.setdefault(shared.learner_row, {})[sides[shared.activity]] = figures
    return found
