"""What each family of platforms does differently with grades; all else is the standard's.

One small class per family, with the differences its makers publish or that were measured, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from lti_tool.protocol.registration import Registration
from lti_tool.protocol.scores import Outcome, Refused, Score, iso, read_outcome, score_body
from lti_tool.protocol.service import Answer

_CANVAS_SUBMISSION = "https://canvas.instructure.com/lti/submission"


class Family:
    """A platform that keeps to the standard.

    Attributes:
        name: For the operator.
        at_once: Scores that may be under way to one deployment at the same time; fewer than our workers,
            so that a slow platform leaves some for the others.
        links_new_columns: Whether a column that we make can say to which link it belongs.
    """

    name = "generic"
    at_once = 3
    links_new_columns = True

    def body(self, score: Score) -> Mapping[str, Any]:
        """What is posted."""
        return score_body(score)

    def outcome(self, answer: Answer, now: int) -> Outcome:
        """What an answer to a score means."""
        return read_outcome(answer, now)


class Moodle(Family):
    """Moodle, measured with 4.5.5.

    Its 409, with its own clock's time and not the score's as the limit, is handled for all: a newer score
    with a later timestamp a moment after.
    """

    name = "moodle"

    def outcome(self, answer: Answer, now: int) -> Outcome:
        """400 "Incorrect score received": not enrolled, or with a role that gets no grades."""
        return Refused("not-gradable") if answer.status == 400 else super().outcome(answer, now)


class Blackboard(Family):
    """Blackboard Learn: https://docs.anthology.com/docs/blackboard/lti/core/ags."""

    name = "blackboard"
    links_new_columns = False

    def body(self, score: Score) -> Mapping[str, Any]:
        """Comments are HTML there; one that is left out takes the earlier one away, so it comes each time."""
        body = dict(super().body(score))
        if "comment" in body:
            body["comment"] = body["comment"].replace("\r\n", "\n").replace("\n", "<br/>")
        return body

    def outcome(self, answer: Answer, now: int) -> Outcome:
        """400 "User could not be found": not enrolled, or the teacher's preview user."""
        if answer.status == 400 and b"could not be found" in answer.body:
            return Refused("not-gradable")
        return super().outcome(answer, now)


class Canvas(Family):
    """Canvas: https://developerdocs.instructure.com/services/canvas/resources/score.

    It wants scores one after the other.
    """

    name = "canvas"
    at_once = 1

    def body(self, score: Score) -> Mapping[str, Any]:
        """With Canvas's own claim: a changed grade is no new attempt, and a teacher's own grade stands."""
        submission = {
            "new_submission": score.handed_in_anew,
            "submission_type": "external_tool" if score.handed_in_anew else "none",
            "submitted_at": iso(score.submitted_at),
            "prioritize_non_tool_grade": True,
        }
        if score.fraction is None:
            submission["preserve_score"] = True
        return {**super().body(score), _CANVAS_SUBMISSION: submission}


class Brightspace(Family):
    """Brightspace. 422 for a role that gets no grades is as in the standard; tokens: see `Registration`."""

    name = "brightspace"


class OpenEdx(Family):
    """Open edX with lti-consumer-xblock."""

    name = "open-edx"

    def outcome(self, answer: Answer, now: int) -> Outcome:
        """400 where others say 409: the timestamp is not later than the one it has."""
        if answer.status == 400 and b"timestamp" in answer.body:
            return super().outcome(replace(answer, status=409), now)
        return super().outcome(answer, now)


PRODUCTS: Mapping[str, str] = {
    "moodle": "moodle",
    "blackboard": "blackboard",
    "blackboardlearn": "blackboard",
    "canvas": "canvas",
    "brightspace": "brightspace",
    "desire2learn": "brightspace",
    "open-edx": "open-edx",
}
"""Families by `product_family_code`, in lower case."""
_HOSTS = {"blackboard.com": "blackboard", "instructure.com": "canvas", "brightspace.com": "brightspace"}
_PATHS = {
    "/mod/lti/": "moodle",
    "/api/lti_consumer/": "open-edx",
    "/api/lti/security/jwks": "canvas",
    "/d2l/": "brightspace",
}
_GENERIC = Family()
_FAMILIES = {family.name: family for family in (Moodle(), Blackboard(), Canvas(), Brightspace(), OpenEdx())}


def family_of(registration: Registration) -> Family:
    """The family of a platform: by the product it says it is, else by its addresses."""
    name = PRODUCTS.get((registration.product or "").strip().lower()) or _by_address(registration)
    return _FAMILIES.get(name or "", _GENERIC)


def _by_address(registration: Registration) -> str | None:
    addresses = [registration.issuer, registration.token_url, registration.jwks_url, registration.auth_url]
    for parts in map(urlsplit, addresses):
        host = parts.hostname or ""
        for family_host, name in _HOSTS.items():
            if host == family_host or host.endswith("." + family_host):
                return name
        for path, name in _PATHS.items():
            if path in parts.path:
                return name
    return None
