"""Notices: what a platform tells us while nobody is launching, such as that a course was copied.

https://www.imsglobal.org/spec/lti-pns/v1p0
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from lti_tool.errors import LaunchError
from lti_tool.protocol import claims
from lti_tool.protocol.claim_values import LONGEST_ID, part, required_id, text
from lti_tool.protocol.registration import Registration, is_allowed_url
from lti_tool.protocol.service import Answer
from lti_tool.protocol.signed_message import (
    LEEWAY,
    OLDEST,
    FindKeys,
    check_parties,
    check_times,
    verified_payload,
)
from modules.kit.text import clean_text

MOST_NOTICES = 50
"""In one delivery."""
NONCE_SECONDS = OLDEST + 3 * LEEWAY
"""For how long a notice could come again and still seem of now."""
_MOST_ORIGINS = 20
_PASSES = {401, 403, 408, 429}


@dataclass(frozen=True)
class Copy:
    """A course that was copied from others."""

    context_id: str
    title: str | None
    origins: tuple[str, ...]


@dataclass(frozen=True)
class Notice:
    """One notice, each claim checked. `copy` is None for a notice that asks nothing of us."""

    registration: Registration
    deployment_id: str
    nonce: str
    copy: Copy | None


def notice_service_url(payload: Mapping[str, Any], *, allow_private: bool) -> str | None:
    """Where we can ask a platform for notices of copied courses; None where it offers none, or not safely."""
    service = part(payload, claims.NOTICE_SERVICE)
    url = text(service.get("platform_notification_service_url"))
    offered = (
        ("service_versions", "1.0"),
        ("notice_types_supported", claims.CONTEXT_COPY_NOTICE),
        ("scope", claims.SCOPE_NOTICE_HANDLERS),
    )
    if url is None or not all(_offers(service.get(name), wanted) for name, wanted in offered):
        return None
    return url if is_allowed_url(url, allow_private=allow_private) else None


def handler_request(notices_url: str) -> bytes:
    """What is sent to a platform to get notices of copied courses."""
    return json.dumps({"notice_type": claims.CONTEXT_COPY_NOTICE, "handler": notices_url}).encode()


def why_not_subscribed(answer: Answer, notices_url: str) -> tuple[str, bool] | None:
    """Why a platform won't send notices, and whether to try again; None if it will."""
    if answer.status not in {200, 201, 204}:
        return f"http-{answer.status}", answer.status in _PASSES or answer.status >= 500
    if answer.status == 204 or not answer.body:
        return None
    try:
        handler = json.loads(answer.body)["handler"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return "unreadable", True
    return None if handler == notices_url else ("other-handler", False)


def read_delivery(body: bytes) -> list[str]:
    """The signed notices in one delivery.

    Raises:
        LaunchError: It is not a delivery, or holds too many.
    """
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise LaunchError("LTI-TOKEN", "the delivery is not JSON") from problem
    notices = said.get("notices") if isinstance(said, dict) else None
    if not isinstance(notices, list) or not 0 < len(notices) <= MOST_NOTICES:
        raise LaunchError("LTI-TOKEN", f"expected a list of 1 to {MOST_NOTICES} notices")
    signed = [one.get("jwt") if isinstance(one, dict) else None for one in notices]
    found = [one for one in signed if isinstance(one, str)]
    if len(found) != len(signed):
        raise LaunchError("LTI-TOKEN", "a notice has no text `jwt`")
    return found


def unchecked_parties(signed: str) -> tuple[str, str]:
    """From which issuer and for which client a notice says it is: only to find whose keys check it.

    Raises:
        LaunchError: It does not say so.
    """
    try:
        said = jwt.decode(signed, options={"verify_signature": False})
    except (jwt.InvalidTokenError, ValueError, RecursionError) as problem:
        raise LaunchError("LTI-TOKEN", "the notice is not a signed message") from problem
    audience = said.get("azp") or said.get("aud")
    one = audience[0] if isinstance(audience, list) and audience else audience
    return required_id(said.get("iss"), "iss"), required_id(one, "aud")


def read_notice(signed: str, registration: Registration, find_keys: FindKeys, now: float) -> Notice:
    """Check a notice as a launch is checked, and return what it says. That it comes once is not checked here.

    Raises:
        LaunchError: Anything is missing, wrong, too old or not for us.
    """
    payload = verified_payload(signed, find_keys)
    check_times(payload, now)
    check_parties(payload, registration)
    if payload.get(claims.VERSION) != "1.3.0":
        raise LaunchError("LTI-VERSION", "version is not 1.3.0")
    deployment_id = required_id(payload.get(claims.DEPLOYMENT_ID), "deployment_id")
    nonce = required_id(payload.get("nonce"), "nonce")
    kind = required_id(part(payload, claims.NOTICE).get("type"), "notice.type")
    copy = _copy(payload) if kind == claims.CONTEXT_COPY_NOTICE else None
    return Notice(registration, deployment_id, nonce, copy)


def _copy(payload: Mapping[str, Any]) -> Copy:
    context = part(payload, claims.CONTEXT)
    context_id = required_id(context.get("id"), "context.id")
    origins = payload.get(claims.ORIGIN_CONTEXTS, [])
    if not isinstance(origins, list):
        raise LaunchError("LTI-CLAIM", "origin_contexts is not a list")
    ids = [one for one in origins if isinstance(one, str) and one.strip() and len(one) <= LONGEST_ID]
    # Ids are kept with commas between; one with a comma in it could pass for two.
    plain = [one for one in ids if "," not in one and one != context_id and clean_text(one) == one]
    return Copy(
        context_id, text(context.get("title")) or text(context.get("label")), tuple(plain[:_MOST_ORIGINS])
    )


def _offers(value: object, wanted: str) -> bool:
    return isinstance(value, list) and wanted in value
