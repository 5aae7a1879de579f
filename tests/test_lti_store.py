"""The database's shape, and what becomes of one that does not fit."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from lti_tool.errors import RegistrationError, SchemaError, SettingsError
from lti_tool.store import platforms
from lti_tool.store.db import OLDEST_THAT_WORKS, Database
from lti_tool.store.tables import metadata
from tests.lti_fixtures import ON_BOTH
from tests.lti_platform_double import PlatformDouble


@ON_BOTH
def test_the_migrations_make_exactly_our_tables(database_url: str) -> None:
    database = Database(database_url)
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.close()


def test_an_empty_sqlite_file_is_brought_into_shape(tmp_path: Path) -> None:
    file = tmp_path / "new" / "wegwijs.sqlite"
    database = Database(f"sqlite:///{file}")
    database.prepare()
    assert database.revision() == database.newest_revision()
    assert file.stat().st_mode & 0o077 == 0
    database.close()


@pytest.mark.parametrize("revision", ["0013", None])
def test_another_shape_is_refused_with_the_way_on(settings, revision: str | None) -> None:
    database = Database(settings.database_url)
    with database.write() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        if revision:
            connection.execute(text("INSERT INTO alembic_version VALUES (:it)"), {"it": revision})
    with pytest.raises(SchemaError, match="wegwijs db upgrade"):
        database.prepare()
    database.close()


def another_version_was_here(database: Database, revision: str, oldest: str | None) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})
        connection.execute(text("DELETE FROM installation WHERE name = 'oldest-version'"))
        if oldest:
            row = {"it": oldest}
            connection.execute(text("INSERT INTO installation VALUES ('oldest-version', :it)"), row)


@ON_BOTH
def test_a_newer_shape_that_allows_this_version_is_worked_with(database_url: str) -> None:
    database = Database(database_url)
    another_version_was_here(database, "9999", OLDEST_THAT_WORKS)
    database.prepare()
    assert database.fits()
    database.close()


@pytest.mark.parametrize("oldest", ["9998", None])
def test_a_newer_shape_that_does_not_is_refused(settings, oldest: str | None) -> None:
    database = Database(settings.database_url)
    another_version_was_here(database, "9999", oldest)
    with pytest.raises(SchemaError, match="9999"):
        database.prepare()
    database.close()


@ON_BOTH
def test_whoever_upgrades_says_which_version_can_still_work_with_it(database_url: str) -> None:
    database = Database(database_url)
    with database.read() as connection:
        said = connection.scalar(text("SELECT value FROM installation WHERE name = 'oldest-version'"))
    assert said == OLDEST_THAT_WORKS
    assert database.knows(OLDEST_THAT_WORKS)
    database.close()


@pytest.mark.services
def test_an_empty_postgresql_is_not_touched_without_being_asked() -> None:
    from tests import needs  # noqa: PLC0415

    database = Database(needs.postgresql())
    with pytest.raises(SchemaError, match="wegwijs db upgrade"):
        database.prepare()
    assert database.is_empty()
    database.close()


@pytest.mark.parametrize("url", ["", "x", "mysql://a/b", "sqlite://", "sqlite:///:memory:"])
def test_an_address_of_no_use_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="WEGWIJS_DATABASE_URL"):
        Database(url)


@ON_BOTH
def test_what_fails_leaves_nothing_behind(store: Database) -> None:
    def fails() -> None:
        with store.write() as connection:
            platforms.approve(connection, 1, "dep-9", 1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    with store.read() as connection:
        assert [one.deployment_id for one in platforms.deployments_of(connection, 1)] == ["dep-1"]


@ON_BOTH
def test_a_known_platform_is_not_overwritten(store: Database, platform: PlatformDouble) -> None:
    with pytest.raises(RegistrationError, match="registered already"), store.write() as connection:
        platforms.add(connection, platform.registration, [], 1)


def test_parameters_of_statements_are_in_no_error(store: Database) -> None:
    with pytest.raises(Exception, match="hide_parameters") as caught, store.write() as connection:
        connection.execute(text("INSERT INTO nothing VALUES (:it)"), {"it": "heel geheim"})
    assert "heel geheim" not in str(caught.value)
