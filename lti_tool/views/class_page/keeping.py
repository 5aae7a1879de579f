"""How long the work of a class stays, under each part of its page; and a warning before it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lti_tool.rules.retention import WARN_DAYS, next_to_leave
from lti_tool.store import retention
from lti_tool.views.class_page.look import Seen
from lti_tool.views.current import tool
from lti_tool.views.dates import calendar_day
from lti_tool.views.keeping import keeping
from lti_tool.words import words


def class_keeping(seen: Seen) -> Mapping[str, Any]:
    """What a facilitator must know of it: the rule, and in the last month how much goes when."""
    return {
        "words": words(seen.language, "retention")["class"],
        "rule": keeping(seen.language),
        "leaving": _leaving(seen),
    }


def _leaving(seen: Seen) -> Mapping[str, Any] | None:
    rule = tool().settings.retention
    following = next_to_leave(rule, seen.now) if rule else None
    if following is None or following.days > WARN_DAYS:
        return None
    count = retention.count_old_at(seen.connection, seen.place.link_row, following.before)
    return {"count": count, "day": calendar_day(following.last_day, seen.language)} if count else None
