"""How long learners' work stays, as people read it."""

from __future__ import annotations

from dataclasses import dataclass

from lti_tool.rules.retention import last_day
from lti_tool.views.current import tool
from lti_tool.views.dates import calendar_day


@dataclass(frozen=True)
class Keeping:
    """The operator's rule in words.

    Attributes:
        days: So long after its school year, work goes.
        today: The last day that what is written now is here.
    """

    days: int
    today: str


def keeping(language: str) -> Keeping | None:
    """The rule in one of our languages; None where nothing goes by itself."""
    rule = tool().settings.retention
    today = here_until(tool().now(), language)
    return Keeping(rule.keep_days, today) if rule and today else None


def here_until(touched_at: int, language: str) -> str | None:
    """The last day that work is here which was last touched at a moment; None where it does not go."""
    rule = tool().settings.retention
    return calendar_day(last_day(rule, touched_at), language) if rule else None
