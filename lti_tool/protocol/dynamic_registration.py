"""Registering Wegwijs at a platform: what is asked, and what the platform answers.

https://www.imsglobal.org/spec/lti-dr/v1p0
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lti_tool.errors import DynamicRegistrationError, ServiceError
from lti_tool.protocol.claims import (
    DATA_PRIVACY_REQUESTS,
    DEEP_LINKING_REQUEST,
    RESOURCE_LINK_REQUEST,
    SCOPE_NOTICE_HANDLERS,
    SCOPE_SCORE,
    SUBMISSION_REVIEW_REQUEST,
)
from lti_tool.protocol.platform_configuration import PlatformConfiguration, bearer
from lti_tool.protocol.registration import Registration
from lti_tool.protocol.service import PlatformClient

SCOPES = (
    SCOPE_SCORE,
    "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
    "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly",
    "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly",
)
# Some platforms refuse a registration that names what they don't know: only for those that offer them.
_WHERE_OFFERED = (SUBMISSION_REVIEW_REQUEST, *DATA_PRIVACY_REQUESTS)
DEEP_LINKING_PLACEMENTS = ("assignment_selection", "link_selection", "ContentArea")
_TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
_CANVAS = "https://canvas.instructure.com/lti/"
_LONGEST_NAME = 255


@dataclass(frozen=True)
class ToolAddresses:
    """The addresses that a platform needs, all below the one public address."""

    public_url: str

    @property
    def login(self) -> str:
        """Where the platform starts a launch."""
        return f"{self.public_url}/lti/login"

    @property
    def launch(self) -> str:
        """The one redirect URI, and the target link URI of every link."""
        return f"{self.public_url}/lti/launch"

    @property
    def jwks(self) -> str:
        """Our public keys."""
        return f"{self.public_url}/lti/jwks.json"

    @property
    def icon(self) -> str:
        """Our icon: a PNG, since Blackboard takes no SVG."""
        return f"{self.public_url}/lti/static/icon.png"

    @property
    def domain(self) -> str:
        """Host, with the port if it is not the usual one: Moodle compares it with the launch address."""
        return urlsplit(self.public_url).netloc


@dataclass(frozen=True)
class Registered:
    """What came of a registration. `deployment_id` is None where the platform names none yet."""

    registration: Registration
    deployment_id: str | None


def tool_configuration(tool: ToolAddresses, description: str, offers: Collection[str] = ()) -> dict[str, Any]:
    """What we ask of a platform: the least that a launch, a grade and a class need, and what it offers more.

    Only the claims `iss` and `sub`: Moodle sends a name or an e-mail address only to who asks for it.
    https://www.imsglobal.org/spec/lti-dr/v1p0#tool-configuration
    """
    more_scopes = [SCOPE_NOTICE_HANDLERS] if SCOPE_NOTICE_HANDLERS in offers else []
    message = {"target_link_uri": tool.launch, "label": "Wegwijs", "icon_uri": tool.icon}
    return {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["implicit", "client_credentials"],
        "initiate_login_uri": tool.login,
        "redirect_uris": [tool.launch],
        "client_name": "Wegwijs",
        "jwks_uri": tool.jwks,
        "logo_uri": tool.icon,
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": " ".join([*SCOPES, *more_scopes]),
        _TOOL: {
            "domain": tool.domain,
            "description": description,
            "target_link_uri": tool.launch,
            "custom_parameters": {},
            "claims": ["iss", "sub"],
            "messages": [
                {"type": RESOURCE_LINK_REQUEST, **message},
                {"type": DEEP_LINKING_REQUEST, **message, "placements": list(DEEP_LINKING_PLACEMENTS)},
                *({"type": kind, **message} for kind in _WHERE_OFFERED if kind in offers),
            ],
            _CANVAS + "privacy_level": "anonymous",
            _CANVAS + "tool_id": "wegwijs",
            _CANVAS + "vendor": "Wegwijs",
        },
    }


def register(
    client: PlatformClient,
    platform: PlatformConfiguration,
    registration_token: str | None,
    wanted: Mapping[str, Any],
) -> Registered:
    """Register at a platform.

    Raises:
        DynamicRegistrationError: The platform does not take it, or its answer can't be used.
    """
    headers = {"Content-Type": "application/json", "Accept": "application/json"} | bearer(registration_token)
    try:
        answer = client.call(
            "POST", platform.registration_url, headers=headers, body=json.dumps(wanted).encode()
        )
    except ServiceError as problem:
        raise DynamicRegistrationError("REG-UNREACHABLE", f"registration_endpoint: {problem}") from problem
    if answer.status not in {200, 201}:
        raise DynamicRegistrationError("REG-REFUSED", f"the platform answered {answer.status}")
    return read_answer(answer.body, platform, wanted)


def read_answer(body: bytes, platform: PlatformConfiguration, wanted: Mapping[str, Any]) -> Registered:
    """Check a platform's answer to a registration.

    Raises:
        DynamicRegistrationError: It lacks a client id, or it registered other addresses than ours.
    """
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise DynamicRegistrationError("REG-ANSWER", "the answer is not JSON") from problem
    if not isinstance(given, dict):
        raise DynamicRegistrationError("REG-ANSWER", "the answer is not a JSON object")
    client_id = _name(given.get("client_id"), "client_id")
    if client_id is None:
        raise DynamicRegistrationError("REG-ANSWER", "client_id: expected a text; got none")
    for name in ("initiate_login_uri", "jwks_uri", "token_endpoint_auth_method"):
        if given.get(name) not in (None, wanted[name]):
            raise DynamicRegistrationError("REG-ANSWER", f"{name}: the platform kept another value than ours")
    kept = given.get("redirect_uris")
    if kept is not None and (not isinstance(kept, list) or wanted["redirect_uris"][0] not in kept):
        raise DynamicRegistrationError("REG-ANSWER", "redirect_uris: ours is not among them")
    tool = given.get(_TOOL)
    deployment = tool.get("deployment_id") if isinstance(tool, dict) else None
    registration = Registration(
        id=0,
        issuer=platform.issuer,
        client_id=client_id,
        auth_url=platform.auth_url,
        token_url=platform.token_url,
        jwks_url=platform.jwks_url,
        token_audience=platform.token_audience,
    )
    return Registered(registration, _name(deployment, "deployment_id"))


def _name(value: object, name: str) -> str | None:
    if value is None or value == "":
        return None
    # Moodle gives the number of a deployment sometimes as text and sometimes not.
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if (
        not isinstance(text, str)
        or len(text) > _LONGEST_NAME
        or not text.isprintable()
        or text != text.strip()
    ):
        raise DynamicRegistrationError("REG-ANSWER", f"{name}: expected a short text")
    return text
