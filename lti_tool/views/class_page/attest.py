"""Attests: what there is of each learner, and what facilitators decide. Nothing is granted by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, request

from lti_tool.errors import ApiError
from lti_tool.rules.attest import LONGEST_REASON, Traces, has_attest, parts_of
from lti_tool.services.attest import AttestDesk, Candidate
from lti_tool.store import attests
from lti_tool.views.class_page.look import Seen, look, see
from lti_tool.views.class_page.page import blueprint, part, render
from lti_tool.views.current import tool
from lti_tool.views.numbers import number_in
from lti_tool.words import words
from modules.kit.civic import find_civic

_STATES = ("meets", "missing", "granted", "revoked")
"""What can be decided comes first."""
_ACTS = ("grant", "revoke", "return")


@dataclass(frozen=True)
class Asked:
    """What is asked once before it is done.

    Attributes:
        act: "grant-all", or one of `_ACTS` for one learner.
        who: The learners, by code.
        typed: The reason as it stands in the field.
        trouble: Why it was not done yet, a key of the words.
    """

    act: str
    who: tuple[str, ...]
    typed: str = ""
    trouble: str | None = None


@dataclass(frozen=True)
class Row:
    """One learner in the list; `code` is our own number, as ids of platforms may begin alike."""

    code: str
    name: str
    one: Candidate
    made: bool


def leads_to_attest(seen: Seen) -> bool:
    """Whether this class's module leads to an attest, in a course."""
    return has_attest(tool().registry.modules[seen.module.id]) and seen.place.context_row is not None


@part("attest", offered=leads_to_attest)
def attest(seen: Seen, asked: Asked | None = None) -> dict[str, Any]:
    """What the part shows."""
    desk = desk_of(seen)
    rows = _rows(seen, desk)
    ready = [row.code for row in rows if row.one.state == "meets"]
    return {
        "unit": desk.unit,
        "approved": desk.is_approved,
        "proposal": desk.civic.is_proposal,
        "rows": rows,
        "ready": ready,
        "counts": {state: sum(row.one.state == state for row in rows) for state in _STATES},
        "asked": asked or _asked_for(rows, ready),
        "rule": _rule(seen, desk),
        "longest": LONGEST_REASON,
    }


@blueprint.post("/attest/all")
def attest_all() -> Response:
    """Grant one to everybody who was asked about and still meets the rule."""
    at, codes = look(), set(request.form.get("who", "").split())
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        desk = _desk_here(seen)
        wanted = [one.learner_row for one in desk.candidates() if str(one.learner_row) in codes]
        outcome, count = desk.grant_all(wanted, seen.now)
        said = outcome if outcome != "granted" else _counted(count)
        return render(seen, "attest", said=said, count=count)


@blueprint.post("/attest/one")
def attest_one() -> Response:
    """Grant, revoke or give back the attest of one learner; or ask for the reason first."""
    at, form = look(), request.form
    act, code, typed = form.get("act", ""), form.get("who", ""), form.get("reason", "")
    if act not in _ACTS:
        raise ApiError(400, "shape", "Expected `act`, `who`, `was` and `reason`.")
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        desk = _desk_here(seen)
        known = (one.learner_row for one in desk.candidates() if str(one.learner_row) == code)
        learner_row = next(known, 0)
        if act == "grant":
            outcome = desk.grant(learner_row, typed, seen.now)
        elif act == "revoke":
            outcome = desk.revoke(learner_row, _was(), typed, seen.now)
        else:
            outcome = desk.give_back(learner_row, _was())
        if outcome == "no-reason":
            return render(seen, "attest", Asked(act, (code,), typed, outcome))
        return render(seen, "attest", said="granted-one" if outcome == "granted" else outcome)


def desk_of(seen: Seen) -> AttestDesk:
    """The attests of the course that is looked at."""
    registry = tool().registry
    assert seen.place.context_row is not None  # noqa: S101 (asked by `leads_to_attest`)
    return AttestDesk(
        seen.connection,
        seen.attempt.id,
        seen.place.context_row,
        registry.modules[seen.module.id],
        find_civic(registry.pack),
    )


def _desk_here(seen: Seen) -> AttestDesk:
    if not leads_to_attest(seen):
        raise ApiError(404, "attest", "No attest belongs to this module.")
    return desk_of(seen)


def _rows(seen: Seen, desk: AttestDesk) -> list[Row]:
    made = attests.made_of_course(seen.connection, desk.context_row)
    rows = [
        Row(
            str(one.learner_row),
            seen.name_of(one.sub),
            one,
            made=one.attest is not None and one.attest.row in made,
        )
        for one in desk.candidates()
    ]
    return sorted(rows, key=lambda row: (_STATES.index(row.one.state), row.name.casefold()))


def _asked_for(rows: list[Row], ready: list[str]) -> Asked | None:
    """What the address asks about (`?ask=`), where it can be done."""
    if request.method != "GET":
        return None
    act, code = request.args.get("ask"), request.args.get("who", "")
    if act == "grant-all":
        return Asked("grant-all", tuple(ready)) if ready else None
    known = any(row.code == code for row in rows)
    return Asked(act, (code,)) if act in _ACTS and known else None


def _counted(count: int) -> str:
    return {0: "granted-none", 1: "granted-one"}.get(count, "granted")


def _rule(seen: Seen, desk: AttestDesk) -> list[str]:
    texts = words(seen.language, "attest")["asked"]
    asked = parts_of(desk.civic.rule, desk.course, Traces(0, 0, released=False))
    return [texts[one.need].format(wanted=one.wanted, most=one.most) for one in asked]


def _was() -> int:
    """The revision that whoever decides saw; 0, which none has, where nothing like one came."""
    return number_in(request.form.get("was", "")) or 0
