"""`/lti/notices`: what platforms tell us while nobody is launching."""

from __future__ import annotations

import logging
from functools import partial

from flask import Blueprint, Response, jsonify, make_response, request

from lti_tool.errors import LaunchError
from lti_tool.protocol.notices import Notice, read_delivery, read_notice, unchecked_parties
from lti_tool.store import deep_links, keys, notices, platforms
from lti_tool.views.current import tool

blueprint = Blueprint("notices", __name__)
log = logging.getLogger(__name__)


@blueprint.post("/lti/notices")
def receive() -> Response:
    """Take notices in, each on its own terms.

    https://www.imsglobal.org/spec/lti-pns/v1p0
    """
    try:
        delivered = read_delivery(request.get_data())
    except LaunchError as refusal:
        log.warning("notices refused: %s", refusal)
        return _refused(refusal.code)
    codes = [code for signed in delivered if (code := _receive(signed))]
    return _refused(codes[0]) if codes else jsonify({})


def _receive(signed: str) -> str | None:
    """Take one notice in; the code of the refusal if it can't be."""
    try:
        notice = _read(signed)
        _keep(notice)
    except LaunchError as refusal:
        log.warning("notice refused: %s", refusal)
        return refusal.code
    return None


def _read(signed: str) -> Notice:
    here = tool()
    issuer, client_id = unchecked_parties(signed)
    with here.database.read() as connection:
        registration = platforms.find(connection, issuer, client_id)
        if registration is None:
            raise LaunchError("LTI-UNKNOWN", "no platform with this issuer and client id")
        kept = keys.key_set(connection, registration.jwks_url)
    find_keys = partial(here.platform_keys.find, registration, kept)
    return read_notice(signed, registration, find_keys, here.clock())


def _keep(notice: Notice) -> None:
    here = tool()
    with here.database.write() as connection:
        row = deep_links.deployment_row(connection, notice.registration.id, notice.deployment_id)
        if row is None:
            raise LaunchError("LTI-PENDING", "this deployment waits for approval")
        if not notices.use_nonce(connection, notice.registration.id, notice.nonce, here.now()):
            raise LaunchError("LTI-NONCE", "this notice came before")
        if notice.copy:
            notices.keep_copy(connection, row, notice.copy)
    log.info(
        "notice of registration %d: %s", notice.registration.id, "copy" if notice.copy else "nothing to do"
    )


def _refused(code: str) -> Response:
    return make_response(jsonify(error={"code": code, "message": "The notice was refused."}), 400)
