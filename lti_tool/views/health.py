"""`/healthz` and `/readyz`: for whoever watches over the server."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from lti_tool.store import installation
from lti_tool.views.current import tool

blueprint = Blueprint("health", __name__)
WORKER_SILENT_SECONDS = 300
"""A worker sweeps each minute; a long job may hold it up for a while."""


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process runs."""
    return jsonify(ok=True)


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """The process can serve: its database answers and has a shape that it knows.

    A queue or a worker in trouble is told, and refuses nothing: grades wait in the database, and learners
    must not lose their page over it.
    """
    here = tool()
    try:
        with here.database.read() as connection:
            swept = installation.last_sweep(connection)
        fits = here.database.fits()
    except SQLAlchemyError:
        return jsonify(ok=False, reason="database"), 503
    if not fits:
        return jsonify(ok=False, reason="schema"), 503
    try:
        waiting: int | None = here.jobs.waiting()
    except Exception:
        waiting = None
    silent = None if swept is None else max(0, here.now() - swept)
    worker = {"ok": silent is not None and silent <= WORKER_SILENT_SECONDS, "seconds": silent}
    return jsonify(ok=True, queue={"ok": waiting is not None, "jobs": waiting}, worker=worker), 200
