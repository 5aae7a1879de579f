"""A refused launch leaves a reference: on its error page, in our log and, if we can, in the inspector."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass

from flask import g

from lti_tool.protocol.launch_facts import Arrival, LaunchFacts
from lti_tool.protocol.login import Rung
from lti_tool.store import launch_log
from lti_tool.views.current import tool

log = logging.getLogger(__name__)
# Without letters and digits that look alike on paper or sound alike on the telephone.
_LETTERS = "23456789BCDFHJKMPQRTVWX"
_LENGTH = 8


@dataclass
class Trace:
    """How far this request's launch came."""

    registration_id: int | None = None
    rung: Rung | None = None
    facts: LaunchFacts | None = None


@dataclass(frozen=True)
class Reference:
    """What leads from an error page to the inspector.

    Attributes:
        kept: Whether the inspector has it; else only our own log.
    """

    text: str
    kept: bool


def trace() -> Trace:
    """Of the request at hand."""
    if "launch_trace" not in g:
        g.launch_trace = Trace()
    found: Trace = g.launch_trace
    return found


def note(code: str) -> Reference:
    """Write a refusal down, and return what its page shows."""
    reference = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    log.warning("refused: %s, reference %s", code, reference)
    return Reference(reference, _keep(code, reference))


def _keep(code: str, reference: str) -> bool:
    seen = trace()
    if seen.registration_id is None:
        return False
    try:
        with tool().database.write() as connection:
            arrival = Arrival(seen.registration_id, seen.rung, seen.facts)
            return launch_log.add_refusal(
                connection, arrival, tool().now(), outcome=code, reference=reference
            )
    except Exception as problem:
        # The page says why the launch was refused; that must not fail because of a note about it.
        log.warning("a refusal can't be written down: %s", type(problem).__name__)
        return False
