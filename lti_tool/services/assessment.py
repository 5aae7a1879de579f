"""Judging handed-in work: each assessor's own assessment, what they choose together, and the release.

Nothing reaches a learner or a gradebook but by a release, and a release gives what its assessor had on the
screen: it names the revisions of all it is made of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from sqlalchemy import Connection

from lti_tool.rules import assessment as rules
from lti_tool.rules.assessment import Agreed, Assessment, Sheet, Standing, State
from lti_tool.services import attempt as attempt_service
from lti_tool.services.course_rubric import CourseRubric
from lti_tool.store import assessments as store
from lti_tool.store import attempts
from lti_tool.store.assessments import Verdict, Work
from modules.kit.module import Module
from modules.kit.rubric import AssessorsRubric

Outcome = Literal[
    "saved",
    "done",
    "missing",
    "met",
    "locked",
    "too-long",
    "not-handed",
    "agreed",
    "differ",
    "moved",
    "reworded",
    "released",
]
"""What became of it. `met`: this assessor saved elsewhere meanwhile. `locked`: both assessors are ready, so
they choose together. `moved`: something of the verdict is other than what was on the screen. `reworded`: the
rubric is."""


@dataclass(frozen=True)
class OwnForm:
    """An assessor's own form as it came.

    Attributes:
        do: `save` for a draft, `done` where the assessor says to be ready, `release` for all at once.
        was: The revision of the assessor's own that was on the screen; 0 where there was none.
        read: The revisions of the answers that were on the screen.
        rubric: The revision of the course's rubric that was on the screen; 0 where nobody had changed it.
    """

    sheet: Sheet
    do: Literal["save", "done", "release"]
    was: int
    read: Mapping[str, int]
    rubric: int


@dataclass(frozen=True)
class JointForm:
    """What assessors chose together, as it came.

    Attributes:
        seen: The version of everything that was on the screen.
        release: Whether the learner gets it now.
    """

    sheet: Sheet
    seen: str
    release: bool


@dataclass(frozen=True)
class Office:
    """Where somebody assesses.

    Attributes:
        deployment_row: Of the facilitator's launch.
        link_row: Of the link.
        module: In its variant, with a rubric.
        course: The rubric of the course.
        assessor: Our number of the assessor.
    """

    deployment_row: int
    link_row: int
    module: Module
    course: CourseRubric
    assessor: int

    @cached_property
    def rubric(self) -> AssessorsRubric:
        """In any language: what counts is the same in all."""
        return self.course.spoken(self.module.default_language)

    @property
    def handed_in(self) -> tuple[str, ...]:
        """The exercises that assessors read."""
        return self.module.rubric.work if self.module.rubric else ()


@dataclass(frozen=True)
class Case:
    """One learner's work with all that was thought of it.

    Attributes:
        revisions: Of the answers that are handed in and shared now.
    """

    office: Office
    work: Work
    everybody: Sequence[Assessment]
    verdict: Verdict | None
    revisions: Mapping[str, int]

    @property
    def own(self) -> Assessment | None:
        """The assessment of who looks."""
        return next((one for one in self.everybody if one.assessor == self.office.assessor), None)

    @cached_property
    def others(self) -> Sequence[Assessment]:
        """The assessments of others that who looks may see."""
        return rules.others_seen(self.office.rubric, self.everybody, self.office.assessor)

    @cached_property
    def standing(self) -> Standing:
        """Where the judging stands. It knows everybody's levels: what of it may be shown, `others` says."""
        agreed = self.verdict.agreed if self.verdict else None
        return rules.standing(self.office.rubric, self.everybody, agreed)

    @property
    def is_open(self) -> bool:
        """Whether who looks may see what all assessors who are ready think."""
        seen = {one.id for one in (*self.others, *([self.own] if self.own else []))}
        return all(one.id in seen for one in self.standing.complete)

    @property
    def is_locked(self) -> bool:
        """Whether who looks can no longer change levels of their own."""
        return rules.is_locked(self.office.rubric, self.everybody, self.office.assessor)

    @property
    def is_released(self) -> bool:
        """Whether the learner has what is the verdict now."""
        chosen, given = self.standing.chosen, self.verdict.released if self.verdict else None
        if chosen is None or given is None or given["comment"] != chosen.comment:
            return False
        marks = {one.id: chosen.of(one.id) for one in self.office.rubric.criteria}
        return {name: (one["level"], one["comment"]) for name, one in given["criteria"].items()} == {
            name: (mark.level, mark.comment) for name, mark in marks.items()
        }

    def has_given(self, sheet: Sheet) -> bool:
        """Whether the learner has just that."""
        chosen = self.standing.chosen
        return chosen is not None and self.is_released and rules.is_same(self.office.rubric, sheet, chosen)

    @property
    def was_released(self) -> bool:
        """Whether the learner was given any verdict."""
        return self.verdict is not None and self.verdict.released is not None

    @property
    def has_changed(self) -> bool:
        """Whether the work is other than what an assessor read; of who looks, if they assessed."""
        return rules.changed_work([self.own] if self.own else self.others, self.revisions)

    @property
    def state(self) -> State:
        """Where it stands for who looks."""
        return rules.state_of(
            self.everybody,
            self.standing,
            self.office.assessor,
            handed_in=self.work.finished_at is not None,
            released=self.is_released,
        )

    @property
    def version(self) -> str:
        """Of everything that a verdict is made of: the same text means the same verdict."""
        numbers = ".".join(f"{one.id}-{one.revision}" for one in self.standing.complete)
        revision = self.verdict.revision if self.verdict else 0
        return f"{self.office.course.revision}:{revision}:{numbers}"

    @property
    def together(self) -> Sheet:
        """What assessors begin with: what they chose together before, else what they have in common."""
        found = rules.joined(self.office.rubric, self.standing.complete)
        agreed = self.verdict.agreed if self.verdict else None
        return agreed.sheet if agreed and rules.holds(agreed, self.standing.complete) else found


def cases(connection: Connection, office: Office) -> list[Case]:
    """Every learner's work at the link."""
    works = store.works_at(connection, office.link_row, office.module.id)
    found = store.at_link(connection, office.link_row, office.module.id)
    verdicts = store.verdicts_at(connection, office.link_row, office.module.id)
    revisions = store.work_revisions(connection, [one.attempt_row for one in works], office.handed_in)
    return [
        Case(
            office,
            one,
            found.get(one.attempt_row, []),
            verdicts.get(one.attempt_row),
            revisions.get(one.attempt_row, {}),
        )
        for one in works
    ]


def case(connection: Connection, office: Office, attempt_row: int) -> Case | None:
    """One learner's work at the link; None for a number that is not of it."""
    work = store.work_at(connection, office.link_row, office.module.id, attempt_row)
    if work is None:
        return None
    return Case(
        office,
        work,
        store.of_attempt(connection, attempt_row),
        store.verdict_of(connection, attempt_row),
        store.work_revisions(connection, [attempt_row], office.handed_in).get(attempt_row, {}),
    )


def save(connection: Connection, found: Case, form: OwnForm, now: int) -> Outcome:
    """Keep what an assessor typed and, with `release`, give the learner the verdict.

    Args:
        connection: A transaction that writes, with the attempt locked.
        found: The work.
        form: What was typed.
        now: Seconds since 1970.
    """
    own, office = found.own, found.office
    whole = rules.kept_with(form.sheet, own.sheet if own else None)
    if refused := _why_not(found, form, whole):
        return refused
    lacking = rules.missing(office.rubric, form.sheet)
    done = form.do != "save" and not lacking
    if own is None or (own.sheet, own.done, dict(own.work)) != (whole, done, dict(form.read)):
        kept = store.write(
            connection,
            found.work.attempt_row,
            office.assessor,
            sheet=whole,
            work=form.read,
            done=done,
            was=own.revision if own else 0,
            now=now,
        )
        if not kept:
            return "met"
    if form.do == "save":
        return "saved"
    if lacking:
        return "missing"
    return "done" if form.do == "done" else _release_own(connection, found, form.sheet, now)


def _why_not(found: Case, form: OwnForm, whole: Sheet) -> Outcome | None:
    if found.work.finished_at is None:
        return "not-handed"
    if form.sheet.is_longer_than(rules.LONGEST):
        return "too-long"
    if found.own and found.own.revision != form.was and found.own.sheet != whole:
        return "met"
    if found.is_locked:
        return "locked"
    # Levels stand for the words they were chosen under.
    return "reworded" if form.do != "save" and form.rubric != found.office.course.revision else None


def _release_own(connection: Connection, found: Case, sheet: Sheet, now: int) -> Outcome:
    """Release from one's own form: only where nobody else's levels are in the verdict."""
    after = case(connection, found.office, found.work.attempt_row)
    if after is None or len(after.standing.complete) != 1 or after.standing.chosen is None:
        return "done"
    if not rules.is_same(found.office.rubric, after.standing.chosen, sheet):
        return "moved"
    return _release(connection, after, now)


def agree(connection: Connection, found: Case, form: JointForm, now: int) -> Outcome:
    """Keep what assessors chose together and, if wanted, give the learner the verdict.

    Args:
        connection: A transaction that writes, with the attempt locked.
        found: The work.
        form: What was chosen.
        now: Seconds since 1970.
    """
    # The comments of all assessors stand in its boxes to begin with.
    if form.sheet.is_longer_than(rules.LONGEST * max(1, len(found.standing.complete)) + 2):
        return "too-long"
    if form.release and found.is_open and found.has_given(form.sheet):
        return "released"  # another assessor was just as quick
    if found.standing.waiting_for or not found.is_open or found.version != form.seen:
        return "moved"
    if found.standing.chosen is None or not rules.is_same(found.office.rubric, form.sheet, found.together):
        of = {one.id: one.revision for one in found.standing.complete}
        store.keep_agreed(connection, found.work.attempt_row, Agreed(form.sheet, of), now)
    if rules.missing(found.office.rubric, form.sheet):
        return "differ"
    if not form.release:
        return "agreed"
    after = case(connection, found.office, found.work.attempt_row)
    return _release(connection, after, now) if after else "moved"


def release_seen(connection: Connection, found: Case, seen: str, now: int) -> Outcome:
    """Give the learner a verdict that stands as it was on the screen."""
    if found.is_released:
        return "released"
    if found.version != seen or found.state != "ready" or not found.is_open:
        return "moved"
    return _release(connection, found, now)


def locked_case(connection: Connection, office: Office, attempt_row: int) -> Case | None:
    """One learner's work at the link, which nobody else judges until the transaction ends.

    Nothing is locked that is not of the link: others would wait for it.
    """
    if store.work_at(connection, office.link_row, office.module.id, attempt_row) is None:
        return None
    attempts.lock(connection, attempt_row)
    return case(connection, office, attempt_row)


def _release(connection: Connection, found: Case, now: int) -> Outcome:
    """The verdict for the learner and the grade for the platform: both or neither."""
    chosen, office = found.standing.chosen, found.office
    if chosen is None:
        return "differ"
    if found.is_released:
        return "released"
    attempt_row = found.work.attempt_row
    attempt = attempts.find(connection, attempt_row, office.deployment_row)
    if attempt is None:
        return "moved"
    store.keep_released(
        connection, attempt_row, rules.to_release(office.course.in_every_language, chosen), now
    )
    score = rules.score(office.rubric, chosen)
    attempt_service.release_score(connection, attempt, office.module, score, chosen.comment, now)
    return "released"
