"""Deep linking, the platform's side: what we ask, and strict checks of the tool's answer.

https://www.imsglobal.org/spec/lti-dl/v2p0
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import jwt

from lti_tool.practice_lms.errors import ProtocolError
from lti_tool.practice_lms.registration import Registration
from lti_tool.practice_lms.rules.authorization import CHOOSING, PendingLaunch
from lti_tool.practice_lms.rules.message import CLAIM

DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
CHOOSING_LIFE = 60 * 60
"""Seconds between opening the page to choose and the tool's answer."""
MAXIMUM_LIFE = 60 * 60
LEEWAY = 30
_KNOWN = {
    "type", "url", "title", "text", "icon", "thumbnail", "custom", "lineItem", "available", "submission",
    "iframe", "window",
}  # fmt: skip
_REQUIRED = ["iss", "aud", "iat", "exp", "nonce"]


@dataclass(frozen=True)
class Chosen:
    """One link that the teacher chose at the tool.

    Attributes:
        title: Its name in the course.
        text: The line under it.
        custom: What the tool wants to hear at each launch.
        graded: Whether it has a column in the gradebook.
    """

    title: str
    text: str
    custom: Mapping[str, str] = field(default_factory=dict)
    graded: bool = False


@dataclass(frozen=True)
class Answer:
    """An answer that holds, once its `nonce` proves new and its `data` ours."""

    nonce: str
    data: str
    chosen: tuple[Chosen, ...]


def request_claims(return_url: str, data: str) -> dict[str, Any]:
    """The claims that make a launch message a deep linking request."""
    settings = {
        "deep_link_return_url": return_url,
        "accept_types": ["ltiResourceLink"],
        "accept_presentation_document_targets": ["iframe"],
        "accept_multiple": True,
        "accept_lineitem": True,
        "auto_create": True,
        "data": data,
    }
    return {CLAIM + "message_type": "LtiDeepLinkingRequest", DL + "deep_linking_settings": settings}


def check_answer(token: str, registration: Registration, keys: Callable[[str], Any]) -> Answer:
    """Verify the tool's answer.

    Args:
        token: The JWT that the browser brought.
        registration: The tool's registration.
        keys: Key id → the tool's public key.

    Raises:
        ProtocolError: 400, naming the first thing that is wrong.
    """
    claims = _verified(token, registration, keys)
    expected = {
        CLAIM + "message_type": "LtiDeepLinkingResponse",
        CLAIM + "version": "1.3.0",
        CLAIM + "deployment_id": registration.deployment_id,
    }
    for name, value in expected.items():
        _must(claims.get(name) == value, f"{name.rsplit('/', 1)[-1]} must be {value}")
    data, items = claims.get(DL + "data"), claims.get(DL + "content_items", [])
    _must(isinstance(data, str), "data must come back as it was sent")
    _must(isinstance(items, list), "content_items is not a list")
    return Answer(claims["nonce"], str(data), tuple(_chosen(item, registration) for item in items))


def check_waiting(launch: PendingLaunch | None, now: float) -> None:
    """Refuse an answer whose `data` is not that of a choice under way.

    Args:
        launch: What `data` named, taken out of the store (so that it counts once).
        now: Seconds since 1970.

    Raises:
        ProtocolError: 400, with the reason.
    """
    _must(
        launch is not None and launch.activity == CHOOSING, "data is not what we sent, or was answered before"
    )
    _must(launch is not None and now - launch.created <= CHOOSING_LIFE, "the choice is too old")


def _verified(token: str, registration: Registration, keys: Callable[[str], Any]) -> dict[str, Any]:
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        _must(isinstance(kid, str), "the answer names no key (kid)")
        claims: dict[str, Any] = jwt.decode(
            token,
            keys(str(kid)),
            algorithms=["RS256"],
            audience=registration.issuer,
            issuer=registration.client_id,
            leeway=LEEWAY,
            options={"require": _REQUIRED},
        )
    except jwt.PyJWTError as error:
        raise ProtocolError(400, "invalid_request", f"JWT: {error}") from error
    _must(claims["exp"] - claims["iat"] <= MAXIMUM_LIFE, "the answer lives longer than an hour")
    _must(isinstance(claims["nonce"], str) and claims["nonce"] != "", "nonce is not a text")
    return claims


def _chosen(item: Any, registration: Registration) -> Chosen:
    _must(isinstance(item, dict), "an item is not an object")
    _must(item.get("type") == "ltiResourceLink", "type must be ltiResourceLink")
    _must(set(item) <= _KNOWN, f"unknown: {', '.join(sorted(set(item) - _KNOWN))}")
    _must(all(value not in (None, "", {}) for value in item.values()), "an empty value must be left out")
    address = item.get("url")
    _must(isinstance(address, str) and _is_the_tools(address, registration), "url is not the tool's")
    _must(not urlsplit(str(address)).query, "url has a query: put parameters in custom")
    for name in ("title", "text"):
        _must(isinstance(item.get(name, ""), str), f"{name} is not a text")
    _must(bool(item.get("title")), "title is missing")
    for name in ("icon", "thumbnail"):
        _check_picture(item.get(name), name, registration)
    for name in ("available", "submission"):
        _check_times(item.get(name, {}), name)
    custom = item.get("custom", {})
    _must(
        isinstance(custom, dict) and all(isinstance(value, str) for value in custom.values()),
        "custom holds something else than texts",
    )
    line_item = item.get("lineItem")
    _check_line_item(line_item)
    return Chosen(item["title"], item.get("text", ""), custom, line_item is not None)


def _is_the_tools(address: str, registration: Registration) -> bool:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" == registration.tool_origin


def _check_picture(picture: Any, name: str, registration: Registration) -> None:
    if picture is None:
        return
    _must(isinstance(picture, dict) and isinstance(picture.get("url"), str), f"{name} has no url")
    _must(_is_the_tools(picture["url"], registration), f"{name} is not the tool's")
    sizes = [picture.get("width"), picture.get("height")]
    _must(all(isinstance(size, int) and size > 0 for size in sizes), f"{name} has no size")


def _check_times(times: Any, name: str) -> None:
    _must(isinstance(times, dict) and set(times) <= {"startDateTime", "endDateTime"}, f"{name} is no period")
    for value in times.values():
        try:
            zoned = datetime.fromisoformat(value).utcoffset() is not None
        except (TypeError, ValueError):
            zoned = False
        _must(zoned, f"{name} has a time that is not ISO 8601 with a zone")


def _check_line_item(line_item: Any) -> None:
    if line_item is None:
        return
    _must(isinstance(line_item, dict), "lineItem is not an object")
    maximum = line_item.get("scoreMaximum")
    _must(type(maximum) is int and maximum > 0, "scoreMaximum is not a whole number above 0")
    for name in ("label", "resourceId", "tag"):
        _must(isinstance(line_item.get(name, ""), str), f"{name} is not a text")
    _must(isinstance(line_item.get("gradesReleased", True), bool), "gradesReleased is not true or false")


def _must(holds: bool, reason: str) -> None:
    if not holds:
        raise ProtocolError(400, "invalid_request", reason)
