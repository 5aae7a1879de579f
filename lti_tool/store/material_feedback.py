"""How exercises went, for the authors of modules: of nobody, of no class, by the day.

A row has no link, no person and no school. Its number was chosen at random by the device that sent it, so
that the same tap sent twice is one, and so that the order of the rows says nothing either.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from lti_tool.rules.material_feedback import MOST_A_DAY, KeptTap, Tap
from lti_tool.store.db import upsert
from lti_tool.store.tables import material_feedback

Outcome = Literal["kept", "closed", "full"]
"""What became of a tap. `closed`: that number is of another exercise or day. `full`: enough for one day."""


def keep(connection: Connection, tap: Tap, module: str, version: str, day: str) -> Outcome:
    """Keep a tap, change the one of the same number and day, or take it back.

    Args:
        connection: A transaction that writes.
        tap: What was said, of an exercise of `module`.
        module: The module's id.
        version: The module's version.
        day: Today, as in ISO 8601.
    """
    table = material_feedback.c
    here = (
        table.module == module,
        table.version == version,
        table.activity == tap.activity,
        table.day == day,
    )
    mine = (table.id == tap.number, *here)
    if tap.verdict is None:
        connection.execute(delete(material_feedback).where(*mine))
        return "kept"
    if _change(connection, tap, mine):
        return "kept"
    if (connection.scalar(select(func.count()).where(*here)) or 0) >= MOST_A_DAY:
        return "full"
    new = upsert(connection, material_feedback).values(
        id=tap.number,
        module=module,
        version=version,
        activity=tap.activity,
        verdict=tap.verdict,
        note=tap.note or None,
        day=day,
    )
    added = connection.scalar(new.on_conflict_do_nothing().returning(table.id)) is not None
    # The same tap on its way twice at once is one.
    return "kept" if added or _change(connection, tap, mine) else "closed"


def every(connection: Connection, module: str | None = None) -> Sequence[KeptTap]:
    """All taps, of one module or of all, oldest day first."""
    table = material_feedback.c
    query = select(
        table.module, table.version, table.activity, table.verdict, table.note, table.day, table.id
    )
    if module is not None:
        query = query.where(table.module == module)
    # Never by number: within a day there is no order.
    rows = connection.execute(query.order_by(table.day, table.activity, table.verdict, table.note))
    return [KeptTap(*row) for row in rows]


def forget_note(connection: Connection, number: int) -> None:
    """Remove a note that should not have been written; the tap itself stays."""
    connection.execute(update(material_feedback).where(material_feedback.c.id == number).values(note=None))


def _change(connection: Connection, tap: Tap, mine: Sequence[ColumnElement[bool]]) -> bool:
    values: dict[str, Any] = {"verdict": tap.verdict}
    if tap.note is not None:
        values["note"] = tap.note or None
    query = update(material_feedback).where(*mine).values(**values).returning(material_feedback.c.id)
    return connection.scalar(query) is not None
