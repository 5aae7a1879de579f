"""How many threads may wait for platforms: few, so that a dead platform never stops the other tenants."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TypeVar

from lti_tool.errors import ServiceError
from lti_tool.services.turn import Turn

T = TypeVar("T")
MOST_WAITING = 2
"""Threads of this process, fewer than half of those that serve pages."""
REST_SECONDS = 30
"""How long an address that kept a thread waiting in vain is left alone; a quick refusal costs nothing."""
_LONGEST_WAIT = 6
_MOST_REMEMBERED = 1000


class FetchGate:
    """Lets one thread fetch from an address at a time; others that need the same wait for its answer.

    What it knows is for this process and for seconds: losing it costs nothing.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, turn: Turn | None = None) -> None:
        """Make a gate.

        Args:
            clock: Seconds, from any moment on.
            turn: What a thread lets go of while it waits.
        """
        self._clock = clock
        self._turn = turn or Turn()
        self._lock = threading.Lock()
        self._waiting = 0
        self._under_way: dict[str, Future[object]] = {}
        self._rests_until: dict[str, float] = {}

    def fetch(self, url: str, get: Callable[[], T], *, patient: bool) -> T:
        """Return what `get` returns, from this thread or from the one that is already at it.

        Args:
            url: What is fetched; `get` must fetch the same for the same address.
            get: Fetches it, with a time-out of its own.
            patient: Whether to wait where another thread is at it already.

        Raises:
            ServiceError: It failed now or a moment ago, or too many threads are waiting.
        """
        with self._lock:
            future = self._under_way.get(url)
            mine = future is None
            self._refuse_if_hopeless(url, wait=mine or patient)
            if future is None:
                future = self._under_way[url] = Future()
            self._waiting += 1
        try:
            with self._turn.lent():
                if mine:
                    self._run(url, get, future)
                return future.result(timeout=_LONGEST_WAIT)  # type: ignore[return-value]  # one type per address
        except FutureTimeoutError as problem:
            raise ServiceError("timeout", "the platform did not answer in time", retry=True) from problem
        finally:
            with self._lock:
                self._waiting -= 1

    def _refuse_if_hopeless(self, url: str, *, wait: bool) -> None:
        if self._rests_until.get(url, 0) > self._clock():
            raise ServiceError("resting", "it did not answer a moment ago", retry=True)
        if not wait or self._waiting >= MOST_WAITING:
            raise ServiceError("busy", "too many launches wait for platforms that do not answer", retry=True)

    def _run(self, url: str, get: Callable[[], T], future: Future[object]) -> None:
        try:
            future.set_result(get())
        except BaseException as problem:
            if isinstance(problem, ServiceError) and problem.reason == "timeout":
                self._rest(url)
            future.set_exception(problem)
        finally:
            with self._lock:
                del self._under_way[url]

    def _rest(self, url: str) -> None:
        with self._lock:
            if len(self._rests_until) >= _MOST_REMEMBERED:
                self._rests_until.clear()
            self._rests_until[url] = self._clock() + REST_SECONDS
