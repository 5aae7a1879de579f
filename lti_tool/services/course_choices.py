"""What the facilitators of a link chose for its learners, such as the frame in which they reflect.

No choice touches an answer: whoever wrote under another one finds it where it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from lti_tool.store import session_documents
from lti_tool.store.session_documents import Key
from modules.kit.choices import known, settled
from modules.kit.module import Module


@dataclass(frozen=True)
class CourseChoices:
    """What counts at a link.

    Attributes:
        settled: One option for every choice of the module.
        revision: Of what is kept; 0: nobody chose yet.
        changed_at: When somebody last chose, in seconds since 1970.
    """

    settled: Mapping[str, str]
    revision: int = 0
    changed_at: int | None = None


def choices_at(connection: Connection, link_row: int, module: Module) -> CourseChoices:
    """What the facilitators of a link chose, with their revision."""
    kept = session_documents.find(connection, _key(link_row, module))
    if kept is None:
        return CourseChoices(settled(module.choices, {}))
    return CourseChoices(settled(module.choices, kept.document), kept.revision, kept.changed_at)


def choices_for(connection: Connection, attempt_row: int, module: Module) -> dict[str, str]:
    """What a page shows: one option for every choice. A module without choices asks the database nothing."""
    if not module.choices:
        return {}
    return settled(module.choices, session_documents.find_at(connection, attempt_row, module.id, "choices"))


def keep_choices(  # noqa: PLR0913 (all but the connection has a name)
    connection: Connection, *, link_row: int, module: Module, chosen: Mapping[str, str], was: int, now: int
) -> bool:
    """Keep what a facilitator chose, if the choices that are kept are still those they saw.

    Args:
        connection: A transaction that writes.
        link_row: The link.
        module: That of the link.
        chosen: An option by choice; what the module does not offer is left out.
        was: The revision seen; 0 where nobody had chosen.
        now: Seconds since 1970.

    Returns:
        Whether it now is as wanted; False leaves what somebody else chose.
    """
    document = known(module.choices, chosen)
    if session_documents.change(connection, _key(link_row, module), document, was=was, now=now):
        return True
    return choices_at(connection, link_row, module).settled == settled(module.choices, document)


def _key(link_row: int, module: Module) -> Key:
    return Key(link_row, module.id, "choices")
