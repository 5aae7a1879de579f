"""The database: connections, transactions, and whether its shape fits this version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, inspect, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

from lti_tool.errors import SchemaError, SettingsError
from lti_tool.store.tables import installation, metadata

MIGRATIONS = Path(__file__).parent / "migrations"
OLDEST_THAT_WORKS = "0017"
"""The oldest shape whose Wegwijs can go on working when the newest migration here has been made.

Migrations add. One that takes away or changes what an older version reads or writes sets this to itself; all
processes must then stop for it (docs/operations/upgrade.md)."""
_SYNCHRONOUS, _SAID = "wegwijs.synchronous", "wegwijs.said"


class Database:
    """One database, SQLite or PostgreSQL.

    `read` and `write` each give one transaction. On SQLite a writer takes its lock at the start, so
    that it waits its turn instead of failing half-way.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self._turn: AbstractContextManager[object] = RLock() if self.is_sqlite else nullcontext()
        self._ready: list[Connection] = []

    @property
    def is_sqlite(self) -> bool:
        """Whether everything is in one file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One transaction that changes nothing."""
        with self._connected() as connection:
            yield connection

    @contextmanager
    def write(self, *, durable: bool = False) -> Iterator[Connection]:
        """One transaction; kept as a whole or not at all.

        Args:
            durable: Survive a power cut too, not only the end of the process (0.1 ms on SQLite).
        """
        # SQLite lets who must wait sleep for longer and longer; threads of one process queue better here.
        with self._turn, self._connected() as connection:
            connection.info[_SYNCHRONOUS] = "FULL" if durable else "NORMAL"
            with connection.begin():
                yield connection

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """A connection, without a transaction before and after."""
        if not self.is_sqlite:
            with self.engine.connect() as connection:
                yield connection
            return
        # Kept as they are: taking one out of SQLAlchemy's pool and giving it back costs a launch as much as
        # its statements do. The one used last has what SQLite read most recently.
        try:
            connection = self._ready.pop()
        except IndexError:
            connection = self.engine.connect()
        try:
            yield connection
            if connection.in_transaction():
                connection.rollback()
        except BaseException:
            connection.close()
            raise
        self._ready.append(connection)

    def close(self) -> None:
        """Close every connection that nobody uses."""
        while self._ready:
            self._ready.pop().close()
        self.engine.dispose()

    def prepare(self) -> None:
        """Bring an empty SQLite file into shape; refuse any other shape than this version's.

        Raises:
            SchemaError: The database is older or newer; the message has the command to run.
        """
        try:
            if self.is_sqlite and self.is_empty():
                self.upgrade()
            fits, found, needed = self.fits(), self.revision(), self.newest_revision()
        except OperationalError as problem:
            raise SchemaError(f"the database can't be opened: {problem.orig}") from problem
        if not fits:
            raise SchemaError(
                f"the database is at version {found or 'none'}, this Wegwijs needs {needed}: "
                "make a backup and run `wegwijs db upgrade`"
            )

    def fits(self) -> bool:
        """Whether this version can work with the database's shape: its own, or a newer one that allows it."""
        found = self.revision()
        if found == self.newest_revision():
            return True
        if found is None or self.knows(found):
            return False
        # A newer Wegwijs was here. It wrote down the oldest version that can still work with what it made.
        try:
            with self.read() as connection:
                oldest = connection.scalar(_OLDEST)
        except (OperationalError, ProgrammingError):
            return False
        return oldest is not None and self.knows(oldest)

    def is_empty(self) -> bool:
        """Whether there is no table of ours yet."""
        return not set(inspect(self.engine).get_table_names()) & set(metadata.tables)

    def revision(self) -> str | None:
        """The version of the database's shape."""
        from alembic.migration import MigrationContext  # noqa: PLC0415 (slow to import)

        with self.read() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    def newest_revision(self) -> str:
        """The version that this code needs."""
        return _revisions()[0]

    def knows(self, revision: str) -> bool:
        """Whether a version of the shape is this code's or an older one."""
        return revision in _revisions()

    def upgrade(self) -> None:
        """Bring the database to this version's shape."""
        from alembic import command  # noqa: PLC0415 (slow to import)
        from alembic.config import Config  # noqa: PLC0415

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        with self.write() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            row = {"name": "oldest-version", "value": OLDEST_THAT_WORKS}
            keep = upsert(connection, installation).values(**row)
            connection.execute(
                keep.on_conflict_do_update(index_elements=["name"], set_={"value": OLDEST_THAT_WORKS})
            )

    def ping(self) -> None:
        """Ask the database anything, to know that it answers."""
        with self.read() as connection:
            connection.execute(text("SELECT 1"))


@cache
def _revisions() -> tuple[str, ...]:
    """Every version of the shape that this code knows, newest first."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 (slow to import)

    return tuple(script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


_OLDEST = select(installation.c.value).where(installation.c.name == "oldest-version")


def upsert(connection: Connection, table: Table) -> Any:
    """An INSERT of this database's dialect, which knows ON CONFLICT."""
    return insert_of(connection.dialect.name, table)


def insert_of(dialect: str, table: Table) -> Any:
    """An INSERT of a dialect, which knows ON CONFLICT."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except ArgumentError as problem:
        raise SettingsError(
            "WEGWIJS_DATABASE_URL: expected an address such as sqlite:///var/wegwijs.sqlite"
        ) from problem
    if backend == "postgresql":
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        return create_engine(parsed, pool_pre_ping=True, hide_parameters=True)
    if backend != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise SettingsError(
            "WEGWIJS_DATABASE_URL: expected a SQLite file (sqlite:///…) or PostgreSQL (postgresql://…)"
        )
    make_private_file(Path(parsed.database))
    engine = create_engine(parsed, hide_parameters=True, max_overflow=-1)
    event.listen(engine, "connect", _on_sqlite_connect)
    event.listen(engine, "begin", _on_sqlite_begin)
    return engine


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite address; None for any other."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return None
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def make_private_file(path: Path) -> None:
    """Make a file for its owner alone, with its folder. One that is there stays as it is."""
    # It holds answers and our private key.
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)


def _on_sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by `_on_sqlite_begin` alone
    for pragma in ("busy_timeout=10000", "journal_mode=WAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _on_sqlite_begin(connection: Connection) -> None:
    # Straight to the driver: SQLAlchemy would take longer over each of these than SQLite does.
    execute = connection.connection.cursor().execute
    wanted = connection.info.pop(_SYNCHRONOUS, None)
    if wanted is None:
        execute("BEGIN")
        return
    if connection.info.get(_SAID) != wanted:  # said once per connection: it costs a statement
        execute(f"PRAGMA synchronous={wanted}")
        connection.info[_SAID] = wanted
    execute("BEGIN IMMEDIATE")
