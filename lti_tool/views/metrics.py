"""`/metrics`: figures for Prometheus, for who may have them. Nobody is in them."""

from __future__ import annotations

import hmac
import logging
import shutil
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from flask import Blueprint, Response, abort, request

from lti_tool.metrics import labels
from lti_tool.metrics_text import CONTENT_TYPE, text
from lti_tool.store import counters, installation
from lti_tool.store.counters import Key
from lti_tool.store.db import Database, sqlite_file
from lti_tool.tool import Tool
from lti_tool.views.current import tool

blueprint = Blueprint("metrics", __name__)
log = logging.getLogger(__name__)
_LOOPBACK = {"127.0.0.1", "::1"}
_BY_A_PROXY = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")


@blueprint.get("/metrics")
def metrics() -> Response:
    """Every figure, of all processes and machines together."""
    here = tool()
    if not _may_read(here.settings.metrics_token):
        abort(404)
    here.counters.flush(here.database)
    with here.database.read() as connection:
        counted = counters.every(connection)
        outbox = counters.outbox(connection)
        sizes = counters.sizes(connection)
        swept = installation.last_sweep(connection)
    now = here.now()
    measured: dict[Key, float] = {(name, ""): size for name, size in sizes.items()}
    for state in ("waiting", "delivered", "refused"):
        measured["outbox_scores", _labels(state=state)] = 0
    for one in outbox:
        measured["outbox_scores", _labels(state=one.state)] = one.scores
    oldest = min((one.oldest for one in outbox if one.oldest is not None), default=now)
    measured["outbox_oldest_seconds", ""] = max(0, now - oldest)
    measured["worker_seen_seconds", ""] = -1 if swept is None else max(0, now - swept)
    measured |= {**_jobs(here), **_disk(here.database), **_info(here.database)}
    return Response(text(counted, measured), content_type=CONTENT_TYPE)


def _may_read(token: str | None) -> bool:
    """With a token: who shows it. Without: who asks from this machine, and not for somebody else."""
    if token:
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        return hmac.compare_digest(shown.encode(), token.encode())
    return request.remote_addr in _LOOPBACK and not any(name in request.headers for name in _BY_A_PROXY)


def _jobs(here: Tool) -> Mapping[Key, float]:
    try:
        return {("queue_jobs", ""): here.jobs.waiting()}
    except Exception as problem:
        log.warning("the job queue does not answer: %s", type(problem).__name__)
        return {}


def _disk(database: Database) -> Mapping[Key, float]:
    if not database.is_sqlite:
        return {}
    file = Path(str(sqlite_file(database.url)))
    parts = [file, file.with_name(file.name + "-wal")]
    size = sum(part.stat().st_size for part in parts if part.exists())
    return {("database_bytes", ""): size, ("free_bytes", ""): shutil.disk_usage(file.parent).free}


def _info(database: Database) -> Mapping[Key, float]:
    kind = "sqlite" if database.is_sqlite else "postgresql"
    schema = database.revision() or "none"
    return {("info", _labels(version=version("wegwijs"), schema=schema, database=kind)): 1}


def _labels(**values: str) -> str:
    return labels(tuple(values.items()))
