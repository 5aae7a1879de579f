"""How an exercise went, said by whoever guided it. No Flask, no SQL, no network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from modules.kit.module import Module
from modules.kit.text import clean_text

VERDICTS = ("worked", "too-long", "unclear")
LONGEST_NOTE = 300
"""Characters: what to mend, and not a report."""
MOST_A_DAY = 200
"""Taps on one exercise in one day: more than all who guide it here, and little for a disk."""


@dataclass(frozen=True)
class Tap:
    """What somebody said of one exercise.

    Attributes:
        number: Chosen at random by the device of who tapped, so that only that device can change the tap.
        verdict: One of `VERDICTS`; None takes the tap back.
        note: None leaves what was noted; "" takes it away.
    """

    number: int
    activity: str
    verdict: str | None
    note: str | None


@dataclass(frozen=True)
class KeptTap:
    """A tap as it is kept: of nobody. `day` as in ISO 8601."""

    module: str
    version: str
    activity: str
    verdict: str
    note: str | None
    day: str
    number: int = 0


@dataclass(frozen=True)
class ExerciseFeedback:
    """Everything that was said of one exercise: how often each verdict, and the notes, newest first."""

    activity: str
    counts: Mapping[str, int]
    notes: tuple[KeptTap, ...]


@dataclass(frozen=True)
class VersionFeedback:
    """What was said of one version of a module, in the order of its road."""

    module: str
    version: str
    exercises: tuple[ExerciseFeedback, ...]

    @property
    def taps(self) -> int:
        """How often anything was said."""
        return sum(sum(one.counts.values()) for one in self.exercises)


def read(body: object, module: Module) -> Tap | None:
    """The tap that a page sent; None where it is none of this module."""
    given: Mapping[str, Any] = body if isinstance(body, dict) else {}
    number, activity = given.get("number"), given.get("activity")
    verdict, note = given.get("verdict"), given.get("note")
    if type(number) is not int or not 0 < number < 2**31:
        return None
    if not isinstance(activity, str) or activity not in module.activities:
        return None
    if verdict is not None and verdict not in VERDICTS:
        return None
    if note is not None and not isinstance(note, str):
        return None
    return Tap(number, activity, verdict, None if note is None else _note(note))


def _note(typed: str) -> str:
    """One line that any screen and any table can show."""
    line = " ".join(clean_text(typed).split())
    return "".join(letter for letter in line if letter.isprintable())[:LONGEST_NOTE]


def summed(taps: Iterable[KeptTap], modules: Mapping[str, Module]) -> list[VersionFeedback]:
    """All taps by version and exercise: modules and exercises in their own order, the newest version first.

    What is no longer installed or no longer in its module comes last, by name.
    """
    by_version: dict[tuple[str, str], dict[str, list[KeptTap]]] = {}
    for tap in taps:
        by_version.setdefault((tap.module, tap.version), {}).setdefault(tap.activity, []).append(tap)
    order = list(modules)

    def place(version: tuple[str, str]) -> tuple[int, str]:
        return order.index(version[0]) if version[0] in modules else len(order), version[0]

    newest_first = sorted(by_version, key=lambda one: _parts(one[1]), reverse=True)
    return [
        VersionFeedback(*version, tuple(_exercises(by_version[version], modules.get(version[0]))))
        for version in sorted(newest_first, key=place)
    ]


def _exercises(taps: Mapping[str, list[KeptTap]], module: Module | None) -> Iterable[ExerciseFeedback]:
    road = list(module.activities) if module else []
    for activity in sorted(taps, key=lambda one: (road.index(one) if one in road else len(road), one)):
        found = sorted(taps[activity], key=lambda one: one.day, reverse=True)
        counts = {verdict: sum(one.verdict == verdict for one in found) for verdict in VERDICTS}
        yield ExerciseFeedback(activity, counts, tuple(one for one in found if one.note))


def _parts(version: str) -> tuple[tuple[int, str], ...]:
    """To order versions as people do: 1.10 after 1.9."""
    return tuple((int(part) if part.isdecimal() else -1, part) for part in version.split("."))
