"""What arrived with a launch, without anything of a person: for whoever looks why something is missing.

Names of claims, and the shape of what is in them. The value of a claim is in here only if it is one of a
list that the specifications make, or a setting that an administrator or a teacher made for us.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lti_tool.protocol import claims
from lti_tool.protocol.login import Rung
from lti_tool.protocol.registration import origin_of

OUR_SETTINGS = ("module", "variant", "language", "edition", "graded", "context_history", "link_history")
"""The custom parameters that Wegwijs reads."""
PERSONAL = ("name", "given_name", "family_name", "middle_name", "nickname", "picture", "email")
"""Claims that say who somebody is: https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims."""
OTHER = "…"
"""Stands for a value that is not told."""

_TOOL_PLATFORM = claims.LTI + "tool_platform"
_LIS = claims.LTI + "lis"
_MOST = 40
_CLAIM = re.compile(r"[A-Za-z][\w./:-]{0,79}")
_KEY = re.compile(r"[A-Za-z][\w.-]{0,39}")
_PLACE_ID = re.compile(r"[^\x00-\x1f\x7f]{1,255}")
_LINK_ID = re.compile(r"[\w.:-]{1,80}")
_SETTING = re.compile(r"[\w-]{1,64}|\$[\w.]{1,80}")
_PRODUCT = re.compile(r"[\w .:()+-]{1,60}")
_LOCALE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}")
_SCOPE = re.compile(r"https://purl\.imsglobal\.org/spec/lti[a-z-]*/scope/([a-z.]{1,60})")
_PREFIX = re.compile(r"https://purl\.imsglobal\.org/spec/lti[a-z-]*/claim/")
_ROLE = re.compile(
    r"http://purl\.imsglobal\.org/vocab/(?:lis/v2|lti)/"
    r"(membership|institution/person|system/person)(?:/([A-Za-z]+))?#([A-Za-z]+)"
)
# https://www.imsglobal.org/spec/lti/v1p3#role-vocabularies
_ROLES = {
    *("Learner", "Instructor", "ContentDeveloper", "Administrator", "Mentor", "Manager", "Member", "Officer"),
    *("TeachingAssistant", "Student", "Faculty", "Staff", "Guest", "Observer", "Other", "None", "Alumni"),
    *("ProspectiveStudent", "SysAdmin", "SysSupport", "Creator", "AccountAdmin", "User", "TestUser"),
}
_WHERE = {"membership": "", "institution/person": "institution: ", "system/person": "system: "}
_TARGETS = {"iframe", "frame", "window"}
_MESSAGES = {claims.RESOURCE_LINK_REQUEST, claims.DEEP_LINKING_REQUEST, "LtiSubmissionReviewRequest"}


@dataclass(frozen=True)
class LaunchFacts:
    """The shape of one signed message.

    Attributes:
        deployment_id: The platform's name for the place.
        issued_at: When the message was made, in seconds since 1970.
        claims: Names of the claims; those of LTI without their prefix.
        personal: Which of the claims that say who somebody is came along. What they said is not here.
        roles: Short names; a role outside the vocabularies is told as `OTHER`.
        custom: Names of the custom parameters. The value only of `OUR_SETTINGS`, else `OTHER`.
        scopes: What the platform lets us do, short.
        services: Which addresses of services came along, e.g. "lineitem".
        product: As the platform names itself, e.g. "moodle".
        link: The platform's number for the activity.
        target: The address that the link names: its host, and the path where it is our own.
    """

    deployment_id: str | None
    issued_at: int | None
    message_type: str | None
    version: str | None
    claims: tuple[str, ...]
    personal: tuple[str, ...]
    has_sub: bool
    roles: tuple[str, ...]
    custom: Mapping[str, str]
    scopes: tuple[str, ...]
    services: tuple[str, ...]
    product: str | None
    product_version: str | None
    link: str | None
    locale: str | None
    target: str | None
    document_target: str | None


ACCEPTED = "accepted"


@dataclass(frozen=True)
class Arrival:
    """How a launch came in.

    Attributes:
        registration_id: Our number for the platform.
        rung: What kept the secret of the login; None where nothing did.
        facts: Of the signed message; None where there was none.
    """

    registration_id: int
    rung: Rung | None = None
    facts: LaunchFacts | None = None


@dataclass(frozen=True)
class LaunchRecord:
    """One launch, or a refusal, as it was written down.

    Attributes:
        deployment_id: None where nothing signed by the platform came in, as with `facts`.
        outcome: `ACCEPTED`, or the code of the error page.
        reference: What the error page showed.
        clock_skew: Seconds that the platform's clock is behind ours, with the second or so that the message
            was on its way; negative: ahead.
    """

    id: int
    registration_id: int
    at: int
    deployment_id: str | None
    outcome: str
    reference: str | None
    rung: Rung | None
    clock_skew: int | None
    facts: LaunchFacts | None


def facts_of(payload: Mapping[str, Any]) -> LaunchFacts:
    """Read the shape of a message whose signature is the platform's. Anything may be missing or wrong."""
    said = _Said(payload)
    product, presentation = said.part(_TOOL_PLATFORM), said.part(claims.LAUNCH_PRESENTATION)
    return LaunchFacts(
        deployment_id=_shaped(payload.get(claims.DEPLOYMENT_ID), _PLACE_ID),
        issued_at=_seconds(payload.get("iat")),
        message_type=_one_of(payload.get(claims.MESSAGE_TYPE), _MESSAGES),
        version=_one_of(payload.get(claims.VERSION), {"1.3.0"}),
        claims=tuple(sorted({_short(name) for name in list(payload)[:_MOST]})),
        personal=tuple(_personal(payload)),
        has_sub=isinstance(payload.get("sub"), str) and bool(payload["sub"]),
        roles=_roles(payload.get(claims.ROLES)),
        custom=dict(said.custom()),
        scopes=_scopes(said.part(claims.AGS_ENDPOINT).get("scope")),
        services=tuple(said.services()),
        product=said.text(product.get("product_family_code"), _PRODUCT),
        product_version=said.text(product.get("version"), _PRODUCT),
        link=_shaped(said.part(claims.RESOURCE_LINK).get("id"), _LINK_ID),
        locale=said.text(presentation.get("locale"), _LOCALE),
        target=_place(payload.get(claims.TARGET_LINK_URI)),
        document_target=_one_of(presentation.get("document_target"), _TARGETS),
    )


class _Said:
    """A message, and what in it could give somebody away wherever it stands."""

    def __init__(self, payload: Mapping[str, Any]) -> None:
        self._payload = payload
        told = [payload.get(name) for name in ("sub", *PERSONAL, "preferred_username")]
        told += [*self.part(_LIS).values(), *self.part(claims.LTI + "ext").values()]
        # Shorter ones are numbers of rows in a platform's tables, which other things have too.
        self._secrets = {value.lower() for value in told if isinstance(value, str) and len(value) > 3}

    def part(self, name: str) -> Mapping[str, Any]:
        found = self._payload.get(name)
        return found if isinstance(found, dict) else {}

    def text(self, value: object, shape: re.Pattern[str]) -> str | None:
        """A text of this shape, unless it is also somebody's name or number."""
        if isinstance(value, str) and value.lower() in self._secrets:
            return OTHER
        return _shaped(value, shape)

    def custom(self) -> Iterator[tuple[str, str]]:
        for name, value in list(self.part(claims.CUSTOM).items())[:_MOST]:
            if name in OUR_SETTINGS:
                yield name, (self.text(value, _SETTING) or "")
            elif _KEY.fullmatch(name):
                yield name, OTHER

    def services(self) -> Iterator[str]:
        grades, roster = self.part(claims.AGS_ENDPOINT), self.part(claims.NRPS_SERVICE)
        yield from (name for name in ("lineitem", "lineitems") if isinstance(grades.get(name), str))
        if isinstance(roster.get("context_memberships_url"), str):
            yield "memberships"


def _shaped(value: object, shape: re.Pattern[str]) -> str | None:
    if not isinstance(value, str) or not value:
        return None
    return value if shape.fullmatch(value) else OTHER


def _personal(payload: Mapping[str, Any]) -> Iterator[str]:
    yield from (name for name in PERSONAL if payload.get(name))


def _short(claim: str) -> str:
    name = _PREFIX.sub("", claim)
    return name if _CLAIM.fullmatch(name) else OTHER


def _roles(value: object) -> tuple[str, ...]:
    found = [_role(role) for role in value[:_MOST]] if isinstance(value, list) else []
    return tuple(dict.fromkeys(found))


def _role(role: object) -> str:
    if not isinstance(role, str):
        return OTHER
    if role in _ROLES:
        return role
    shape = _ROLE.fullmatch(role)
    if not shape:
        return OTHER
    where, principal, name = shape.groups()
    name = name if name in _ROLES else principal
    return _WHERE[where] + name if name in _ROLES else OTHER


def _scopes(value: object) -> tuple[str, ...]:
    texts = [scope for scope in value[:_MOST] if isinstance(scope, str)] if isinstance(value, list) else []
    return tuple(shape[1] if (shape := _SCOPE.fullmatch(scope)) else OTHER for scope in texts)


def _place(value: object) -> str | None:
    if not isinstance(value, str) or not value:
        return None
    origin = origin_of(value)
    if origin is None:
        return OTHER
    return f"{origin}/lti/launch" if value.split("?")[0] == f"{origin}/lti/launch" else f"{origin}/{OTHER}"


def _one_of(value: object, known: set[str]) -> str | None:
    if value is None:
        return None
    return value if isinstance(value, str) and value in known else OTHER


def _seconds(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if abs(value) < 10**12 else None
