"""The short requests of a launch go one after another.

Python runs one thread at a time anyway. Left alone, the threads pass its lock to and fro at each of the dozen
statements of a launch, and with eight launches at once that costs a third of the processor.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

_SHORT = ("/lti/login", "/lti/launch", "/learn/")
WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Turn:
    """What one thread has and the others wait for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._mine = threading.local()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for the turn and have it."""
        with self._lock:
            self._mine.held = True
            try:
                yield
            finally:
                self._mine.held = False

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Let others go first while this thread waits for a platform; nothing for who has no turn."""
        if not getattr(self._mine, "held", False):
            yield
            return
        self._mine.held = False
        self._lock.release()
        try:
            yield
        finally:
            self._lock.acquire()
            self._mine.held = True


def in_turn(app: WsgiApp, turn: Turn) -> WsgiApp:
    """The application, whose launches wait for each other; all else goes its way."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith(_SHORT):
            return app(environ, start_response)
        with turn.taken():
            return app(environ, start_response)

    return answer
