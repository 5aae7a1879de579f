"""The rubric of a course: the module's own, or what the facilitators of the course made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection

from lti_tool.store import session_documents
from lti_tool.store.session_documents import Key
from modules.kit.activity_type import JSON, Line, Refusal
from modules.kit.activity_types.rubric_self import RubricSelfWords
from modules.kit.module import Module
from modules.kit.rubric import AssessorsRubric, Typed, read_rubric, rubric_of


@dataclass(frozen=True)
class CourseRubric:
    """What counts in a course.

    Attributes:
        document: What the course changed; empty where nothing is changed.
        revision: Of what is kept; 0: nobody changed anything yet.
    """

    module: Module
    document: Mapping[str, Any]
    revision: int = 0
    changed_at: int | None = None

    @property
    def is_own(self) -> bool:
        """Whether the module's own counts, for one assessor."""
        return not self.document.get("criteria")

    def spoken(self, language: str) -> AssessorsRubric:
        """The rubric in one of the module's languages."""
        return rubric_of(self.module, language, self.document)

    @property
    def in_every_language(self) -> dict[str, AssessorsRubric]:
        """The same rubric in every language of the module."""
        return {language: self.spoken(language) for language in self.module.languages}

    def weighed(self, language: str, value: JSON) -> Sequence[Line]:
        """How a learner weighed their own work, under the names that the criteria have in this course."""
        if self.module.rubric is None:
            return ()
        activity = self.module.activities[self.module.rubric.activity]
        clean = activity.type.clean(activity.options, value)
        if isinstance(clean, Refusal):
            return ()
        words = cast("RubricSelfWords", self.module.words[language].activities[activity.id])
        labels = {one.id: one.label for one in self.spoken(language).criteria}
        criteria = {
            name: said.model_copy(update={"label": labels.get(name, said.label)})
            for name, said in words.criteria.items()
        }
        own = words.model_copy(update={"criteria": criteria})
        return activity.type.lines(activity.options, own, clean)


def course_rubric(connection: Connection, attempt_row: int, module: Module) -> CourseRubric:
    """The rubric in the course of an attempt, to a module that has one."""
    found = session_documents.find_in_course(connection, attempt_row, module.id, "rubric")
    if found is None:
        return CourseRubric(module, {})
    _, kept = found
    return CourseRubric(module, kept.document, kept.revision, kept.changed_at)


def keep_rubric(  # noqa: PLR0913 (all but the connection has a name)
    connection: Connection,
    *,
    attempt_row: int,
    link_row: int,
    module: Module,
    language: str,
    typed: Typed | None,
    was: int,
    now: int,
) -> str:
    """Keep what a facilitator made of the rubric, if it is still the one that they saw.

    Args:
        connection: A transaction that writes.
        attempt_row: The facilitator's own.
        link_row: Its link, where the rubric is kept if the course has none yet.
        module: One with a rubric.
        language: In which the form was shown.
        typed: As it was filled in; None to go back to the module's own.
        was: The revision seen; 0 where nobody had changed anything.
        now: Seconds since 1970.

    Returns:
        `kept`, `own` (back to the module's), `met` (somebody else was first), or what is wrong, as in
        `read_rubric`.
    """
    found = session_documents.find_in_course(connection, attempt_row, module.id, "rubric")
    before = found[1].document if found else None
    document: Mapping[str, Any] | str = {}
    if typed is not None:
        document = read_rubric(module, language, typed, before, was + 1)
    if isinstance(document, str):
        return document
    key = found[0] if found else Key(link_row, module.id, "rubric")
    # Going back is a change like another: the number of changes never begins again.
    kept = session_documents.change(connection, key, document, was=was, now=now)
    if not kept and (before or {}) != document:
        return "met"
    return "own" if typed is None else "kept"
