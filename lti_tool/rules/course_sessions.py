"""All sessions of a course at a glance: how far everybody is with each, and who needs somebody.

Nothing here is of an answer. No Flask, no SQL, no network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

State: TypeAlias = Literal["not-begun", "busy", "done"]
Presence: TypeAlias = Literal["present", "absent"]
Work: TypeAlias = Literal["handed-in", "to-assess", "released"]
Need: TypeAlias = Literal["to-assess", "absent", "behind"]
NEEDS: tuple[Need, ...] = get_args(Need)
"""Why somebody is looked at: work to assess, not there when the class met, behind most of the class."""


@dataclass(frozen=True)
class Session:
    """A session of a course.

    Attributes:
        name: The variant.
        on_campus: Whether its class meets.
        judged: Whether people judge its work.
    """

    name: str
    on_campus: bool
    judged: bool


@dataclass(frozen=True)
class Trace:
    """What there is of one learner in one session: `count` of the `of` exercises that count are done."""

    count: int = 0
    of: int = 0
    begun: bool = False
    done: bool = False
    handed_in: bool = False
    present: bool = False
    released: bool = False


NO_TRACE = Trace()


@dataclass(frozen=True)
class Cell:
    """A learner in a session.

    Attributes:
        trace: What that is from.
        presence: None where its class does not meet, or nobody's presence was noted yet.
        work: What became of it; None while it is not handed in.
    """

    trace: Trace
    state: State
    presence: Presence | None
    work: Work | None
    needs: tuple[Need, ...]


@dataclass(frozen=True)
class Totals:
    """A session of a class of `people`. `present` is None where there is nothing to say of presence."""

    people: int
    done: int
    present: int | None
    to_assess: int
    released: int


def totals_of(session: Session, traces: Sequence[Trace]) -> Totals:
    """How a whole class is with a session."""
    present = sum(one.present for one in traces)
    return Totals(
        people=len(traces),
        done=sum(one.done for one in traces),
        present=present if session.on_campus and present else None,
        to_assess=sum(_work(session, one) == "to-assess" for one in traces),
        released=sum(one.released for one in traces),
    )


def cell_of(session: Session, trace: Trace, of_class: Totals) -> Cell:
    """How one learner is with a session, beside the class."""
    presence: Presence | None = None
    if session.on_campus and (trace.present or of_class.present is not None):
        presence = "present" if trace.present else "absent"
    work = _work(session, trace)
    needs: Mapping[Need, bool] = {
        "to-assess": work == "to-assess",
        "absent": presence == "absent",
        "behind": not trace.done and 2 * of_class.done > of_class.people,
    }
    return Cell(
        trace=trace,
        state="done" if trace.done else "busy" if trace.begun else "not-begun",
        presence=presence,
        work=work,
        needs=tuple(need for need in NEEDS if needs[need]),
    )


def _work(session: Session, trace: Trace) -> Work | None:
    if trace.released:
        return "released"
    if not trace.handed_in:
        return None
    return "to-assess" if session.judged else "handed-in"
