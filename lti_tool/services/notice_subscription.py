"""Asking platforms to tell us when a course is copied."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lti_tool.errors import ServiceError
from lti_tool.protocol.claims import SCOPE_NOTICE_HANDLERS
from lti_tool.protocol.notices import handler_request, why_not_subscribed
from lti_tool.services.calls import Request, ServiceCalls
from lti_tool.store import notices
from lti_tool.store.notices import Subscription

log = logging.getLogger(__name__)
MOST_TRIES = 12
_FIRST_WAIT = 300
_LONGEST_WAIT = 24 * 3600
_HEADERS = {"Accept": "application/json", "Content-Type": "application/json"}


@dataclass(frozen=True)
class NoticeSubscription:
    """Asks for notices.

    Attributes:
        notices_url: Our address for notices.
        clock: Seconds since 1970.
    """

    calls: ServiceCalls
    notices_url: str
    clock: Callable[[], float]

    def due(self) -> Sequence[int]:
        """The deployments whose platform is to be asked now."""
        with self.calls.database.read() as connection:
            return notices.due(connection, int(self.clock()))

    def subscribe(self, deployment_row: int) -> None:
        """Ask one platform, unless it is not to be asked. Refusals are kept; nothing is raised."""
        now = int(self.clock())
        with self.calls.database.write() as connection:
            wanted = notices.claim(connection, deployment_row, now)
        if wanted is None:
            return
        refusal = self._ask(wanted)
        state, reason, at = "subscribed", None, now
        if refusal:
            reason, again = refusal
            state = "wanted" if again and wanted.tries < MOST_TRIES else "refused"
            at = now + min(_FIRST_WAIT * 2 ** (wanted.tries - 1), _LONGEST_WAIT)
        with self.calls.database.write() as connection:
            notices.settle(connection, deployment_row, state, reason, at)
        log.info("notices of deployment %d: %s %s", deployment_row, state, reason or "")

    def _ask(self, wanted: Subscription) -> tuple[str, bool] | None:
        request = Request("PUT", wanted.url, _HEADERS, handler_request(self.notices_url))
        try:
            answer = self.calls.call(wanted.registration, SCOPE_NOTICE_HANDLERS, request)
        except ServiceError as problem:
            return problem.reason, problem.retry
        return why_not_subscribed(answer, self.notices_url)
