"""What the coordinator of a course unit does with its application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Literal

from sqlalchemy import Connection

from lti_tool.rules.course_unit import Document, State, academic_years, after, blank, missing, wrong
from lti_tool.store import course_units
from lti_tool.store.course_units import CourseUnit, Version
from modules.kit.civic import Civic


@dataclass(frozen=True)
class Outcome:
    """What became of what a coordinator did.

    Attributes:
        said: `met`: somebody changed it meanwhile. `not-now`: its state does not allow it.
            `missing`: it is kept, and not submitted. `wrong`: it is not kept.
        parts: What is missing or can't be kept so.
    """

    said: Literal["kept", "submitted", "taken-back", "met", "not-now", "missing", "wrong"]
    parts: tuple[str, ...] = ()

    @property
    def is_kept(self) -> bool:
        """Whether what was written is in the database."""
        return self.said in {"kept", "submitted", "taken-back", "missing"}


@dataclass(frozen=True)
class Desk:
    """A coordinator at the application of a course.

    Attributes:
        connection: In a transaction; one that writes where something is to be kept.
        context_row: The course.
        civic: What is asked for.
        now: Seconds since 1970.
    """

    connection: Connection
    context_row: int
    civic: Civic
    now: int

    @cached_property
    def unit(self) -> CourseUnit | None:
        """The application as it was kept before this desk did anything; None where there is nothing yet."""
        return course_units.find(self.connection, self.context_row)

    @cached_property
    def document(self) -> Document:
        """What was written before; blank where there is nothing yet."""
        if self.unit is not None:
            return self.unit.document
        return blank(course_units.title_of(self.connection, self.context_row), self._today)

    @property
    def years(self) -> list[str]:
        """The academic years to choose from."""
        return academic_years(self._today, self.document["year"])

    @property
    def revision(self) -> int:
        """0 where there is nothing yet."""
        return self.unit.revision if self.unit else 0

    def write(self, act: str, document: Document, *, was: int) -> Outcome:
        """Save or submit what a coordinator wrote.

        What is submitted and not complete is kept as a draft, so that nothing typed is lost. Where there is
        an approval nothing changes before all is complete.

        Args:
            act: `save` or `submit`.
            document: What the form said.
            was: The revision that the coordinator saw.
        """
        criteria = self.civic.criteria
        lacking = tuple(missing(document, criteria)) if act == "submit" else ()
        state, draft = self._after(act), self._after("save")
        if was != self.revision:
            return Outcome("met")
        if state is None:
            return Outcome("not-now")
        if parts := tuple(wrong(document, criteria, self.years, self._today)):
            return Outcome("wrong", parts)
        if lacking:
            kept = draft is not None and self._keep(document, draft)
            return Outcome("missing" if kept else "wrong", lacking)
        done = Outcome("submitted" if act == "submit" else "kept")
        return done if self._keep(document, state) else Outcome("met")

    def take_back(self, *, was: int) -> Outcome:
        """Make a draft again of what waits for the civic team."""
        state = self._after("take-back")
        if was != self.revision or state is None:
            return Outcome("met" if was != self.revision else "not-now")
        return Outcome("taken-back" if self._keep(self.document, state) else "met")

    @property
    def _today(self) -> date:
        return datetime.fromtimestamp(self.now, UTC).date()

    def _after(self, act: str) -> State | None:
        return after(self.unit.state if self.unit else None, act, "coordinator")

    def _keep(self, document: Document, state: State) -> bool:
        seen = Version(self.context_row, self.revision)
        return course_units.write(self.connection, seen, document, state, self.now)
