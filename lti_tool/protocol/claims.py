"""Names that the specifications give to things, and what the role names mean to us."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

# https://www.imsglobal.org/spec/lti/v1p3#required-message-claims
LTI = "https://purl.imsglobal.org/spec/lti/claim/"
MESSAGE_TYPE = LTI + "message_type"
VERSION = LTI + "version"
DEPLOYMENT_ID = LTI + "deployment_id"
TARGET_LINK_URI = LTI + "target_link_uri"
RESOURCE_LINK = LTI + "resource_link"
ROLES = LTI + "roles"
CONTEXT = LTI + "context"
LAUNCH_PRESENTATION = LTI + "launch_presentation"
CUSTOM = LTI + "custom"
TOOL_PLATFORM = LTI + "tool_platform"
FOR_USER = LTI + "for_user"

RESOURCE_LINK_REQUEST = "LtiResourceLinkRequest"
DEEP_LINKING_REQUEST = "LtiDeepLinkingRequest"
DEEP_LINKING_RESPONSE = "LtiDeepLinkingResponse"
SUBMISSION_REVIEW_REQUEST = "LtiSubmissionReviewRequest"
DATA_PRIVACY_REQUESTS = ("LtiDataPrivacyLaunchRequest", "DataPrivacyLaunchRequest")

# https://www.imsglobal.org/spec/lti-ags/v2p0
AGS_ENDPOINT = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
SCOPE_SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
SCOPE_LINE_ITEM = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"
SCOPE_LINE_ITEM_READ = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly"
SCOPE_RESULT = "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly"
SCORE_MEDIA_TYPE = "application/vnd.ims.lis.v1.score+json"

# https://www.imsglobal.org/spec/lti-nrps/v2p0
NRPS_SERVICE = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
SCOPE_MEMBERSHIPS = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
NRPS_MEDIA_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"

# https://www.imsglobal.org/spec/lti-pns/v1p0
NOTICE_SERVICE = LTI + "platformnotificationservice"
NOTICE = LTI + "notice"
ORIGIN_CONTEXTS = LTI + "origin_contexts"
SCOPE_NOTICE_HANDLERS = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers"
CONTEXT_COPY_NOTICE = "LtiContextCopyNotice"

# https://www.imsglobal.org/spec/lti/v1p3#role-vocabularies
_MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
CONTEXT_LEARNER = _MEMBERSHIP + "#Learner"
_TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
_ADMINISTRATORS = {
    "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator",
    "http://purl.imsglobal.org/vocab/lis/v2/system/person#SysAdmin",
    "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator",
}
_STAFF = {"Instructor", "TeachingAssistant", "ContentDeveloper", "Administrator"}
_SHORT_NAMES = _STAFF | {"Learner", "Mentor"}

Role = Literal["learner", "facilitator"]


@dataclass(frozen=True)
class Person:
    """What the roles of a launch make of somebody.

    Attributes:
        role: What they may see and do here.
        graded: Whether their score may ever be posted.
    """

    role: Role
    graded: bool


def person_of(roles: Sequence[str]) -> Person:
    """Read the roles of a launch.

    Only what somebody is *in this course* counts: a teacher of the school who takes the course is a
    learner in it, and a student of the school who teaches it is a facilitator.
    """
    in_course = {name for role in roles if (name := _context_role(role))}
    if _TEST_USER in roles:
        # The platform's "student view" is one: it sees what a learner sees, and its grade is nobody's.
        return Person("learner", graded=False)
    if in_course & _STAFF:
        return Person("facilitator", graded=False)
    return Person("learner", graded=in_course != {"Mentor"})


def is_administrator(roles: object) -> bool:
    """Whether somebody administers the platform or the school, whatever they are in a course."""
    return isinstance(roles, list) and any(
        isinstance(role, str) and role in _ADMINISTRATORS for role in roles
    )


def _context_role(role: str) -> str | None:
    """The principal context role of `…/membership#Learner`, `…/membership/Instructor#Grader` or "Learner"."""
    if role in _SHORT_NAMES:
        return role
    base, _, name = role.partition("#")
    if base == _MEMBERSHIP:
        return name
    if base.startswith(_MEMBERSHIP + "/"):
        return base.removeprefix(_MEMBERSHIP + "/")
    return None
