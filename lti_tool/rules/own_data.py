"""Everything that is kept of one person: what it is, how they read it, and how they take it along.

No Flask, no SQL, no network.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lti_tool.protocol.scores import iso
from lti_tool.rules import verdict
from lti_tool.rules.kept_attest import KeptAttest, attests_to_take_along
from lti_tool.rules.retention import Retention, last_day
from lti_tool.rules.review import shown_answer
from lti_tool.rules.verdict import KeptAssessing, KeptVerdict
from modules.kit.activity_type import Line, Refusal
from modules.kit.answers import Answer
from modules.kit.carried import carried_into, carry
from modules.kit.module import Activity, Module
from modules.kit.rich_text import plain


@dataclass(frozen=True)
class KeptAnswer:
    """One answer. Moments here and below are in seconds since 1970."""

    activity: str
    answer: Answer
    changed_at: int


@dataclass(frozen=True)
class KeptReply:
    """What a facilitator wrote back to an answer. `seen_at` is 0 while its learner did not see it."""

    activity: str
    text: str
    changed_at: int
    seen_at: int


@dataclass(frozen=True)
class KeptAsk:
    """A question to somebody else by a link; the answer only until it stands among the learner's own."""

    activity: str
    person: int
    expires_at: int
    answered_at: int | None
    answer: Any


@dataclass(frozen=True)
class KeptWish:
    """Whether the learner may be contacted ("yes" or "no"), and how."""

    wish: str
    how: str | None
    changed_at: int


@dataclass(frozen=True)
class KeptRecording:
    """A recording of an answer that is shared; `size` in bytes."""

    activity: str
    media_type: str
    size: int
    here_at: int


@dataclass(frozen=True)
class KeptGrade:
    """A score on its way to the platform's gradebook.

    Attributes:
        score: 0 to 1; None while a person has yet to judge the work.
        held: Whether a facilitator holds it back for now.
    """

    score: float | None
    state: str
    reason: str | None
    comment: str | None
    submitted_at: int
    settled_at: int | None
    held: bool


@dataclass(frozen=True)
class KeptWork:
    """One module at one place in a course."""

    id: int
    module: str
    role: str
    course: str | None
    link: str | None
    position: str | None
    created_at: int
    finished_at: int | None
    touched_at: int
    answers: Sequence[KeptAnswer]
    replies: Sequence[KeptReply]
    asks: Sequence[KeptAsk]
    wish: KeptWish | None
    grade: KeptGrade | None
    recordings: Sequence[KeptRecording] = ()
    verdict: KeptVerdict | None = None

    @property
    def last_touched(self) -> int:
        """When anything of it last changed, or its page was opened."""
        return max(_moments(self))


@dataclass(frozen=True)
class KeptPlace:
    """A course whose list of people, as the platform gave it, has the person in it."""

    course: str | None
    role: str
    active: bool
    name: str | None


@dataclass(frozen=True)
class KeptPresence:
    """That the person was there when a class met: by its code ("code"), or ticked ("tick")."""

    course: str | None
    link: str | None
    how: str
    at: int


@dataclass(frozen=True)
class Kept:
    """All of it. `left_behind` are activities as `module/activity`."""

    user_id: str
    works: Sequence[KeptWork]
    left_behind: Sequence[str]
    places: Sequence[KeptPlace]
    presences: Sequence[KeptPresence] = ()
    attests: Sequence[KeptAttest] = ()
    assessed: Sequence[KeptAssessing] = ()


@dataclass(frozen=True)
class ReadAnswer:
    """An answer as its learner reads it.

    Attributes:
        lines: Where the module no longer knows the exercise or the answer: as it is kept.
        paper: Whether it was done on paper or out loud, with nothing written here.
        counted: Whether it counts in the totals of a group.
    """

    activity: str
    title: str
    ask: str
    lines: Sequence[Line]
    paper: bool
    audience: str
    changed_at: int
    counted: bool
    reply: KeptReply | None
    recording: KeptRecording | None


@dataclass(frozen=True)
class GoingAlong:
    """An answer that goes along to later modules, or is left behind; `name` is `module/activity`."""

    name: str
    module: str
    title: str
    is_left: bool


def title_of(work: KeptWork, modules: Mapping[str, Module], language: str) -> str:
    """How a module is called; its id where it is no longer here."""
    module = modules.get(work.module)
    return plain(module.words[module.language(language)].module.title) if module else work.module


def exercise_of(work: KeptWork, activity: str, modules: Mapping[str, Module], language: str) -> str:
    """How an exercise of a work is called; its id where it is no longer here."""
    module = modules.get(work.module)
    spoken = module.words[module.language(language)].activities.get(activity) if module else None
    return plain(spoken.title) if spoken else activity


def read(work: KeptWork, modules: Mapping[str, Module], language: str) -> list[ReadAnswer]:
    """The answers of a work in the order of its road; last those to exercises that are no longer there."""
    module = modules.get(work.module)
    order = list(module.activities) if module else []
    replies = {one.activity: one for one in work.replies}
    known = sorted(
        work.answers, key=lambda one: order.index(one.activity) if one.activity in order else len(order)
    )
    sounds = {one.activity: one for one in work.recordings}
    return [
        _read(one, module, language, replies.get(one.activity), sounds.get(one.activity)) for one in known
    ]


def going_along(kept: Kept, modules: Mapping[str, Module], language: str) -> list[GoingAlong]:
    """What a later module of this installation looks back at, as far as it was answered."""
    wanted = dict.fromkeys(name for module in modules.values() for name in carried_into(module))
    found: dict[str, GoingAlong] = {}
    for work in kept.works:
        for one in work.answers:
            name = f"{work.module}/{one.activity}"
            if work.role != "learner" or name not in wanted:
                continue
            if carried := carry(modules, name, language, one.answer.value):
                is_left = name in kept.left_behind
                found[name] = GoingAlong(name, carried.module, carried.title, is_left=is_left)
    return [found[name] for name in wanted if name in found]


def to_take_along(
    kept: Kept, modules: Mapping[str, Module], language: str, rule: Retention | None, *, unshared: bool
) -> dict[str, Any]:
    """All of it as JSON.

    Args:
        kept: Of one person.
        modules: Those of this installation, by id.
        language: Of the titles and questions.
        rule: How long work stays.
        unshared: Whether what the person shared with nobody, and what was written to nobody but the person,
            is in it: only for the person.
    """
    return {
        "person": kept.user_id,
        "works": [_work(work, modules, language, rule, unshared=unshared) for work in kept.works],
        # What is left behind was answered: nobody else hears that an answer exists which was not shared.
        **({"left behind": list(kept.left_behind)} if unshared else {}),
        "rosters": [
            {"course": one.course, "as": one.role, "active": one.active, "name": one.name}
            for one in kept.places
        ],
        "present on campus": [
            {"course": one.course, "link": one.link, "how": one.how, "at": iso(one.at)}
            for one in kept.presences
        ],
        "attests": attests_to_take_along(kept.attests, unshared=unshared),
        "assessed by them": verdict.assessing_to_take_along(kept.assessed),
    }


def _read(
    one: KeptAnswer,
    module: Module | None,
    language: str,
    reply: KeptReply | None,
    recording: KeptRecording | None,
) -> ReadAnswer:
    activity = module.activities.get(one.activity) if module else None
    lines: Sequence[Line]
    if module is None or activity is None:
        title, ask, lines = one.activity, "", _as_kept(one.answer)
    else:
        shown = shown_answer(module, module.language(language), activity, one.answer, "self")
        title, ask = shown.title, shown.ask
        lines = shown.lines or ([] if _is_blank(activity, one.answer) else _as_kept(one.answer))
    return ReadAnswer(
        activity=one.activity,
        title=title,
        ask="" if any(line.label == ask for line in lines) else ask,
        lines=lines,
        paper=one.answer.how == "paper",
        audience=one.answer.audience,
        changed_at=one.changed_at,
        counted=activity is not None and activity.type.name == "survey" and bool(module and module.totals),
        reply=reply,
        recording=recording,
    )


def _is_blank(activity: Activity, answer: Answer) -> bool:
    """Whether there is nothing to read because nothing is written, and not because it can't be read."""
    return not isinstance(activity.type.clean(activity.options, answer.value), Refusal)


def _as_kept(answer: Answer) -> list[Line]:
    if answer.value is None:
        return []
    text = answer.value if isinstance(answer.value, str) else json.dumps(answer.value, ensure_ascii=False)
    return [Line("", text)]


def _moments(work: KeptWork) -> Iterator[int]:
    yield from (work.created_at, work.finished_at or 0, work.touched_at)
    yield from (one.changed_at for one in work.answers)
    yield from (one.changed_at for one in work.replies)
    yield from (one.answered_at or 0 for one in work.asks)
    yield from (one.here_at for one in work.recordings)
    if work.verdict:
        yield work.verdict.changed_at
    if work.wish:
        yield work.wish.changed_at


def _work(
    work: KeptWork, modules: Mapping[str, Module], language: str, rule: Retention | None, *, unshared: bool
) -> dict[str, Any]:
    return {
        "module": work.module,
        "title": title_of(work, modules, language),
        "course": work.course,
        "link": work.link,
        "as": work.role,
        "position": work.position,
        "begun": iso(work.created_at),
        "finished": _moment(work.finished_at),
        "last touched": iso(work.last_touched),
        "here until": last_day(rule, work.last_touched).isoformat() if rule else None,
        "answers": [
            _answer(one, told, unshared=unshared) for one, told in _with_words(work, modules, language)
        ],
        "recordings": [_recording(one) for one in work.recordings],
        # Written to the learner, or by whom the learner asked: for nobody else.
        "replies": [_reply(one) for one in work.replies] if unshared else [],
        "asked by a link": [_ask(one) for one in work.asks] if unshared else [],
        "may be contacted": _wish(work.wish) if work.wish else None,
        "grade": _grade(work.grade) if work.grade else None,
        "judged": verdict.to_take_along(work.verdict, language) if unshared else None,
    }


def _reply(reply: KeptReply) -> dict[str, Any]:
    return {
        "activity": reply.activity,
        "text": reply.text,
        "written": iso(reply.changed_at),
        "seen": _moment(reply.seen_at or None),
    }


def _recording(one: KeptRecording) -> dict[str, Any]:
    return {"activity": one.activity, "kind": one.media_type, "bytes": one.size, "sent": iso(one.here_at)}


def _ask(ask: KeptAsk) -> dict[str, Any]:
    return {
        "activity": ask.activity,
        "person": ask.person + 1,
        "until": iso(ask.expires_at),
        "answered": _moment(ask.answered_at),
        "answer": ask.answer,
    }


def _wish(wish: KeptWish) -> dict[str, Any]:
    return {"wish": wish.wish, "how": wish.how, "said": iso(wish.changed_at)}


def _grade(grade: KeptGrade) -> dict[str, Any]:
    return {
        "score": grade.score,
        "state": grade.state,
        "reason": grade.reason,
        "held": grade.held,
        "comment": grade.comment,
        "handed in": iso(grade.submitted_at),
        "settled": _moment(grade.settled_at),
    }


def _with_words(
    work: KeptWork, modules: Mapping[str, Module], language: str
) -> Iterator[tuple[KeptAnswer, ReadAnswer]]:
    by_name = {one.activity: one for one in work.answers}
    return ((by_name[told.activity], told) for told in read(work, modules, language))


def _answer(one: KeptAnswer, told: ReadAnswer, *, unshared: bool) -> dict[str, Any]:
    may_see = unshared or one.answer.audience != "learner"
    lines = [{"label": line.label, "text": line.text} for line in told.lines]
    return {
        "activity": one.activity,
        "title": told.title,
        "question": told.ask,
        **({"lines": lines, "value": one.answer.value} if may_see else {}),
        "how": one.answer.how,
        "audience": one.answer.audience,
        "changed": iso(one.changed_at),
    }


def _moment(seconds: int | None) -> str | None:
    return iso(seconds) if seconds is not None else None
