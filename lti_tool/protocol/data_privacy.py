"""A data privacy launch: somebody wants to know what is kept of them, or of a user of the platform.

A draft of 1EdTech; platforms write the message type and the user's id in two ways, both are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lti_tool.errors import LaunchError
from lti_tool.protocol import claims
from lti_tool.protocol.claim_values import part, required_id


@dataclass(frozen=True)
class PrivacyOf:
    """Whom a data privacy launch is about.

    Attributes:
        user_id: The person.
        own: Whether that is the one who launches.
    """

    user_id: str
    own: bool


def read_privacy(payload: Mapping[str, Any]) -> PrivacyOf:
    """Whom a data privacy launch is about: the one who launches, unless it names somebody else.

    Raises:
        LaunchError: It names somebody else, and the one who launches does not administer the platform.
    """
    sub = required_id(payload.get("sub"), "sub")
    named = part(payload, claims.FOR_USER)
    if not named:
        return PrivacyOf(sub, own=True)
    user_id = required_id(named.get("user_id", named.get("id")), "for_user.user_id")
    if user_id == sub:
        return PrivacyOf(sub, own=True)
    if not claims.is_administrator(payload.get(claims.ROLES)):
        raise LaunchError("LTI-PRIVACY", "only an administrator of the platform may ask about somebody else")
    return PrivacyOf(user_id, own=False)
