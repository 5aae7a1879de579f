"""What the facilitators of a link keep together: the plan of a session, where it is, what they chose.

Each has a revision. Who changes it says which one they saw, so that two at once never undo each other's work
in silence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, or_, select, update

from lti_tool.store.db import upsert
from lti_tool.store.tables import attempts, resource_links, session_documents

Kind: TypeAlias = Literal["plan", "state", "choices", "rubric"]


@dataclass(frozen=True)
class Key:
    """Which document: of which link, of which module that it showed."""

    link_row: int
    module: str
    kind: Kind


@dataclass(frozen=True)
class Kept:
    """A document as it is kept; `changed_at` in seconds since 1970."""

    document: Mapping[str, Any]
    revision: int
    changed_at: int


def find(connection: Connection, key: Key) -> Kept | None:
    """What is kept, if anything is."""
    table = session_documents.c
    query = select(table.document, table.revision, table.changed_at).where(*_here(key))
    row = connection.execute(query).one_or_none()
    return Kept(json.loads(row.document), row.revision, row.changed_at) if row else None


def find_in_course(
    connection: Connection, attempt_row: int, module: str, kind: Kind
) -> tuple[Key, Kept] | None:
    """What was last kept at any link to a module in the course of an attempt, and at which link."""
    table, here, beside = session_documents.c, resource_links.alias("here"), resource_links.alias("beside")
    same = or_(beside.c.id == here.c.id, beside.c.context_row == here.c.context_row)
    query = (
        select(table.resource_link_row, table.document, table.revision, table.changed_at)
        .select_from(attempts)
        .join(here, here.c.id == attempts.c.resource_link_row)
        .join(beside, same)
        .join(session_documents, table.resource_link_row == beside.c.id)
        .where(attempts.c.id == attempt_row, table.module == module, table.kind == kind)
        .order_by(table.changed_at.desc(), table.resource_link_row)
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    kept = Kept(json.loads(row.document), row.revision, row.changed_at)
    return Key(row.resource_link_row, module, kind), kept


def change(connection: Connection, key: Key, document: Mapping[str, Any], *, was: int, now: int) -> bool:
    """Keep a document, if nobody changed it since the revision that its writer saw.

    Args:
        connection: A transaction that writes.
        key: Which document.
        document: What is to be kept, as JSON.
        was: The revision seen; 0 where there was none.
        now: Seconds since 1970.

    Returns:
        Whether it is kept; False leaves what somebody else wrote.
    """
    table = session_documents.c
    values = {"document": json.dumps(document), "changed_at": now}
    if was == 0:
        new = upsert(connection, session_documents).values(
            resource_link_row=key.link_row, module=key.module, kind=key.kind, revision=1, **values
        )
        changed = new.on_conflict_do_nothing().returning(table.revision)
    else:
        changed = (
            update(session_documents)
            .where(*_here(key), table.revision == was)
            .values(revision=was + 1, **values)
            .returning(table.revision)
        )
    return connection.scalar(changed) is not None


def _here(key: Key) -> tuple[Any, ...]:
    table = session_documents.c
    return (table.resource_link_row == key.link_row, table.module == key.module, table.kind == key.kind)
