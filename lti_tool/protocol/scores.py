"""One score on its way to a platform's gradebook, as the standard has it.

https://www.imsglobal.org/spec/lti-ags/v2p0#score-service-media-type-and-schema
What a family of platforms does differently stands in `families.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from lti_tool.protocol.service import Answer

# Blackboard wants a whole number.
MAXIMUM = 100
_LONGEST_WAIT = 6 * 3600
_FARTHEST_CLOCK = 24 * 3600
_REFUSALS = {400: "not-accepted", 403: "not-allowed", 404: "no-line-item", 422: "not-gradable"}


@dataclass(frozen=True)
class Score:
    """What is sent. Times in seconds since 1970.

    Attributes:
        fraction: 0 to 1; None: handed in, and a person has yet to judge it.
        stamp: Each post of one attempt must have a later one.
        comment: For the learner, in plain text.
        handed_in_anew: Whether this is of a hand-in that the platform has not taken yet.
    """

    user_id: str
    fraction: float | None
    started_at: int
    submitted_at: int
    stamp: int
    comment: str | None = None
    handed_in_anew: bool = True


@dataclass(frozen=True)
class Delivered:
    """The platform took the score."""


@dataclass(frozen=True)
class Later:
    """Try again.

    Attributes:
        seconds: After how long; None: after our own waiting time.
        everything: Whether the platform wants no calls at all for so long.
        stamp: What the platform's clock says, where only a later timestamp will do.
    """

    reason: str
    seconds: int | None = None
    everything: bool = False
    stamp: int = 0


@dataclass(frozen=True)
class Refused:
    """The platform will not take this score, now or later."""

    reason: str


Outcome = Delivered | Later | Refused


def under(line_item_url: str, name: str) -> str:
    """The address of a column's `scores` or `results`: before the query, which Moodle has."""
    parts = urlsplit(line_item_url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{name}"))


def score_body(score: Score) -> dict[str, Any]:
    """A score as the standard writes it: a grade, or work that a person has yet to judge."""
    body: dict[str, Any] = {
        "userId": score.user_id,
        "activityProgress": "Submitted" if score.fraction is None else "Completed",
        "gradingProgress": "PendingManual" if score.fraction is None else "FullyGraded",
        "timestamp": iso(score.stamp),
        "submission": {"startedAt": iso(score.started_at), "submittedAt": iso(score.submitted_at)},
    }
    if score.fraction is not None:
        # All done is the whole number 1, which only from Python 3.12 on knows `is_integer`.
        given = round(float(score.fraction) * MAXIMUM, 2)
        body["scoreGiven"] = int(given) if given.is_integer() else given
        body["scoreMaximum"] = MAXIMUM
    if score.comment:
        body["comment"] = score.comment
    return body


def read_outcome(answer: Answer, now: int) -> Outcome:
    """What a platform's answer to a score means for us.

    Args:
        answer: As it came.
        now: Seconds since 1970.
    """
    status = answer.status
    if 200 <= status < 300:
        return Delivered()
    if status == 401:
        return Later("token-refused")
    # Canvas says it with 403. Whoever speaks of a limit, means later and not never.
    if status == 429 or (status == 403 and b"rate limit" in answer.body.lower()):
        return Later("busy", _retry_after(answer.headers, now), everything=True)
    if status == 409:
        # Moodle: its own clock is at or past our timestamp. A second later there is a newer one.
        return Later("clock", 2, stamp=_clock_of(answer.headers, now))
    if status == 408 or status >= 500:
        return Later(f"http-{status}", _retry_after(answer.headers, now))
    return Refused(_REFUSALS.get(status, f"http-{status}"))


def iso(seconds: int) -> str:
    """A moment as AGS wants it: whole seconds, which every platform reads."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _retry_after(headers: Mapping[str, str], now: int) -> int | None:
    """https://www.rfc-editor.org/rfc/rfc9110#field.retry-after: seconds or a date."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdecimal() and len(value) < 10:
        return min(int(value), _LONGEST_WAIT)
    until = _moment(value)
    return None if until is None else max(1, min(until - now, _LONGEST_WAIT))


def _clock_of(headers: Mapping[str, str], now: int) -> int:
    """What the platform's clock says, unless that is nonsense."""
    said = _moment(headers.get("date", ""))
    return said if said is not None and abs(said - now) < _FARTHEST_CLOCK else 0


def _moment(value: str) -> int | None:
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return int(moment.timestamp()) if moment.tzinfo is not None else None
