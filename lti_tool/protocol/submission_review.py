"""A submission review: somebody opens one learner's work from the gradebook.

https://www.imsglobal.org/spec/lti-sr/v1p0
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lti_tool.errors import LaunchError
from lti_tool.protocol import claims
from lti_tool.protocol.claim_values import part, required_id, text


@dataclass(frozen=True)
class ReviewOf:
    """Whose work is looked at, and of which link: named by itself, by its line item, or by both."""

    user_id: str
    resource_link_id: str | None
    line_item_url: str | None


def read_review(payload: Mapping[str, Any]) -> ReviewOf:
    """What a submission review is about.

    Raises:
        LaunchError: It does not say whose work, or of which link.
    """
    user_id = required_id(part(payload, claims.FOR_USER).get("user_id"), "for_user.user_id")
    link, endpoint = part(payload, claims.RESOURCE_LINK), part(payload, claims.AGS_ENDPOINT)
    link_id = required_id(link["id"], "resource_link.id") if link.get("id") is not None else None
    line_item_url = text(endpoint.get("lineitem"))
    if link_id is None and line_item_url is None:
        raise LaunchError("LTI-CLAIM", "the message names neither a resource link nor a line item")
    return ReviewOf(user_id, link_id, line_item_url)
