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


def _key(value: str) -> str | None:
    return value or None


def _files(value: str) -> str | None:
    """A folder, or `s3://bucket` with a folder in it or none."""
    parts = urlsplit(value)
    if "://" in value and (parts.scheme != "s3" or not parts.hostname or parts.query or parts.username):
        raise ValueError("a folder, or s3://bucket/folder")
    return value or None


def _endpoint(value: str) -> str | None:
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.username):
        raise ValueError("an address such as https://s3.example.org")
    return value or None


def _secret(value: str) -> str | None:
    if value and len(value) < 32:
        raise ValueError("at least 32 characters, for instance from `openssl rand -hex 32`")
    return value or None


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if value.isascii() and value.isdigit() and least <= int(value) <= most:
            return int(value)
        raise ValueError(f"a number from {least} to {most}")

    return read


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value in choices:
            return value
        raise ValueError(" or ".join(choices))

    return read


def read_listen(value: str) -> str:
    """Where to listen, as it is written in the setting.

    Raises:
        ValueError: It is neither an address with a port nor a socket; says what was expected.
    """
    if value.startswith("unix:/"):
        return value
    host, _, port = value.rpartition(":")
    if host and port.isascii() and port.isdigit() and 0 < int(port) < 65536:
        return value
    raise ValueError("an address and a port such as 127.0.0.1:8000, or unix:/run/wegwijs/wegwijs.sock")


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


_HIDDEN = (_secret, _key)
"""What is read so is shown to nobody."""
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
    Setting(
        "listen",
        "127.0.0.1:8000",
        "Where `wegwijs serve` listens: an address and a port, or unix:/path of a socket.",
        read_listen,
    ),
    Setting(
        "processes",
        "2",
        "Processes that serve pages: one for each core that they may have.",
        _number(1, 64),
    ),
    Setting(
        "threads",
        "6",
        "Threads of each of these processes; two of them may wait for platforms.",
        _number(3, 64),
    ),
    Setting(
        "requests_per_minute",
        "3000",
        "So many logins and launches a minute of one school are let in, and ten times as many calls of its "
        "open pages. 0: no limit.",
        _number(0, 1_000_000),
    ),
    Setting(
        "files",
        "",
        "Where recordings that learners share are kept: a folder, or s3://bucket/folder. "
        "Empty: a folder beside SQLite's file, or var/wegwijs-files.",
        _files,
    ),
    Setting("s3_endpoint", "", "The address of an S3 that is not Amazon's.", _endpoint),
    Setting("s3_region", "", "The region of the bucket. Empty: us-east-1.", _optional),
    Setting("s3_access_key", "", "The key to the bucket. Empty: the role of the machine.", _key),
    Setting("s3_secret_key", "", "The secret that goes with it.", _key),
    Setting(
        "recording_megabytes",
        "6",
        "The largest recording that is taken. 0: none leaves a learner's device.",
        _number(0, 50),
    ),
    Setting(
        "recordings_per_hour",
        "2000",
        "So many megabytes of recordings an hour of one school are taken; of one learner ten of the largest.",
        _number(1, 1_000_000),
    ),
    Setting(
        "metrics_token",
        "",
        "Who asks for /metrics must show it (Authorization: Bearer). Empty: only this machine itself may.",
        _secret,
    ),
    Setting(
        "log",
        "text",
        "How the log is written: text, or json with one object per line.",
        _one_of("text", "json"),
    ),
    Setting(
        "log_requests",
        "0",
        "1 writes a line for every request, not only for slow and failed ones.",
        _switch,
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
    listen: str = "127.0.0.1:8000"
    processes: int = 2
    threads: int = 6
    requests_per_minute: int = 3000
    files: str | None = None
    s3_endpoint: str | None = None
    s3_region: str | None = None
    s3_access_key: str | None = None
    s3_secret_key: str | None = None
    recording_megabytes: int = 6
    recordings_per_hour: int = 2000
    metrics_token: str | None = None
    log: str = "text"
    log_requests: bool = False

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


def table(settings: Mapping[str, str] | None = None) -> str:
    """Every setting as a table in Markdown; with values, if given, of which secrets are not shown."""
    head = ["setting", "default", *(["here"] if settings is not None else []), "meaning"]
    lines = [head, ["---"] * len(head)]
    for setting in SETTINGS:
        cells = [f"`{setting.name}`", _cell(setting.default)]
        if settings is not None:
            given = settings.get(setting.name)
            cells.append("" if given is None else "set" if setting.read in _HIDDEN else _cell(given))
        lines.append([*cells, setting.help])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(value: str) -> str:
    return f"`{value}`" if value else "empty"


def module_folders(settings: Settings) -> list[Path]:
    """The folders with modules of one's own."""
    return [Path(part) for part in (settings.module_path or "").split(os.pathsep) if part]


def _read(setting: Setting, given: str | None) -> Any:
    value = setting.default if given is None else given.strip()
    try:
        return setting.read(value)
    except ValueError as problem:
        # A secret's value is not repeated.
        came = "a value that is too short" if setting.read in _HIDDEN else repr(value)
        raise SettingsError(f"{setting.name}: expected {problem}; got {came}") from problem


assert {setting.field for setting in SETTINGS} == {field.name for field in fields(Settings)}  # noqa: S101
