"""`/healthz` and `/readyz`: for whoever watches over the server."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from lti_tool.views.current import tool

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process runs."""
    return jsonify(ok=True)


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """The process can serve: its database answers."""
    try:
        tool().database.ping()
    except SQLAlchemyError:
        return jsonify(ok=False, reason="database"), 503
    return jsonify(ok=True), 200
