"""A picture of a group as it is read: one sheet of words and figures, the same for every form it is given.

The page, the printed page, the workbook and the table are all made of this sheet, so that none of them tells
what the others don't. No Flask, no SQL, no network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PERCENT_FROM = 20
"""Percentages of fewer answers say more than is there."""


@dataclass(frozen=True)
class Bar:
    """How many chose one thing.

    Attributes:
        share: In hundredths of who answered; where that is open, the fewest.
        share_most: The most.
        number: The number; where that is open, the fewest.
        text: All of it in words: "9 of 12", "at least 11 of 12".
        open: What the number leaves open, in words; empty where it is exact.
    """

    share: int
    share_most: int
    number: int
    text: str
    open: str = ""


@dataclass(frozen=True)
class Series:
    """The answers of one time, or of one group: a bar for each choice.

    Attributes:
        kind: "now", "before" or "report".
        name: What it is called beside others; empty where it is the only one.
        note: How many answered, in words.
    """

    kind: str
    name: str
    people: int
    note: str
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Table:
    """A table in words: a row for each answer, a column for each part of a group."""

    caption: str
    columns: Sequence[str]
    people: Sequence[int] | None
    rows: Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True)
class Chart:
    """One question: its choices, and a bar for each in every series.

    Attributes:
        note: How many answered, or why nothing is shown.
        table: The answers apart for parts of the group.
        remark: What is said below it.
    """

    id: str
    ask: str
    note: str
    labels: Sequence[str] = ()
    series: Sequence[Series] = ()
    table: Table | None = None
    remark: str = ""


@dataclass(frozen=True)
class Report:
    """What an earlier survey found, and where that stands."""

    title: str
    about: Sequence[str]
    tables: Sequence[Table]


@dataclass(frozen=True)
class Sheet:
    """The whole.

    Attributes:
        facts: What it is about: the module, the course, how many, when; each with its name.
        people: How many answers are in it; so far, while there is no picture.
        small: How many answered in groups that are too small to be in it.
        taken: Whether there is a picture.
        limits: What can be concluded from it and what can't, in sentences.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    people: int
    waiting: int
    small: int
    groups: int
    taken: bool
    limits: Sequence[str]
    charts: Sequence[Chart]
    report: Report | None

    @property
    def bare(self) -> Sequence[Chart]:
        """The questions that have words only: too few answered, or they wrote something."""
        return [chart for chart in self.charts if not chart.series]


def share(number: int, people: int) -> int:
    """A number in hundredths of how many there are."""
    return round(100 * number / people) if people else 0


def limits(
    people: int, words: Mapping[str, str], *, compared: bool, moved: bool, open_figures: bool
) -> list[str]:
    """What can be concluded from so many answers, and what can't.

    Args:
        people: How many answered.
        words: A sentence for each case.
        compared: Whether two times stand side by side.
        moved: Whether it says how many moved between them.
        open_figures: Whether some figure is left open.
    """
    size = "few" if people < PERCENT_FROM else "some" if people < 100 else "many"
    said = [words[size].format(count=people, share=share(1, people) or 1), words["free"]]
    if compared:
        said.append(words["compared"])
    if moved:
        said.append(words["moved"])
    if open_figures:
        said.append(words["open"])
    return said
