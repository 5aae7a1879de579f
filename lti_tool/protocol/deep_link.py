"""Deep linking: what a platform asks for when a teacher comes to choose, and our signed answer.

https://www.imsglobal.org/spec/lti-dl/v2p0
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from lti_tool.errors import LaunchError
from lti_tool.protocol import claims
from lti_tool.protocol.claim_values import part
from lti_tool.protocol.keys import private_key
from lti_tool.protocol.registration import Registration, is_allowed_url
from lti_tool.protocol.service import OwnKey

RESOURCE_LINK = "ltiResourceLink"
ANSWER_SECONDS = 300
_DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
SETTINGS = _DL + "deep_linking_settings"
_LONGEST_DATA = 16_000
_LONGEST_URL = 4_000


@dataclass(frozen=True)
class DeepLinkSettings:
    """What the platform takes as an answer, and where.

    https://www.imsglobal.org/spec/lti-dl/v2p0#deep-linking-settings

    Attributes:
        accept_lineitem: None where the platform does not say; it may then create one or not.
        data: To be given back unchanged; None where there was none, which is not the same as "".
    """

    return_url: str
    accept_types: tuple[str, ...]
    targets: tuple[str, ...]
    accept_multiple: bool
    accept_lineitem: bool | None
    auto_create: bool
    data: str | None

    @property
    def takes_modules(self) -> bool:
        """Whether a link to a module may be in the answer."""
        return RESOURCE_LINK in self.accept_types


@dataclass(frozen=True)
class LineItem:
    """The column of a gradebook that comes with a link.

    Attributes:
        maximum: A whole number: Blackboard refuses any other.
        released: Whether learners see the grade as soon as it is there.
    """

    maximum: int
    label: str
    resource_id: str
    tag: str
    released: bool


@dataclass(frozen=True)
class Picture:
    """A bitmap at a public address."""

    url: str
    size: int


@dataclass(frozen=True)
class Item:
    """One link for the course.

    https://www.imsglobal.org/spec/lti-dl/v2p0#lti-resource-link

    Attributes:
        url: Without a query: what a link shows stands in `custom`, where a copied course keeps it.
        target: Where it opens: "iframe", "window", or as the platform likes.
        available_from: ISO 8601 with a zone, as all times here.
        due: Until when learners may hand in.
    """

    url: str
    title: str
    text: str
    icon: Picture
    thumbnail: Picture
    custom: Mapping[str, str]
    line_item: LineItem | None = None
    target: str | None = None
    available_from: str | None = None
    available_until: str | None = None
    due: str | None = None


@dataclass(frozen=True)
class Notes:
    """What the platform may show to the teacher, and write in its log, beside the items."""

    message: str | None = None
    error_message: str | None = None
    error_log: str | None = None


def read_settings(payload: Mapping[str, Any], *, allow_private: bool) -> DeepLinkSettings:
    """Check what a deep linking request asks for.

    Raises:
        LaunchError: Something required is missing or of the wrong kind, or the answer would go to an
            address that is not a safe one.
    """
    given = part(payload, SETTINGS)
    return_url = given.get("deep_link_return_url")
    if (
        not isinstance(return_url, str)
        or len(return_url) > _LONGEST_URL
        or not is_allowed_url(return_url, allow_private=allow_private)
    ):
        raise LaunchError("LTI-DEEPLINK", "deep_link_return_url is missing or not a public https address")
    data = given.get("data")
    if data is not None and (not isinstance(data, str) or len(data) > _LONGEST_DATA):
        raise LaunchError("LTI-DEEPLINK", f"data is not a text of at most {_LONGEST_DATA} characters")
    return DeepLinkSettings(
        return_url=return_url,
        accept_types=_texts(given, "accept_types"),
        targets=_texts(given, "accept_presentation_document_targets"),
        # What a platform does not say to take is not sent.
        accept_multiple=_flag(given, "accept_multiple") is True,
        accept_lineitem=_flag(given, "accept_lineitem"),
        auto_create=_flag(given, "auto_create") is True,
        data=data,
    )


def _texts(given: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = given.get(name)
    if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
        raise LaunchError("LTI-DEEPLINK", f"{name} is not a list of texts")
    return tuple(value)


def _flag(given: Mapping[str, Any], name: str) -> bool | None:
    value = given.get(name)
    if value is None or isinstance(value, bool):
        return value
    # Some platforms write their booleans as texts.
    if value in {"true", "false"}:
        return bool(value == "true")
    raise LaunchError("LTI-DEEPLINK", f"{name} is neither true nor false")


def answer_claims(  # noqa: PLR0913 (all but the first two have a name)
    registration: Registration,
    deployment_id: str,
    *,
    settings: DeepLinkSettings,
    items: Iterable[Item],
    notes: Notes,
    now: int,
) -> dict[str, Any]:
    """The answer before it is signed. An empty list of items says that nothing was chosen.

    https://www.imsglobal.org/spec/lti-dl/v2p0#deep-linking-response-message
    """
    return _without_nothing(
        {
            "iss": registration.client_id,
            "aud": registration.issuer,
            # Blackboard asks for `sub`: https://docs.anthology.com/docs/blackboard/lti/1.3/dl/dl-return-token
            "sub": registration.client_id,
            "iat": now,
            "exp": now + ANSWER_SECONDS,
            "nonce": secrets.token_urlsafe(24),
            "jti": secrets.token_urlsafe(24),
            claims.VERSION: "1.3.0",
            claims.MESSAGE_TYPE: claims.DEEP_LINKING_RESPONSE,
            claims.DEPLOYMENT_ID: deployment_id,
            _DL + "msg": notes.message,
            _DL + "errormsg": notes.error_message,
            _DL + "errorlog": notes.error_log,
        }
    ) | {
        _DL + "content_items": [content_item(item) for item in items],
        **({} if settings.data is None else {_DL + "data": settings.data}),
    }


def sign_answer(answer: Mapping[str, Any], key: OwnKey) -> str:
    """The answer as a JWT, signed by our key."""
    return jwt.encode(dict(answer), private_key(key.private_pem), algorithm="RS256", headers={"kid": key.kid})


def content_item(item: Item) -> dict[str, Any]:
    """One link as platforms read it; what is not set is not there, as some stumble over null."""
    return _without_nothing(
        {
            "type": RESOURCE_LINK,
            "url": item.url,
            "title": item.title,
            "text": item.text,
            "icon": _picture(item.icon),
            "thumbnail": _picture(item.thumbnail),
            "custom": dict(item.custom),
            "lineItem": _line_item(item.line_item),
            "available": {"startDateTime": item.available_from, "endDateTime": item.available_until},
            "submission": {"endDateTime": item.due},
            "iframe": {"width": 1000, "height": 800} if item.target == "iframe" else None,
            # Canvas opens a new tab for this and for nothing else.
            "window": {"targetName": "_blank"} if item.target == "window" else None,
        }
    )


def _picture(picture: Picture) -> dict[str, Any]:
    return {"url": picture.url, "width": picture.size, "height": picture.size}


def _line_item(item: LineItem | None) -> dict[str, Any] | None:
    if item is None:
        return None
    return {
        "scoreMaximum": item.maximum,
        "label": item.label,
        "resourceId": item.resource_id,
        "tag": item.tag,
        "gradesReleased": item.released,
    }


def _without_nothing(values: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: _without_nothing(v) if isinstance(v, dict) else v for name, v in values.items()}
    return {name: value for name, value in kept.items() if value not in (None, "", {})}
