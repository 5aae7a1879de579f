"""Room for few at the same time: what may wait long leaves the other threads of a server to who launches."""

from __future__ import annotations

import threading

from lti_tool.errors import BusyError


class Room:
    """A room with so many places, in this process. Nobody waits at its door.

    Args:
        places: How many are in it at the same time.
    """

    def __init__(self, places: int) -> None:
        self._free = threading.BoundedSemaphore(places)

    def __enter__(self) -> None:
        """Take a place.

        Raises:
            BusyError: All are taken now.
        """
        if not self._free.acquire(blocking=False):
            raise BusyError("all places are taken")

    def __exit__(self, *_: object) -> None:
        self._free.release()
