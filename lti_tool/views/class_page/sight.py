"""Keep in sight: who is stuck or silent, whether they may be contacted, and a message ready to send."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from lti_tool.protocol.families import family_of
from lti_tool.rules.keep_in_sight import SILENT_CHOICES, SITUATIONS, STUCK_DAYS, Sign, longest_first
from lti_tool.rules.ready_message import About, message, place
from lti_tool.services.class_progress import ClassInSight, Person
from lti_tool.store.class_progress_place import way_back
from lti_tool.store.contact_wishes import ContactWish
from lti_tool.views.class_page.look import Seen
from lti_tool.words import words
from modules.kit.rich_text import plain


@dataclass(frozen=True)
class Missed:
    """Somebody to keep in sight. `said` is why, in words; `code` names them in an address."""

    code: str
    name: str
    named: bool
    sign: Sign
    said: str
    last_seen: int | None
    wish: ContactWish | None


def in_sight(seen: Seen, found: ClassInSight, in_words: Callable[[Sign], str]) -> dict[str, Any]:
    """What the view shows: everybody with a sign, by situation; or one message that was asked for (`to`)."""
    missed = _missed(seen, found, in_words)
    groups = {kind: [one for one in missed if one.sign.situation == kind] for kind in SITUATIONS}
    shown: dict[str, Any] = {
        "groups": {kind: people for kind, people in groups.items() if people},
        "choices": SILENT_CHOICES,
        "stuck_days": STUCK_DAYS,
        "to": request.args.get("to"),
    }
    to = shown["to"]
    if to in shown["groups"]:
        return shown | _message(seen, [one for one in groups[to] if not _declined(one)], all_of=to)
    one = next((one for one in missed if one.code == to), None)
    return shown | (_message(seen, [one]) if one and not _declined(one) else {"message": None})


def _missed(seen: Seen, found: ClassInSight, in_words: Callable[[Sign], str]) -> list[Missed]:
    by_id = {one.seat.user_id: one for one in found.people}
    signs = [(one.seat.user_id, one.sign) for one in found.people if one.sign]
    return [_one(seen, by_id[user_id], sign, in_words(sign)) for user_id, sign in longest_first(signs)]


def _one(seen: Seen, person: Person, sign: Sign, said: str) -> Missed:
    sub, name = person.seat.user_id, person.seat.name
    named = bool(name or seen.names.get(sub))
    return Missed(
        seen.code_of(sub), seen.name_of(sub, name), named, sign, said, person.seat.last_seen, person.wish
    )


def _declined(one: Missed) -> bool:
    return one.wish is not None and one.wish.wish == "no"


def _message(seen: Seen, people: Sequence[Missed], all_of: str | None = None) -> dict[str, Any]:
    own = words(seen.language, "class/class")["message"]
    if not people:
        return {"message": None, "all_of": all_of, "recipients": []}
    back = way_back(seen.connection, seen.attempt.id)
    where = place(own["place"]["where"], back.origin, back.course, back.link)
    module = seen.module.words[seen.spoken]
    alone = people[0] if all_of is None else None
    at = plain(module.activities[alone.sign.at].title) if alone and alone.sign.at else None
    name = alone.name if alone and alone.named else None
    about = About(name, plain(module.module.title), at, where)
    family = family_of(back.registration).name
    ways: dict[str, str] = own["send"]["ways"]
    return {
        "message": message(people[0].sign.situation, about, own),
        "all_of": all_of,
        "recipients": people,
        "where": where,
        "own_way": ways.get(family),
        "other_ways": [text for kind, text in ways.items() if kind != family],
    }
