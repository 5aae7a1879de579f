"""What all tables share: how their keys are named, and the columns that many of them have."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

# Open pages show our numbers of these in sealed tokens: SQLite may not give the number of a row that is gone
# to another one. PostgreSQL never does.
NEVER_AGAIN: dict[str, Any] = {"sqlite_autoincrement": True}


def number() -> Column[int]:
    """Our own number of a row."""
    return Column("id", Integer, primary_key=True)


def row_of(table: str, *, index: bool = False, primary_key: bool = False) -> Column[int]:
    """Whose row this is: goes when that goes."""
    name = {"registrations": "registration_id", "deployments": "deployment_row"}.get(
        table, table.removesuffix("s") + "_row"
    )
    return Column(
        name,
        Integer,
        ForeignKey(f"{table}.id", ondelete="CASCADE"),
        nullable=False,
        index=index,
        primary_key=primary_key,
    )


def moment(name: str) -> Column[int]:
    """When something happened; 0: never yet."""
    return Column(name, BigInteger, nullable=False, server_default=text("0"))
