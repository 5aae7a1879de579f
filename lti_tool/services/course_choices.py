"""What the facilitators of a course chose for its learners, such as the frame in which they reflect.

A course may have a link for each session of a module: what is chosen at one of them counts at all. No choice
touches an answer: whoever wrote under another one finds it where it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from lti_tool.store import session_documents
from lti_tool.store.session_documents import Kept, Key
from modules.kit.choices import known, settled
from modules.kit.module import Module


@dataclass(frozen=True)
class CourseChoices:
    """What counts in a course.

    Attributes:
        settled: One option for every choice of the module.
        revision: Of what is kept; 0: nobody chose yet.
        changed_at: When somebody last chose, in seconds since 1970.
    """

    settled: Mapping[str, str]
    revision: int = 0
    changed_at: int | None = None


def choices_of(connection: Connection, attempt_row: int, module: Module) -> CourseChoices:
    """What counts in the course of an attempt. A module without choices asks the database nothing."""
    found = _found(connection, attempt_row, module) if module.choices else None
    if found is None:
        return CourseChoices(settled(module.choices, {}))
    _, kept = found
    return CourseChoices(settled(module.choices, kept.document), kept.revision, kept.changed_at)


def keep_choices(  # noqa: PLR0913 (all but the connection has a name)
    connection: Connection,
    *,
    attempt_row: int,
    link_row: int,
    module: Module,
    chosen: Mapping[str, str],
    was: int,
    now: int,
) -> bool:
    """Keep what a facilitator chose, if the choices that are kept are still those they saw.

    Args:
        connection: A transaction that writes.
        attempt_row: The facilitator's own.
        link_row: Its link, where the choices are kept if the course has none yet.
        module: That of the link.
        chosen: An option by choice; what the module does not offer is left out.
        was: The revision seen; 0 where nobody had chosen.
        now: Seconds since 1970.

    Returns:
        Whether it now is as wanted; False leaves what somebody else chose.
    """
    document = known(module.choices, chosen)
    found = _found(connection, attempt_row, module)
    key = found[0] if found else Key(link_row, module.id, "choices")
    if session_documents.change(connection, key, document, was=was, now=now):
        return True
    return choices_of(connection, attempt_row, module).settled == settled(module.choices, document)


def _found(connection: Connection, attempt_row: int, module: Module) -> tuple[Key, Kept] | None:
    return session_documents.find_in_course(connection, attempt_row, module.id, "choices")
