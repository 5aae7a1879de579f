"""A launch message: from the signed id_token to a `Launch`, or the reason why not.

https://www.imsglobal.org/spec/security/v1p0/#authentication-response-validation
https://www.imsglobal.org/spec/lti/v1p3#required-message-claims
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from lti_tool.errors import LaunchError
from lti_tool.protocol import claims
from lti_tool.protocol.claim_values import LONGEST_ID, part, required_id, text
from lti_tool.protocol.data_privacy import PrivacyOf, read_privacy
from lti_tool.protocol.deep_link import DeepLinkSettings, read_settings
from lti_tool.protocol.launch_facts import LaunchFacts, facts_of
from lti_tool.protocol.notices import notice_service_url
from lti_tool.protocol.registration import Registration, origin_of
from lti_tool.protocol.roster import memberships_url
from lti_tool.protocol.signed_message import FindKeys, check_parties, check_times, verified_payload
from lti_tool.protocol.submission_review import ReviewOf, read_review

_MOST_ANCESTORS = 20
_LONGEST_PRODUCT = 64


@dataclass(frozen=True)
class GradeService:
    """Where scores of a resource link go, and what we may do there."""

    line_item_url: str | None
    line_items_url: str | None
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class Message:
    """What every message says, each claim checked."""

    registration: Registration
    deployment_id: str
    sub: str
    person: claims.Person
    context_id: str | None
    context_title: str | None
    locale: str | None
    return_url: str | None
    issued_at: int
    product: str | None
    facts: LaunchFacts


@dataclass(frozen=True)
class Launch(Message):
    """Somebody opens a link of a course.

    Attributes:
        grading: Whether the teacher wants grades of this link; off only where its settings say so.
        edition: For a learner alone or for a class, where the link says which.
        variant: Which edition of the module's steps, where the link says which.
        context_history: The courses that this one was copied from, newest first.
        link_history: The links that this one was copied from, newest first.
        memberships_url: Where the platform says who is in the course.
        notice_service_url: Where the platform can be asked to tell us of copied courses.
    """

    resource_link_id: str
    resource_link_title: str | None
    module: str | None
    grades: GradeService | None
    grading: bool = True
    edition: str | None = None
    variant: str | None = None
    context_history: tuple[str, ...] = ()
    link_history: tuple[str, ...] = ()
    memberships_url: str | None = None
    notice_service_url: str | None = None


@dataclass(frozen=True)
class DeepLinkRequest(Message):
    """Somebody comes to choose what a course will show."""

    settings: DeepLinkSettings


@dataclass(frozen=True)
class ReviewRequest(Message):
    """Somebody opens a learner's work from the gradebook."""

    of: ReviewOf


@dataclass(frozen=True)
class PrivacyRequest(Message):
    """Somebody wants to know what is kept of a person."""

    of: PrivacyOf


AnyMessage = Launch | DeepLinkRequest | ReviewRequest | PrivacyRequest


@dataclass(frozen=True)
class Expected:
    """What the login that began this launch already settled."""

    registration: Registration
    nonce: str
    lti_deployment_id: str | None
    public_url: str
    allow_private: bool = False


def read_launch(id_token: str, expected: Expected, find_keys: FindKeys, now: float) -> AnyMessage:
    """Check an id_token against its login and return what it says.

    Args:
        id_token: As the browser posted it.
        expected: From the login with the same state.
        find_keys: The platform's public keys with a key id; may ask the platform.
        now: Seconds since 1970.

    Raises:
        LaunchError: Anything is missing, wrong, too old or not for us. It has the message's facts if the
            message was for us.
    """
    payload = verified_payload(id_token, find_keys)
    try:
        check_times(payload, now)
        check_parties(payload, expected.registration)
        _check_nonce(payload, expected)
        return _read_message(payload, expected)
    except LaunchError as refusal:
        # One key may sign for many schools: another's message leaves nothing behind here.
        if _is_for(payload, expected.registration):
            refusal.facts = facts_of(payload)
        raise


def _is_for(payload: Mapping[str, Any], registration: Registration) -> bool:
    audience = payload.get("aud")
    named = [payload["azp"]] if "azp" in payload else audience if isinstance(audience, list) else [audience]
    return payload.get("iss") == registration.issuer and named == [registration.client_id]


def _check_nonce(payload: Mapping[str, Any], expected: Expected) -> None:
    nonce = payload.get("nonce")
    if not isinstance(nonce, str) or nonce != expected.nonce:
        raise LaunchError("LTI-NONCE", "nonce is not that of this login")


def _read_message(payload: Mapping[str, Any], expected: Expected) -> AnyMessage:
    if payload.get(claims.VERSION) != "1.3.0":
        raise LaunchError("LTI-VERSION", "version is not 1.3.0")
    kind = payload.get(claims.MESSAGE_TYPE)
    if kind == claims.RESOURCE_LINK_REQUEST:
        return _resource_link(payload, expected)
    if kind == claims.DEEP_LINKING_REQUEST:
        settings = read_settings(payload, allow_private=expected.allow_private)
        return DeepLinkRequest(**_common(payload, expected), settings=settings)
    if kind == claims.SUBMISSION_REVIEW_REQUEST:
        return ReviewRequest(**_common(payload, expected), of=read_review(payload))
    if kind in claims.DATA_PRIVACY_REQUESTS:
        return PrivacyRequest(**_common(payload, expected), of=read_privacy(payload))
    raise LaunchError("LTI-MESSAGE", "message_type is not one that Wegwijs knows")


def _common(payload: Mapping[str, Any], expected: Expected) -> dict[str, Any]:
    """The fields of `Message`."""
    roles = payload.get(claims.ROLES)
    if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
        raise LaunchError("LTI-ROLES", "roles is not a list of texts")
    deployment_id = required_id(payload.get(claims.DEPLOYMENT_ID), "deployment_id")
    if expected.lti_deployment_id not in {None, deployment_id}:
        raise LaunchError("LTI-DEPLOYMENT", "deployment_id is not that of this login")
    target = payload.get(claims.TARGET_LINK_URI)
    if not isinstance(target, str) or origin_of(target) != expected.public_url:
        raise LaunchError("LTI-TARGET", f"target_link_uri is missing or not on {expected.public_url}")
    if "sub" not in payload:
        raise LaunchError("LTI-ANONYMOUS", "the platform does not say who is launching (sub)")
    context, custom = part(payload, claims.CONTEXT), part(payload, claims.CUSTOM)
    presentation = part(payload, claims.LAUNCH_PRESENTATION)
    return {
        "registration": expected.registration,
        "deployment_id": deployment_id,
        "sub": required_id(payload["sub"], "sub"),
        "person": claims.person_of(roles),
        "context_id": text(context.get("id")),
        "context_title": text(context.get("title")) or text(context.get("label")),
        "locale": text(custom.get("language")) or text(presentation.get("locale")),
        "return_url": text(presentation.get("return_url")),
        "issued_at": int(payload["iat"]),
        "product": _product(payload.get(claims.TOOL_PLATFORM)),
        "facts": facts_of(payload),
    }


def _product(platform: object) -> str | None:
    """Which product the platform says it is; a mistake in it is no reason to refuse somebody."""
    code = text(platform.get("product_family_code")) if isinstance(platform, dict) else None
    return code[:_LONGEST_PRODUCT] if code else None


def _resource_link(payload: Mapping[str, Any], expected: Expected) -> Launch:
    link, custom = part(payload, claims.RESOURCE_LINK), part(payload, claims.CUSTOM)
    return Launch(
        **_common(payload, expected),
        resource_link_id=required_id(link.get("id"), "resource_link.id"),
        resource_link_title=text(link.get("title")),
        module=text(custom.get("module")) or _from_query(payload[claims.TARGET_LINK_URI], "module"),
        grades=_grades(payload),
        grading=custom.get("graded") != "off",
        edition=text(custom.get("edition")),
        variant=text(custom.get("variant")),
        context_history=_history(custom.get("context_history")),
        link_history=_history(custom.get("link_history")),
        memberships_url=memberships_url(payload, allow_private=expected.allow_private),
        notice_service_url=notice_service_url(payload, allow_private=expected.allow_private),
    )


def _history(value: object) -> tuple[str, ...]:
    """The ids of a course's or a link's ancestors: https://www.imsglobal.org/spec/lti/v1p3#context-history."""
    ids = (one.strip() for one in (text(value) or "").split(",")[:_MOST_ANCESTORS])
    return tuple(one for one in ids if one and len(one) <= LONGEST_ID)


def _from_query(url: str, name: str) -> str | None:
    return next(iter(parse_qs(urlsplit(url).query).get(name, [])), None)


def _grades(payload: Mapping[str, Any]) -> GradeService | None:
    endpoint = part(payload, claims.AGS_ENDPOINT)
    if not endpoint:
        return None
    scopes = endpoint.get("scope")
    allowed = tuple(said for s in scopes if (said := text(s))) if isinstance(scopes, list) else ()
    return GradeService(_address(endpoint.get("lineitem")), _address(endpoint.get("lineitems")), allowed)


def _address(value: object) -> str | None:
    url = text(value)
    return url if url and origin_of(url) else None
