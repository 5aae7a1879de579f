"""How long learners' work stays, as people read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from lti_tool.rules.retention import Retention, is_steady, last_day, next_to_leave
from lti_tool.store import retention
from lti_tool.store.retention import Run
from lti_tool.views.current import tool
from lti_tool.views.dates import calendar_day
from lti_tool.words import words

_LOOKS = 30
_PAST = 5


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


@dataclass(frozen=True)
class Overview:
    """What the operator is told of the rule at work.

    Attributes:
        end: The last day of a school year, such as "31 augustus".
        next_day: After which day something goes.
        next_count: How many works go then, as it stands.
        waits: Whether nothing goes yet, as the clock is new here.
        looked_at: When the worker last looked, in seconds since 1970; None: never.
        past: The last runs that removed anything.
    """

    rule: Retention | None
    end: str
    next_day: str
    next_count: int
    waits: bool
    looked_at: int | None
    past: Sequence[Run]


def overview(connection: Connection, language: str) -> Overview:
    """The rule at work, for the operator's page."""
    rule, now = tool().settings.retention, tool().now()
    past = retention.that_removed(connection, _PAST)
    if rule is None:
        return Overview(None, "", "", 0, waits=False, looked_at=None, past=past)
    following = next_to_leave(rule, now)
    looks = [run.ran_at for run in retention.newest(connection, now, _LOOKS)]
    return Overview(
        rule,
        f"{rule.day} {words(language)['months'][rule.month - 1]}",
        calendar_day(following.last_day, language),
        retention.count_old(connection, following.before)[0],
        waits=not is_steady(looks, now),
        looked_at=looks[0] if looks else None,
        past=past,
    )
