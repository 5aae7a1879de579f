"""The statements of every launch, without the work that SQLAlchemy would do again each time.

Executing a statement through SQLAlchemy takes ten times as long as SQLite needs to answer it, and a launch
has eight. A prepared statement is compiled once for each dialect and then goes straight to the driver, in
the connection's own transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ClauseElement, Connection
from sqlalchemy.sql.compiler import SQLCompiler


@dataclass(frozen=True)
class _Compiled:
    text: str
    names: Sequence[str] | None
    """The parameters in their order, for a driver that knows no names."""
    constants: Mapping[str, Any]
    """What the statement says itself, such as a limit."""


class Prepared:
    """One statement whose parameters all have names, and whose values need no conversion.

    Booleans come back as the driver gives them: SQLite has none, and says 0 or 1.
    """

    def __init__(self, statement: ClauseElement, columns: Sequence[str] | None = None) -> None:
        """Keep a statement.

        Args:
            statement: The statement.
            columns: Of an INSERT: the columns that get values.
        """
        self._statement = statement
        self._columns = columns
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Execute the statement; return its rows, none where it gives none.

        Raises:
            Exception: What the driver raises; callers expect no such error.
        """
        compiled = self._compiled.get(connection.dialect.name) or self._compile(connection)
        given = {**compiled.constants, **values}
        cursor = connection.connection.cursor()
        try:
            ordered = given if compiled.names is None else [given[name] for name in compiled.names]
            cursor.execute(compiled.text, ordered)
            return list(cursor.fetchall()) if cursor.description else []
        finally:
            cursor.close()

    def first(self, connection: Connection, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """Execute the statement; return its first row."""
        return next(iter(self.rows(connection, values)), None)

    def _compile(self, connection: Connection) -> _Compiled:
        made = self._statement.compile(dialect=connection.dialect, column_keys=self._columns)
        assert isinstance(made, SQLCompiler)  # noqa: S101 (what statements compile to)
        names = list(made.positiontup) if made.positiontup is not None else None
        constants = {name: value for name, value in made.params.items() if value is not None}
        compiled = self._compiled[connection.dialect.name] = _Compiled(str(made), names, constants)
        return compiled
