"""The signed message of a launch.

https://www.imsglobal.org/spec/lti/v1p3/#resource-link-launch-request-message
"""

from dataclasses import dataclass
from typing import Any

import jwt

from lti_tool.practice_lms.course import COURSE_ID, LABEL, TITLES, Activity
from lti_tool.practice_lms.people import Person
from lti_tool.practice_lms.registration import Registration
from lti_tool.practice_lms.rules.keys import SigningKey

LIFE = 5 * 60
"""Seconds that a message may be used."""
CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/"
SCOPES = (
    f"{AGS}scope/lineitem.readonly",
    f"{AGS}scope/score",
    f"{AGS}scope/result.readonly",
    f"{NRPS}scope/contextmembership.readonly",
)
"""What a tool may ask for here."""


@dataclass(frozen=True)
class Launch:
    """One launch of one activity by one person.

    Attributes:
        activity: What is launched.
        person: Who launches.
        language: Language of the page around the tool.
        nonce: The tool's nonce, given back.
        now: Seconds since 1970.
        return_url: Where the tool may send the person back to.
    """

    activity: Activity
    person: Person
    language: str
    nonce: str
    now: int
    return_url: str


def launch_claims(registration: Registration, launch: Launch) -> dict[str, Any]:
    """The claims of a launch.

    Args:
        registration: The tool's registration.
        launch: The launch.
    """
    activity, person = launch.activity, launch.person
    grades: dict[str, Any] = {
        "scope": [scope for scope in SCOPES if scope.startswith(AGS)],
        "lineitems": registration.line_items_url,
    }
    if activity.graded:
        grades["lineitem"] = registration.line_item_url(activity.module_id)
    roster = {"context_memberships_url": registration.roster_url, "service_versions": ["2.0"]}
    return {
        "iss": registration.issuer,
        "aud": registration.client_id,
        "sub": person.user_id,
        "nonce": launch.nonce,
        "iat": launch.now,
        "exp": launch.now + LIFE,
        "name": person.name,
        "given_name": person.given_name,
        "family_name": person.family_name,
        CLAIM + "message_type": "LtiResourceLinkRequest",
        CLAIM + "version": "1.3.0",
        CLAIM + "deployment_id": registration.deployment_id,
        CLAIM + "target_link_uri": registration.redirect_uri,
        CLAIM + "roles": [person.role_uri],
        CLAIM + "context": {
            "id": COURSE_ID,
            "label": LABEL,
            "title": TITLES[launch.language],
            "type": ["http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering"],
        },
        CLAIM + "resource_link": {
            "id": activity.module_id,
            "title": activity.title(launch.language),
            "description": "",
        },
        CLAIM + "custom": dict(activity.custom) or {"module": activity.module_id},
        CLAIM + "launch_presentation": {
            "document_target": "iframe",
            "locale": launch.language,
            "return_url": launch.return_url,
        },
        CLAIM + "tool_platform": {
            "guid": "practice-lms",
            "name": "Wegwijs practice LMS",
            "product_family_code": "wegwijs-practice-lms",
            "version": "1",
        },
        "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": grades,
        "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice": roster,
    }


def sign(claims: dict[str, Any], key: SigningKey) -> str:
    """The message as a JWT, signed with RS256 and naming its key."""
    return jwt.encode(claims, key.pem, algorithm="RS256", headers={"kid": key.kid})
