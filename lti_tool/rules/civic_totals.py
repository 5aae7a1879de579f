"""What the civic team sees of its course units: counts, and totals by programme and by academic year.

No Flask, no SQL, no network. Nobody is in it. A count of one to four students would tell of somebody, so it
is not told; and no count of students is added up over units, as a small one could then be computed back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

FEW = 5
"""Below so many students a count is not told."""


@dataclass(frozen=True)
class Figures:
    """What there is of the students of one course unit.

    Attributes:
        learners: Students who did anything, or were there.
        present: How often somebody was there, over all sessions.
        done: How many sessions were done, over all students.
        to_assess: Students whose work was handed in and who have no outcome yet.
        released: Students who got their outcome.
        granted: Attests that were granted and not revoked.
        revoked: Attests that were revoked.
    """

    learners: int = 0
    present: int = 0
    done: int = 0
    to_assess: int = 0
    released: int = 0
    granted: int = 0
    revoked: int = 0

    def at_least(self, counts: Mapping[str, int]) -> Figures:
        """The same where work is gone meanwhile: none lower than it was before."""
        return Figures(**{name: max(count, counts.get(name, 0)) for name, count in self.counts().items()})

    def counts(self) -> dict[str, int]:
        """Each count by its name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def told(self) -> Mapping[str, int | None]:
        """Each count by its name; None where it would tell of somebody."""
        few = 0 < self.learners < FEW
        return {
            name: None if count and (few or count < FEW) else count for name, count in self.counts().items()
        }


@dataclass(frozen=True)
class Unit:
    """A course unit that was handed in, as far as totals know it."""

    programme: str
    year: str
    state: str
    has_activity: bool
    has_reflection: bool
    has_attest: bool


@dataclass(frozen=True)
class Total:
    """How many course units there are of one programme in one year; of all programmes where it names none."""

    year: str
    programme: str
    units: int
    with_activity: int
    with_reflection: int
    approved: int
    with_attest: int


def totals(units: Iterable[Unit]) -> list[Total]:
    """One for each year, newest first, and below it one for each programme of that year."""
    found = list(units)
    rows = []
    for year in sorted({one.year for one in found}, reverse=True):
        of_year = [one for one in found if one.year == year]
        rows.append(_total(year, "", of_year))
        by_programme: dict[str, list[Unit]] = {}
        for one in of_year:
            by_programme.setdefault(same_programme(one.programme), []).append(one)
        rows += [
            _total(year, by_programme[name][0].programme, by_programme[name]) for name in sorted(by_programme)
        ]
    return rows


def same_programme(name: str) -> str:
    """The same text for each way of writing a programme that differs in capitals or spaces only."""
    return " ".join(name.casefold().split())


def _total(year: str, programme: str, units: list[Unit]) -> Total:
    return Total(
        year,
        programme,
        len(units),
        sum(one.has_activity for one in units),
        sum(one.has_reflection for one in units),
        sum(one.state == "approved" for one in units),
        sum(one.has_attest for one in units),
    )
