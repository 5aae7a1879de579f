"""Transactions: kept whole or not at all, and a connection that nothing is left on for who comes next."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import Connection, text

from lti_tool.store.db import Database
from tests.lti_fixtures import ON_BOTH

MORE_THAN_A_POOL = 20


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def keep(connection: Connection, name: str) -> None:
    connection.execute(text("INSERT INTO installation VALUES (:name, 'kept')"), {"name": name})


def is_kept(database: Database, name: str) -> bool:
    with database.read() as connection:
        found = connection.scalar(text("SELECT value FROM installation WHERE name = :name"), {"name": name})
    return found is not None


@ON_BOTH
def test_what_is_written_is_there_for_the_next(database: Database) -> None:
    with database.write() as connection:
        keep(connection, "one")
    assert is_kept(database, "one")


@ON_BOTH
def test_an_error_leaves_nothing_of_it_and_the_next_may_write(database: Database) -> None:
    def go_wrong() -> None:
        with database.write() as connection:
            keep(connection, "one")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        go_wrong()
    assert not is_kept(database, "one")
    with database.write() as connection:
        keep(connection, "two")
    assert is_kept(database, "two")


@ON_BOTH
def test_what_is_written_while_reading_is_not_kept(database: Database) -> None:
    with database.read() as connection:
        keep(connection, "one")
    with database.write() as connection:
        keep(connection, "two")
    assert not is_kept(database, "one")


@ON_BOTH
def test_a_reader_sees_what_was_written_since_it_read_before(database: Database) -> None:
    assert not is_kept(database, "one")
    other = Database(database.url)
    with other.write() as connection:
        keep(connection, "one")
    other.close()
    assert is_kept(database, "one")


def test_many_may_read_at_once(settings) -> None:
    database = Database(settings.database_url)
    with ExitStack() as stack:
        for _ in range(MORE_THAN_A_POOL):
            connection = stack.enter_context(database.read())
            assert connection.scalar(text("SELECT 1")) == 1
    database.close()


@pytest.mark.parametrize("durable", [True, False])
def test_how_sure_a_write_is_holds_for_that_write_alone(settings, durable: bool) -> None:
    database = Database(settings.database_url)
    for asked in (durable, not durable, durable):
        with database.write(durable=asked) as connection:
            full, normal = 2, 1  # https://www.sqlite.org/pragma.html#pragma_synchronous
            assert connection.scalar(text("PRAGMA synchronous")) == (full if asked else normal)
    database.close()


def test_a_reader_does_not_stop_a_writer_elsewhere(settings) -> None:
    database, other = Database(settings.database_url), Database(settings.database_url)
    with database.write() as connection:
        keep(connection, "one")
    with database.read() as connection, other.write() as elsewhere:
        assert connection.scalar(text("SELECT count(*) FROM installation")) >= 1
        keep(elsewhere, "two")
    assert is_kept(database, "two")
    database.close()
    other.close()


def test_a_closed_database_leaves_no_connection_open(settings) -> None:
    database = Database(settings.database_url)
    assert not is_kept(database, "one")
    with database.write() as connection:
        keep(connection, "one")
    database.close()
    assert database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_a_writer_that_never_got_its_turn_is_not_kept_waiting_for_ever(settings) -> None:
    database, other = Database(settings.database_url), Database(settings.database_url)
    with database.read() as connection:
        connection.execute(text("PRAGMA busy_timeout=50"))
    with other.write() as connection:
        keep(connection, "one")
        with pytest.raises(sqlite3.OperationalError, match="locked"), database.write() as late:
            keep(late, "two")
    with database.write() as connection:
        keep(connection, "three")
    assert is_kept(database, "three")
    database.close()
    other.close()
