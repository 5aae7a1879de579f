"""Every group's answers to a survey, on their way out for research."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from sqlalchemy import Connection

from lti_tool.rules import survey_export
from lti_tool.rules.group_totals import answers_of
from lti_tool.rules.survey_export import Export, Told
from lti_tool.store import group_pictures
from modules.kit.module import Module
from modules.kit.totals import survey_questions, surveys


def export(
    connection: Connection,
    module: Module,
    *,
    registration_id: int | None = None,
    deployment_id: str | None = None,
) -> Export:
    """The answers of every group, or of those of one platform or one place. A group has one link."""
    found = group_pictures.of_all(
        connection,
        module.id,
        list(surveys(module)),
        registration_id=registration_id,
        deployment_id=deployment_id,
    )
    groups: dict[int, list[Told]] = {}
    for one in found:
        if answers := answers_of(module, one.values):
            groups.setdefault(one.link_row, []).append(Told(answers, one.changed_at))
    return survey_export.export(groups.values(), survey_questions(module.steps), _shuffle)


def _shuffle(rows: list[Sequence[str]]) -> None:
    # Not from a seed that somebody could try out.
    secrets.SystemRandom().shuffle(rows)
