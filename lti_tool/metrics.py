"""What is counted while the tool runs, for whoever watches over it. Nobody is in it.

A process counts in its own memory, which costs a launch a few microseconds, and adds what it counted to the
database now and then: so any process tells the sums of all, on all machines. What a process had not yet added
when it was killed is lost; a counter is no grade.
"""

from __future__ import annotations

import logging
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from lti_tool.store import counters as store
from lti_tool.store.counters import Key
from lti_tool.store.db import Database

log = logging.getLogger(__name__)
FLUSH_SECONDS = 10
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds: the upper ends of the parts in which durations are counted."""
_BUCKETS = (*(f"{bound:g}" for bound in BOUNDS), "+Inf")
_MOST_KEYS = 2000
_LONGEST_VALUE = 40
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./<>: +")


@lru_cache(maxsize=1000)
def labels(values: tuple[tuple[str, str], ...]) -> str:
    """Labels as Prometheus writes them; a value that can't be one of ours becomes "other"."""
    return ",".join(
        f'{name}="{value if set(value) <= _PLAIN and len(value) <= _LONGEST_VALUE else "other"}"'
        for name, value in values
    )


class Counters:
    """What this process counted and has not yet added to the database."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted: dict[Key, float] = {}

    def count(self, name: str, by: float = 1, **values: str) -> None:
        """Count something.

        Args:
            name: With the unit, as Prometheus wants it, e.g. "launches_total".
            by: How much more.
            values: Labels, each from a short list of ours.
        """
        self._add([((name, labels(tuple(values.items()))), by)])

    def time(self, name: str, seconds: float, **values: str) -> None:
        """Count a duration in its part, and add it to the sum."""
        pairs = tuple(values.items())
        bucket = _BUCKETS[bisect_left(BOUNDS, seconds)]
        part = (f"{name}_bucket", labels((*pairs, ("le", bucket))))
        self._add([(part, 1), ((f"{name}_sum", labels(pairs)), seconds)])

    def _add(self, more: Iterable[tuple[Key, float]]) -> None:
        with self._lock:
            for key, by in more:
                if key in self._counted or len(self._counted) < _MOST_KEYS:
                    self._counted[key] = self._counted.get(key, 0) + by

    def flush(self, database: Database) -> None:
        """Add what was counted to the database; if that fails it waits for the next time."""
        with self._lock:
            taken, self._counted = self._counted, {}
        if not taken:
            return
        try:
            with database.write() as connection:
                store.add(connection, taken)
        except Exception as problem:
            log.warning("the counters can't be kept now: %s", type(problem).__name__)
            self._add(taken.items())

    def flush_now_and_then(self, database: Database, every: float = FLUSH_SECONDS) -> Callable[[], None]:
        """Flush from a thread of this process; returns what ends it, with a last flush."""
        ended = threading.Event()

        def run() -> None:
            while not ended.wait(every):
                self.flush(database)
            self.flush(database)

        thread = threading.Thread(target=run, name="wegwijs-counters", daemon=True)
        thread.start()

        def end() -> None:
            ended.set()
            thread.join(timeout=5)

        return end


def bucket_counts(counted: Mapping[Key, float], name: str) -> Mapping[str, Mapping[str, float]]:
    """A histogram as it is kept, by its labels without `le`, each bucket with all below it."""
    found: dict[str, dict[str, float]] = {}
    for (key, given), value in counted.items():
        if key == f"{name}_bucket":
            rest, _, bucket = given.rpartition('le="')
            found.setdefault(rest.rstrip(","), {})[bucket.rstrip('"')] = value
    return {rest: _cumulative(buckets) for rest, buckets in found.items()}


def _cumulative(buckets: Mapping[str, float]) -> Mapping[str, float]:
    total, result = 0.0, {}
    for bucket in _BUCKETS:
        total += buckets.get(bucket, 0)
        result[bucket] = total
    return result
