"""What stands in a platform's gradebook, read when somebody wants to see it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from lti_tool.errors import ServiceError
from lti_tool.protocol.claims import SCOPE_RESULT
from lti_tool.protocol.paged_list import Call
from lti_tool.protocol.registration import Registration
from lti_tool.protocol.results import Result, find_results
from lti_tool.protocol.service import Answer
from lti_tool.services.calls import Request, ServiceCalls
from lti_tool.services.fetch_gate import FetchGate
from lti_tool.store.score_outbox import Place

_MOST_SECONDS = 10


def read_gradebook(calls: ServiceCalls, gate: FetchGate, place: Place) -> Sequence[Result]:
    """Everybody's grade in the column of a link.

    Args:
        calls: Makes calls with tokens.
        gate: Keeps a slow platform from holding up all who wait for pages.
        place: The link.

    Raises:
        ServiceError: There is no column, the platform does not let us read it, or it does not answer.
    """
    column = place.line_item_url or place.own_line_item_url
    if column is None:
        raise ServiceError("no-line-item", "the link has no column", retry=False)
    if SCOPE_RESULT not in place.scopes.split():
        raise ServiceError("no-scope", "the platform does not let us read grades", retry=False)
    call = _until(time.monotonic() + _MOST_SECONDS, caller(calls, place.registration, SCOPE_RESULT))
    # With the platform's number: another one that names this column may not share the answer.
    return gate.fetch(f"{place.registration.id} {column}", lambda: find_results(call, column), patient=True)


def _until(moment: float, make: Call) -> Call:
    """Calls no more after a moment: many slow pages would keep a thread that others need."""

    def call(method: str, url: str, *, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        if time.monotonic() > moment:
            raise ServiceError("timeout", "the platform did not answer in time", retry=True)
        return make(method, url, headers=headers, body=body)

    return call


def caller(calls: ServiceCalls, registration: Registration, scope: str) -> Call:
    """Makes calls to one platform with one right."""

    def call(method: str, url: str, *, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        return calls.call(registration, scope, Request(method, url, headers, body))

    return call
