"""Look at a running installation from outside and inside, as far as it lets us."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import stat
import time
from collections.abc import Sequence
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jwt
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from lti_tool.errors import FileStoreError, ServiceError
from lti_tool.protocol.keys import private_key
from lti_tool.protocol.registration import Registration
from lti_tool.protocol.service import Answer, PlatformClient
from lti_tool.rules.examination import DatabaseFacts, Facts, PublicFacts
from lti_tool.services.file_store import FileStore
from lti_tool.settings import Settings, module_folders
from lti_tool.store import counters, installation, keys, platforms
from lti_tool.store.db import Database, sqlite_file
from lti_tool.worker import queue_of
from modules.kit.registry import Registry, load_registry

_SECONDS = (4.0, 8.0)


def look(settings: Settings, now: float) -> Facts:
    """Gather the facts. Nothing is changed.

    Raises:
        SettingsError: The database's address can't be used.
        RegistryError: Two modules or activity types have one name.
    """
    url = settings.public_url
    file = sqlite_file(settings.database_url)
    if file is not None and not file.is_file():
        return Facts(DatabaseFacts("SQLite", trouble=f"there is no file {file}"), PublicFacts(url))
    database = Database(settings.database_url)
    try:
        return _look(settings, database, now)
    finally:
        database.close()


def _look(settings: Settings, database: Database, now: float) -> Facts:
    shape = _database(database)
    folders = module_folders(settings)
    if shape.trouble or not shape.fits:
        return Facts(shape, PublicFacts(settings.public_url), redis=settings.redis_url is not None)
    client = PlatformClient(allow_private=True, ca_file=settings.ca_file)
    with database.read() as connection:
        kept = keys.published_keys(connection, int(now))
        known = platforms.every(connection)
        outbox = {one.state: one for one in counters.outbox(connection)}
        waiting = counters.sizes(connection)["deployments_waiting"]
        swept = installation.last_sweep(connection)
    registry = load_registry(folders, settings.institution)
    queue, jobs, queue_trouble = _queue(settings)
    oldest = outbox["waiting"].oldest if "waiting" in outbox else None
    skew, of = _clock(client, [one.jwks_url for one in known])
    return Facts(
        database=shape,
        public=_public(settings, client, {key.kid for key in kept}, _page(settings, registry, known)),
        keys=len(kept),
        key_signs=_signs(database, int(now)),
        queue=queue,
        jobs=jobs,
        queue_trouble=queue_trouble,
        worker_silent=None if swept is None else max(0, int(now) - swept),
        modules=len(registry.modules),
        broken=[str(one.problems[0]) for one in registry.broken],
        oldest_grade=0 if oldest is None else max(0, int(now) - oldest),
        refused_grades=outbox["refused"].scores if "refused" in outbox else 0,
        platforms=len(known),
        waiting_deployments=waiting,
        clock_skew=skew,
        clock_of=of,
        time_zone=time.tzname[0],
        allow_private=settings.allow_private_hosts,
        redis=settings.redis_url is not None,
        missing_folders=[str(folder) for folder in folders if not folder.is_dir()],
        kept_for_ever=settings.keep_days is None,
        **_files(settings),
    )


def _page(settings: Settings, registry: Registry, known: Sequence[Registration]) -> str | None:
    """The address of a module's page as a platform frames it."""
    if not registry.modules or not known:
        return None
    module = next(iter(registry.modules.values()))
    return f"{settings.public_url}/learn/{known[0].id}/{module.id}/{module.languages[0]}"


def _database(database: Database) -> DatabaseFacts:
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    try:
        with database.read() as connection:
            query = "SELECT sqlite_version()" if database.is_sqlite else "SHOW server_version"
            version = str(connection.scalar(text(query)))
        found, needed, fits = database.revision(), database.newest_revision(), database.fits()
    except SQLAlchemyError as problem:
        said = str(problem.orig) if isinstance(problem, DBAPIError) else type(problem).__name__
        return DatabaseFacts(kind, trouble=f"it does not answer: {said.splitlines()[0]}")
    shape = DatabaseFacts(kind, version, schema=found, needed=needed, fits=fits, writable=_writable(database))
    if not database.is_sqlite:
        return shape
    file = Path(str(sqlite_file(database.url)))
    return replace(
        shape,
        free=shutil.disk_usage(file.parent).free,
        file=str(file),
        is_open_to_others=bool(stat.S_IMODE(file.stat().st_mode) & 0o077),
    )


class _NotKept(Exception):  # noqa: N818 (ends a transaction, and is no error)
    pass


def _writable(database: Database) -> bool:
    try:
        with database.write(durable=True) as connection:
            installation.note(connection, "doctor", "was here")
            raise _NotKept
    except _NotKept:
        return True
    except SQLAlchemyError:
        return False


def _files(settings: Settings) -> dict[str, Any]:
    if not settings.recording_megabytes:
        return {}
    files = FileStore(settings)
    found = {"files": str(files.place), "files_in_folder": files.place.folder is not None}
    try:
        files.check()
    except FileStoreError as problem:
        return {**found, "files_trouble": str(problem)}
    return found


def _signs(database: Database, now: int) -> bool:
    try:
        with database.read() as connection:
            own = keys.signing_key(connection, now)
        signed = jwt.encode({"iat": now}, private_key(own.private_pem), "RS256")
    except Exception:
        return False
    return bool(signed)


def _queue(settings: Settings) -> tuple[str, int, str | None]:
    name = "Redis" if settings.redis_url else "a file beside the database"
    try:
        return name, int(queue_of(settings).pending_count()), None
    except Exception as problem:
        return name, 0, type(problem).__name__


def _public(settings: Settings, client: PlatformClient, kids: set[str], page: str | None) -> PublicFacts:
    url = settings.public_url
    try:
        answer = client.call("GET", f"{url}/lti/jwks.json", seconds=_SECONDS)
        shown = client.call("GET", page, seconds=_SECONDS) if page else None
        figures = client.call("GET", f"{url}/metrics", seconds=_SECONDS)
    except ServiceError as problem:
        return PublicFacts(url, trouble=problem.reason, detail=str(problem))
    if answer.status >= 500:
        return PublicFacts(url, trouble="behind", detail=f"status {answer.status}")
    return PublicFacts(
        url,
        ours=_kids(answer) == kids,
        certificate_days=_certificate_days(url, settings.ca_file),
        headers=shown.headers if shown and shown.status == 200 else None,
        # Asked from this machine by a proxy that hides it, it would be open to all.
        metrics_open=figures.status == 200 and settings.secure,
    )


def _kids(answer: Answer) -> set[str]:
    try:
        return {str(key["kid"]) for key in json.loads(answer.body)["keys"]}
    except (ValueError, KeyError, TypeError):
        return set()


def _certificate_days(url: str, ca_file: str | None) -> float | None:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        return None
    context = ssl.create_default_context(cafile=ca_file)
    try:
        with (
            socket.create_connection((parts.hostname, parts.port or 443), timeout=_SECONDS[0]) as plain,
            context.wrap_socket(plain, server_hostname=parts.hostname) as secured,
        ):
            ends = ssl.cert_time_to_seconds(str((secured.getpeercert() or {})["notAfter"]))
    except (OSError, KeyError, ValueError):
        return None
    return (ends - time.time()) / 86400


def _clock(client: PlatformClient, addresses: list[str]) -> tuple[float | None, str]:
    """How far our clock is ahead of the first platform's that says its time."""
    for address in addresses[:3]:
        try:
            answer = client.call("GET", address, seconds=_SECONDS)
            theirs = parsedate_to_datetime(answer.headers["date"]).timestamp()
        except (ServiceError, KeyError, ValueError):
            continue
        return time.time() - theirs, urlsplit(address).hostname or ""
    return None, ""
