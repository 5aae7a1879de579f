"""What the facilitators of a link decided about what its class shared: on the screen, hidden, answered.

An item is a digest: nothing of what was shared is kept here, so nothing stays when its learner takes it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, select

from lti_tool.store.db import upsert
from lti_tool.store.prepared import Prepared
from lti_tool.store.tables import attempts, wall_marks


@dataclass(frozen=True)
class Wall:
    """Of which link, and of which module that it showed."""

    link_row: int
    module: str


@dataclass(frozen=True)
class Kept:
    """A mark, and when it was made, in seconds since 1970."""

    mark: str
    changed_at: int


_OF_ATTEMPT = Prepared(
    select(wall_marks.c.item, wall_marks.c.mark, wall_marks.c.changed_at)
    .join(attempts, attempts.c.resource_link_row == wall_marks.c.resource_link_row)
    .where(attempts.c.id == bindparam("attempt"), wall_marks.c.module == attempts.c.module)
    .order_by(wall_marks.c.item)
)


def of_attempt(connection: Connection, attempt_row: int) -> Mapping[str, Kept]:
    """The marks at the link where an attempt is made, for its module, by item."""
    rows = _OF_ATTEMPT.rows(connection, {"attempt": attempt_row})
    return {item: Kept(mark, changed_at) for item, mark, changed_at in rows}


def put(connection: Connection, wall: Wall, item: str, mark: str, now: int) -> None:
    """Make a mark; of two at once the last one stays, whoever made it."""
    values = {"mark": mark, "changed_at": now}
    made = upsert(connection, wall_marks).values(
        resource_link_row=wall.link_row, module=wall.module, item=item, **values
    )
    keys = ["resource_link_row", "module", "item"]
    connection.execute(made.on_conflict_do_update(index_elements=keys, set_=values))


def take_away(connection: Connection, wall: Wall, item: str) -> None:
    """Undo a mark; one that is gone already stays gone."""
    table = wall_marks.c
    here = (table.resource_link_row == wall.link_row, table.module == wall.module, table.item == item)
    connection.execute(delete(wall_marks).where(*here))
