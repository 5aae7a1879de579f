"""What was worked out from a database, remembered while this process lives: to forget it costs a moment."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """Values by a key that changes with all that they follow from; the ones asked for last are kept."""

    def __init__(self, most: int) -> None:
        """Remember so many for each database."""
        self._most = most
        self._known: WeakKeyDictionary[Engine, OrderedDict[K, V]] = WeakKeyDictionary()
        self._lock = Lock()

    def find(self, engine: Engine, keys: Sequence[K]) -> dict[K, V]:
        """Those of these that are known."""
        with self._lock:
            known = self._known.setdefault(engine, OrderedDict())
            found = {key: known[key] for key in keys if key in known}
            for key in found:
                known.move_to_end(key)
            return found

    def keep(self, engine: Engine, found: Mapping[K, V]) -> None:
        """Remember these; what was not asked for longest makes room."""
        with self._lock:
            known = self._known.setdefault(engine, OrderedDict())
            known.update(found)
            while len(known) > self._most:
                known.popitem(last=False)
