"""Scores from the outbox to the platform's gradebook.

A delivery may be interrupted anywhere: the score stays in the outbox until the platform took it.
"""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from lti_tool.errors import ServiceError
from lti_tool.metrics import Counters
from lti_tool.protocol.claims import SCOPE_SCORE, SCORE_MEDIA_TYPE
from lti_tool.protocol.families import family_of
from lti_tool.protocol.scores import Later, Outcome, Refused, Score, under
from lti_tool.protocol.service import PlatformClient
from lti_tool.rules.attempt import why_no_grade
from lti_tool.services.calls import Request, ServiceCalls
from lti_tool.services.grade_columns import GradeColumns
from lti_tool.store import score_outbox
from lti_tool.store.db import Database
from lti_tool.store.score_outbox import Claimed

log = logging.getLogger(__name__)
_FIRST_WAIT = 15
_LONGEST_WAIT = 3600
_SILENT_WAIT = 60
_IN_A_ROW = 100
_QUICK_TRIES = 10
MOST_TRIES = 200
"""With waits of up to an hour: more than a week."""


@dataclass(frozen=True)
class GradeDelivery:
    """Delivers scores.

    Attributes:
        clock: Seconds since 1970.
        counters: Where it counts what became of its tries.
    """

    database: Database
    client: PlatformClient
    clock: Callable[[], float]
    counters: Counters = field(default_factory=Counters)

    @property
    def calls(self) -> ServiceCalls:
        """Makes calls with access tokens."""
        return ServiceCalls(self.database, self.client, self.clock)

    def due(self, limit: int = 200) -> list[int]:
        """The attempts whose score may be delivered now."""
        with self.database.read() as connection:
            return score_outbox.due(connection, self._now(), limit)

    def deliver(self, attempt_row: int) -> None:
        """Deliver one attempt's score, if it is due and nobody else is at it; then what waits behind it.

        Where a platform takes one score at a time, the jobs of the others find it busy and end; this
        one goes on in their place.
        """
        following: int | None = attempt_row
        for _ in range(_IN_A_ROW):
            following = self._deliver_one(following) if following is not None else None

    def _deliver_one(self, attempt_row: int) -> int | None:
        """Deliver one score; return the attempt whose score is next, if this one could be taken."""
        with self.database.write(durable=True) as connection:
            claimed = score_outbox.claim(connection, attempt_row, self._now())
        if claimed is None:
            return None
        try:
            outcome = self._send(claimed)
        except ServiceError as problem:
            outcome = Later(problem.reason) if problem.retry else Refused(problem.reason)
            if problem.retry:
                self._leave_alone(claimed, _SILENT_WAIT, platform=False)
        self._settle(claimed, outcome)
        with self.database.read() as connection:
            return score_outbox.next_of(connection, claimed.place.deployment_row, self._now())

    def _send(self, claimed: Claimed) -> Outcome:
        place = claimed.place
        reason = why_no_grade(
            role=place.role,
            graded=place.graded,
            grading=place.grading,
            line_item_url=place.line_item_url,
            line_items_url=place.line_items_url,
            scopes=place.scopes,
        )
        if reason:
            return Refused(reason)
        columns = GradeColumns(self.database, self.calls, self.clock)
        column = place.line_item_url or columns.find(place)
        if not isinstance(column, str):
            return column
        family = family_of(place.registration)
        body = json.dumps(family.body(_score(claimed))).encode()
        post = Request("POST", under(column, "scores"), {"Content-Type": SCORE_MEDIA_TYPE}, body)
        answer = self.calls.call(place.registration, SCOPE_SCORE, post)
        if answer.status == 404 and not place.line_item_url:
            columns.forget(place)
        return family.outcome(answer, self._now())

    def _settle(self, claimed: Claimed, outcome: Outcome) -> None:
        now, wait = self._now(), 0
        if isinstance(outcome, Later):
            wait = _wait(outcome, claimed.tries)
            if claimed.tries >= MOST_TRIES:
                outcome = Refused(outcome.reason)
            elif outcome.everything:
                self._leave_alone(claimed, wait, platform=True)
        with self.database.write(durable=True) as connection:
            score_outbox.settle(connection, claimed, outcome, now, wait)
        log.info("score of attempt %d: %s", claimed.attempt_row, outcome)
        family = family_of(claimed.place.registration).name
        self.counters.count("deliveries_total", family=family, outcome=type(outcome).__name__.lower())
        if isinstance(outcome, Later) and outcome.everything:
            self.counters.count("platform_busy_total", family=family)

    def _leave_alone(self, claimed: Claimed, seconds: int, *, platform: bool) -> None:
        with self.database.write() as connection:
            until = self._now() + seconds
            score_outbox.leave_alone(connection, claimed.place, until, platform=platform)

    def _now(self) -> int:
        return int(self.clock())


def _score(claimed: Claimed) -> Score:
    place = claimed.place
    return Score(
        user_id=place.sub,
        # Progress without a score would wipe the grade that is there: Moodle does so, and answers 200.
        fraction=claimed.taken_score if claimed.score is None else claimed.score,
        started_at=place.started_at,
        submitted_at=claimed.submitted_at,
        stamp=claimed.stamp,
        comment=claimed.comment,
        handed_in_anew=claimed.submitted_at != claimed.taken_submitted_at,
    )


def _wait(outcome: Later, tries: int) -> int:
    own = waiting_time(tries)
    if outcome.seconds is None:
        return own
    # A second or two is for what passes at once; what does not pass must not use up the tries.
    return max(outcome.seconds, 1 if tries <= _QUICK_TRIES else own)


def waiting_time(tries: int) -> int:
    """Seconds until the next try: twice as long each time, up to an hour, and never all at once."""
    longest = min(_FIRST_WAIT * 2 ** min(tries - 1, 10), _LONGEST_WAIT)
    return int(longest * random.uniform(0.7, 1.3))  # noqa: S311 (spreads load, guards nothing)
