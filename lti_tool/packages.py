"""Packages for another learning platform, made when a facilitator asks for one.

A package is the same for everybody who asks the same, so the last few are kept: a page says first what a file
weighs, and hands it over after that. What is kept may be lost at any moment; it is then made again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from lti_tool.errors import BusyError
from lti_tool.rules.package_choice import PackageChoice
from scorm_export.export import prepare

MOST_KEPT = 6
"""Of some 200 kB each."""
_WAIT_SECONDS = 0.5


@dataclass(frozen=True)
class Packed:
    """A package as one file."""

    name: str
    body: bytes


class Packages:
    """Makes packages, one at a time, and keeps the last few."""

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url
        self._kept: OrderedDict[tuple[object, ...], Packed] = OrderedDict()
        self._turn = threading.Lock()

    def make(self, choice: PackageChoice) -> Packed:
        """Return the package of a choice.

        Raises:
            BusyError: Another one is being made.
            ExportError: It can't be made as asked.
            PackageError: It would break a rule of its format.
        """
        # To wait longer here would keep a thread from launches.
        if not self._turn.acquire(timeout=_WAIT_SECONDS):
            raise BusyError
        try:
            packed = self._kept.pop(choice.key, None) or _packed(choice, self._public_url)
            self._kept[choice.key] = packed
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            return packed
        finally:
            self._turn.release()


def _packed(choice: PackageChoice, tool_url: str) -> Packed:
    [package] = prepare(
        choice.modules,
        format=choice.format,
        languages=choice.languages,
        edition=choice.edition,
        answers=choice.answers,
        together=True,
        tool_url=tool_url,
    )
    return Packed(*package.download())
