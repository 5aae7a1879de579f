"""Who is in a course: the claim that says where to ask, and the answer, page by page.

https://www.imsglobal.org/spec/lti-nrps/v2p0
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit

from lti_tool.errors import ServiceError
from lti_tool.protocol import claims
from lti_tool.protocol.claim_values import LONGEST_ID, part, text
from lti_tool.protocol.registration import is_allowed_url, origin_of
from lti_tool.protocol.service import Answer
from modules.kit.text import clean_text

PAGE_SIZE = 100
MOST_PAGES = 50
MOST_MEMBERS = 5000
MOST_SECONDS = 30
_LONGEST_NAME = 200
_LONGEST_HEADER = 8192
_UNKNOWN_PARAMETER = {400, 404, 422}
_PASSES = {408, 429}
_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w*-]+(?:\s*=\s*(?:"[^"]*"|[^\s;,"]+))?)*)')
_REL = re.compile(r';\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))', re.IGNORECASE)

Get = Callable[[str], Answer]


@dataclass(frozen=True)
class Member:
    """Somebody in a course. The name is None where the platform does not give it."""

    user_id: str
    role: claims.Role
    active: bool
    name: str | None


@dataclass(frozen=True)
class Roster:
    """Who is in a course.

    Attributes:
        complete: Whether it was read to its end; else a limit of ours came first.
    """

    members: tuple[Member, ...]
    complete: bool


def memberships_url(payload: Mapping[str, Any], *, allow_private: bool) -> str | None:
    """Where the platform says who is in the course of a message; None if it does not, or not safely."""
    service = part(payload, claims.NRPS_SERVICE)
    url, versions = text(service.get("context_memberships_url")), service.get("service_versions")
    if url is None or not isinstance(versions, list) or "2.0" not in versions:
        return None
    return url if is_allowed_url(url, allow_private=allow_private) else None


def first_page(url: str, rlid: str | None) -> str:
    """The address of the first page: only learners are asked for, and only those of one link if it says so.

    The address that the platform gave stays as it is, letter for letter.
    """
    query = {"role": claims.CONTEXT_LEARNER, "limit": str(PAGE_SIZE)}
    if rlid is not None:
        query["rlid"] = rlid
    parts = urlsplit(url)
    joined = f"{parts.query}&{urlencode(query)}" if parts.query else urlencode(query)
    return urlunsplit(parts._replace(query=joined))


def fetch_roster(
    get: Get, url: str, rlid: str | None = None, clock: Callable[[], float] = time.monotonic
) -> Roster:
    """Read who is in a course, to the end or to a limit.

    Args:
        get: Makes a call with the right to read memberships.
        url: As the platform's claim says.
        rlid: The resource link whose people are asked for; None for all in the course.
        clock: Seconds, for the time that all pages together may take.

    Raises:
        ServiceError: The platform refuses, its answer is no roster, or it sends us to another site.
    """
    until = clock() + MOST_SECONDS
    page = first_page(url, rlid)
    answer = get(page)
    if answer.status in _UNKNOWN_PARAMETER:
        # Some platforms refuse what they don't know in a query, and some don't know this link.
        page = url
        answer = get(page)
    members: dict[str, Member] = {}
    seen = {page}
    while True:
        members |= {member.user_id: member for member in _read_page(answer)}
        if len(members) > MOST_MEMBERS:
            return Roster(tuple(members.values())[:MOST_MEMBERS], complete=False)
        following = next_page(answer.headers.get("link", ""), page, url)
        if following is None:
            return Roster(tuple(members.values()), complete=True)
        if following in seen or len(seen) >= MOST_PAGES or clock() > until:
            return Roster(tuple(members.values()), complete=False)
        page = following
        seen.add(page)
        answer = get(page)


def next_page(header: str, page: str, url: str) -> str | None:
    """The address of the next page, letter for letter; None on the last page.

    https://www.rfc-editor.org/rfc/rfc8288

    Raises:
        ServiceError: It is on another site than the first: our token is not for that one.
    """
    for link in _LINK.finditer(header[:_LONGEST_HEADER]):
        target, parameters = str(link[1]), str(link[2])
        relation = _REL.search(parameters)
        if relation is None or "next" not in (relation[1] or relation[2] or "").lower().split():
            continue
        try:
            following = target if urlsplit(target).scheme else urljoin(page, target)
            same_site = _site(following) == _site(url)
        except ValueError:
            same_site = False
        if not same_site:
            raise ServiceError("other-site", "the next page is on another site", retry=False)
        return following
    return None


def _site(url: str) -> tuple[str | None, str]:
    """What two addresses must share for one's token to be for the other too."""
    parts = urlsplit(url)
    user, at, _ = parts.netloc.rpartition("@")
    return origin_of(f"{parts.scheme}://{parts.netloc}"), user + at


def _read_page(answer: Answer) -> list[Member]:
    if answer.status != 200:
        # Canvas says 403 to who asks too much.
        busy = answer.status in _PASSES or b"rate limit" in answer.body.lower()
        retry = busy or answer.status >= 500
        raise ServiceError(f"http-{answer.status}", f"the roster was refused ({answer.status})", retry=retry)
    try:
        found = json.loads(answer.body)["members"]
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise ServiceError("no-roster", "the answer is not a roster", retry=True) from problem
    if not isinstance(found, list):
        raise ServiceError("no-roster", "the answer is not a roster", retry=True)
    return [member for one in found if (member := _member(one))]


def _member(said: object) -> Member | None:
    if not isinstance(said, dict):
        return None
    user_id, roles, status = said.get("user_id"), said.get("roles"), said.get("status", "Active")
    if not isinstance(user_id, str) or not user_id.strip() or len(user_id) > LONGEST_ID:
        return None
    if clean_text(user_id) != user_id:
        return None
    if not isinstance(roles, list) or status == "Deleted":
        return None
    person = claims.person_of([role for role in roles if isinstance(role, str)])
    if person.role == "learner" and not person.graded:
        return None  # somebody who only looks on
    return Member(user_id, person.role, status == "Active", _name(said))


def _name(said: Mapping[str, Any]) -> str | None:
    whole = text(said.get("name"))
    given, family = text(said.get("given_name")), text(said.get("family_name"))
    name = whole or " ".join(one for one in (given, family) if one)
    shown = "".join(letter if letter.isprintable() and letter != "\ufffd" else " " for letter in name)
    return " ".join(shown.split())[:_LONGEST_NAME] or None
