"""`/lti/jwks.json`: our public keys, with which platforms check what we sign."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from lti_tool.protocol.keys import public_jwk
from lti_tool.store import keys
from lti_tool.views.current import tool

blueprint = Blueprint("keys", __name__)


@blueprint.get("/lti/jwks.json")
def jwks() -> Response:
    """Our key set; https://www.imsglobal.org/spec/security/v1p0/#h_key-set-url."""
    with tool().database.read() as connection:
        own = keys.published_keys(connection, tool().now())
    response = jsonify(keys=[public_jwk(key.kid, key.private_pem) for key in own])
    response.headers["Cache-Control"] = "public, max-age=600"
    return response
