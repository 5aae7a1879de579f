"""How often one tenant may ask in a minute, so that a flood at one school leaves room for the others.

Each process counts in its own memory. Only of a tenant that asks for a twentieth of what it may does it add
its count to the database, at most every two seconds, and hears what the others counted: an ordinary launch
costs no statement, and all processes on all machines keep one limit, give or take what comes in during those
seconds.
"""

from __future__ import annotations

import logging
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from lti_tool.errors import TooManyError
from lti_tool.store import request_counts
from lti_tool.store.db import Database

log = logging.getLogger(__name__)
TIMES = {"login": 1, "launch": 1, "api": 10}
"""What is counted, and how many times the setting may be asked: a launch opens a page that calls often."""
_QUIET_SHARE = 20
_SECONDS_ALONE = 2.0
_MOST_REMEMBERED = 10_000


@dataclass
class _Count:
    ours: int = 0
    """Not yet added to the database."""
    known: int = 0
    """By all processes, as last heard."""
    heard_at: float = 0.0


class RateLimit:
    """The limits of one installation, as one process keeps them."""

    def __init__(self, database: Database, clock: Callable[[], float], per_minute: int) -> None:
        """Make one.

        Args:
            database: Where processes tell each other.
            clock: Seconds since 1970.
            per_minute: Launches of one tenant; 0: no limit.
        """
        self._database = database
        self._clock = clock
        self._per_minute = per_minute
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: dict[tuple[str, int], _Count] = {}

    def count(self, kind: str, whose: object) -> None:
        """Count a request. Not inside a transaction.

        Args:
            kind: A key of `TIMES`.
            whose: The tenant, by whatever tells it from others.

        Raises:
            TooManyError: The tenant has asked for all that it may in this minute.
        """
        if seconds := self._seconds(kind, zlib.crc32(f"{whose}".encode())):
            raise TooManyError(kind, seconds)

    def _seconds(self, kind: str, whose: int) -> int | None:
        if not self._per_minute:
            return None
        most = self._per_minute * TIMES[kind]
        now = self._clock()
        with self._lock:
            if self._minute != int(now) // 60 or len(self._counts) > _MOST_REMEMBERED:
                self._minute = int(now) // 60
                self._counts.clear()
            count = self._counts.setdefault((kind, whose), _Count())
            count.ours += 1
            asks = count.known + count.ours > most // _QUIET_SHARE and now - count.heard_at > _SECONDS_ALONE
            told, minute = count.ours, self._minute
            if asks:
                count.heard_at, count.ours = now, 0
        if asks:
            self._hear((kind, whose, minute, told), count)
        return None if count.known + count.ours <= most else 60 - int(now) % 60

    def _hear(self, told: tuple[str, int, int, int], count: _Count) -> None:
        try:
            with self._database.write() as connection:
                count.known = request_counts.add(connection, *told)
        except Exception as problem:
            # A limit that can't be kept now is no reason to turn a learner away.
            log.warning("processes can't tell each other how much is asked: %s", type(problem).__name__)
            count.known += told[3]
