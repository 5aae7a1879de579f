"""Reading single values out of a message whose signature was checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lti_tool.errors import LaunchError
from modules.kit.text import clean_text

LONGEST_ID = 255


def required_id(value: object, name: str) -> str:
    """A text that must be there, such as an id.

    Raises:
        LaunchError: It is missing, empty, too long, or no text that a database can hold.
    """
    if (
        not isinstance(value, str)
        or not value.strip()
        or len(value) > LONGEST_ID
        or clean_text(value) != value
    ):
        raise LaunchError("LTI-CLAIM", f"{name} is missing or not a text of at most {LONGEST_ID} characters")
    return value


def part(payload: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An optional claim that is an object. Absent and null are alike; anything else is a mistake.

    Raises:
        LaunchError: It is there and no object.
    """
    found = payload.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise LaunchError("LTI-CLAIM", f"{name.rsplit('/', 1)[-1]} is not an object")
    return found


def text(value: object) -> str | None:
    """A text that may be left out."""
    # A platform sends a variable that it does not know back unchanged: "$Context.title".
    if not isinstance(value, str) or not value or value.startswith("$"):
        return None
    # A platform that cuts a title short may cut an emoji in two, and no database holds half a one.
    return clean_text(value)
