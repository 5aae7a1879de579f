"""Fixtures for the LTI tool: a platform double, an installation on a fresh database, a browser."""

from __future__ import annotations

import functools
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lti_tool.app import create_app
from lti_tool.settings import Settings
from lti_tool.store import keys, platforms
from lti_tool.store.db import Database
from lti_tool.tool import Tool, make_tool
from modules.kit.registry import Registry, load_registry
from tests import needs
from tests.lti_browser import Browser
from tests.lti_platform_double import DEPLOYMENT, KeyPair, PlatformDouble


class Clock:
    """A clock that tests can set forward."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def platform_key() -> KeyPair:
    return KeyPair("platform-key-1")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in shape, with a key of our own: copied for each test."""
    file = tmp_path_factory.mktemp("database") / "wegwijs.sqlite"
    database = Database(f"sqlite:///{file}")
    database.prepare()
    with database.write() as connection:
        keys.add_own_key(connection, 1)
    database.close()
    return file


@pytest.fixture
def platform(platform_key: KeyPair) -> Iterator[PlatformDouble]:
    double = PlatformDouble(platform_key)
    yield double
    double.close()


ON_BOTH = pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.services)], indirect=True
)
"""For tests whose rule the database itself must keep."""


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path, empty_database: Path) -> str:
    """A database in shape: a SQLite file, unless the test asks for PostgreSQL."""
    if getattr(request, "param", "sqlite") == "sqlite":
        file = tmp_path / "wegwijs.sqlite"
        shutil.copy(empty_database, file)
        return f"sqlite:///{file}"
    return needs.postgresql(template=_postgresql_in_shape())


@functools.cache
def _postgresql_in_shape() -> str:
    """The name of a PostgreSQL database in shape, which nobody is connected to: copied for each test."""
    url = needs.postgresql()
    database = Database(url)
    try:
        database.upgrade()
    finally:
        database.close()
    return url.rpartition("/")[2]


@pytest.fixture
def settings(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    return Settings(
        public_url="https://wegwijs.example.org", database_url=database_url, allow_private_hosts=True
    )


@pytest.fixture(scope="session")
def registry() -> Registry:
    return load_registry()


@pytest.fixture
def tool(settings: Settings, platform: PlatformDouble, clock: Clock, registry: Registry) -> Iterator[Tool]:
    """An installation that knows the platform double."""
    made = make_tool(settings, clock, registry)
    with made.database.write() as connection:
        platforms.add(connection, platform.registration, [DEPLOYMENT], 1)
    yield made
    made.close()


@pytest.fixture
def store(tool: Tool) -> Database:
    return tool.database


@pytest.fixture
def app(tool: Tool) -> Flask:
    made = create_app(tool.settings, tool)
    made.testing = False
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def browser(client: FlaskClient, platform: PlatformDouble) -> Browser:
    return Browser(client, platform)
