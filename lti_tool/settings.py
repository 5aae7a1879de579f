"""Every setting in one table: its name, its default and what it is for.

No other file reads the environment.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lti_tool.errors import SettingsError
from lti_tool.rules.days import is_day
from lti_tool.rules.retention import Retention

PREFIX = "WEGWIJS_"
FOR_EVER = "for-ever"
_MOST_KEEP_DAYS = 3650
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def _text(value: str) -> str:
    return value


def _optional(value: str) -> str | None:
    return value or None


def _switch(value: str) -> bool:
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"", "0", "false", "no", "off"}:
        return False
    raise ValueError("1 or 0")


def _public_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("an address such as https://wegwijs.example.org, without a query")
    if not parts.netloc.isascii():
        raise ValueError("a host name in its ASCII form (xn--…)")
    if parts.path not in {"", "/"}:
        raise ValueError("an address without a path: Wegwijs needs a host name of its own")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise ValueError("an https address; http is for localhost only")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _day_of_year(value: str) -> tuple[int, int]:
    whole = f"2000-{value}"  # a year with a 29th of February
    if not is_day(whole):
        raise ValueError("a month and a day, such as 08-31")
    found = date.fromisoformat(whole)
    return found.month, found.day


def _keep_days(value: str) -> int | None:
    # "never" could be read in two ways, and one of them would erase everything.
    if value == FOR_EVER:
        return None
    if value.isascii() and value.isdigit() and 1 <= int(value) <= _MOST_KEEP_DAYS:
        return int(value)
    raise ValueError(f"a number of days from 1 to {_MOST_KEEP_DAYS}, or {FOR_EVER}")


def _secret(value: str) -> str | None:
    if value and len(value) < 32:
        raise ValueError("at least 32 characters, for instance from `openssl rand -hex 32`")
    return value or None


@dataclass(frozen=True)
class Setting:
    """One line of the table."""

    field: str
    default: str
    help: str
    read: Callable[[str], Any] = _text

    @property
    def name(self) -> str:
        """The name of the environment variable."""
        return PREFIX + self.field.upper()


SETTINGS = (
    Setting(
        "public_url",
        "http://localhost:8000",
        "The address at which browsers and platforms reach Wegwijs.",
        _public_url,
    ),
    Setting(
        "database_url",
        "sqlite:///var/wegwijs.sqlite",
        "Where everything is kept, as an SQLAlchemy address (SQLite or PostgreSQL).",
    ),
    Setting(
        "redis_url",
        "",
        "Where the jobs wait when several machines share the work. Empty: a file beside the database.",
        _optional,
    ),
    Setting(
        "secret_key",
        "",
        "Signs the tokens of open pages. Empty: made once and kept in the database.",
        _secret,
    ),
    Setting(
        "module_path",
        "",
        "Folders with modules of your own, separated as in PATH.",
        _optional,
    ),
    Setting(
        "institution",
        "",
        "The institution pack with your school's facts: its id, or its folder. Empty: ucll-limburg.",
        _optional,
    ),
    Setting(
        "school_year_ends",
        "08-31",
        "The last day of a school year, as month-day: what is older goes some time after it.",
        _day_of_year,
    ),
    Setting(
        "keep_days",
        "30",
        f"So many days after its school year ended, learners' work is erased. {FOR_EVER}: never by itself.",
        _keep_days,
    ),
    Setting(
        "allow_private_hosts",
        "0",
        "1 lets platforms be on loopback or private addresses, and on http. For development.",
        _switch,
    ),
    Setting(
        "ca_file",
        "",
        "Certificate authorities (PEM) to trust for platforms, instead of the public ones.",
        _optional,
    ),
)


@dataclass(frozen=True)
class Settings:
    """The settings of one installation, read and checked."""

    public_url: str = "http://localhost:8000"
    database_url: str = "sqlite:///var/wegwijs.sqlite"
    redis_url: str | None = None
    secret_key: str | None = None
    module_path: str | None = None
    institution: str | None = None
    school_year_ends: tuple[int, int] = (8, 31)
    keep_days: int | None = 30
    allow_private_hosts: bool = False
    ca_file: str | None = None

    @property
    def secure(self) -> bool:
        """Whether browsers reach Wegwijs by https."""
        return self.public_url.startswith("https:")

    @property
    def retention(self) -> Retention | None:
        """How long learners' work stays; None where nothing is ever erased by itself."""
        return None if self.keep_days is None else Retention(*self.school_year_ends, self.keep_days)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings from environment variables.

    Raises:
        SettingsError: A name with our prefix is unknown, or a value is not what was expected.
    """
    known = {setting.name: setting for setting in SETTINGS}
    unknown = sorted(name for name in environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise SettingsError(f"unknown setting {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    values = {setting.field: _read(setting, environ.get(setting.name)) for setting in SETTINGS}
    return Settings(**values)


def module_folders(settings: Settings) -> list[Path]:
    """The folders with modules of one's own."""
    return [Path(part) for part in (settings.module_path or "").split(os.pathsep) if part]


def _read(setting: Setting, given: str | None) -> Any:
    value = setting.default if given is None else given.strip()
    try:
        return setting.read(value)
    except ValueError as problem:
        # A secret's value is not repeated.
        came = "a value that is too short" if setting.field == "secret_key" else repr(value)
        raise SettingsError(f"{setting.name}: expected {problem}; got {came}") from problem


assert {setting.field for setting in SETTINGS} == {field.name for field in fields(Settings)}  # noqa: S101
