"""The questions that learners shared: how far each is, and handing the open ones over to who can answer."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from lti_tool.rules import questions_list
from lti_tool.rules.hand_over import STATES, Item, by_state, items, mail
from lti_tool.rules.shared import questions as questions_in
from lti_tool.store import wall_marks
from lti_tool.store.wall_marks import Wall
from lti_tool.views.class_page.look import Seen, look, see
from lti_tool.views.class_page.page import blueprint, part, render
from lti_tool.views.current import tool
from lti_tool.views.sheet import as_file
from lti_tool.words import words
from modules.kit.rich_text import plain

_MOST_MARKS = 2000
"""Of one form: more questions than a class of 500 asks at once."""


@part("questions")
def questions(seen: Seen) -> dict[str, Any]:
    """What the part shows."""
    found = _items(seen)
    waiting = [one for one in found if one.state == "open"]
    own, pack = words(seen.language, "class/questions"), tool().registry.pack
    contact = pack.structure.contact
    about = {
        "module": plain(seen.module.words[seen.spoken].module.title),
        "course": seen.attempt.title or own["mail"]["no-course"],
    }
    to = contact.email if contact and contact.email else None
    return {
        "groups": by_state(found),
        "waiting": waiting,
        "mail": mail([one.question for one in waiting], to, own["mail"], lambda text: text.format(**about)),
        "school": pack.words[pack.spoken(seen.language)].name if to else None,
        "checked_on": _day(contact.checked_on, seen.language) if contact and to else None,
    }


@blueprint.post("/questions")
def as_table() -> Response:
    """The open questions as a table for a spreadsheet, or all of them (`all`). It names nobody."""
    at = look()
    texts, everything = words(at.language, "class/questions"), "all" in request.form
    with tool().database.read() as connection:
        seen = see(connection, at)
        found = [one.question for one in _items(seen) if everything or one.state == "open"]
        table = questions_list.as_csv(found, texts["heads"], at.language)
    return as_file(table.encode(), "text/csv; charset=utf-8", f"{texts['file']}-{seen.module.id}.csv")


@blueprint.post("/questions/mark")
def mark() -> Response:
    """Say how far questions are (`item`, as often as there are; `state`). One that is gone is left alone."""
    at, state = look(), request.form.get("state", "")
    chosen = set(request.form.getlist("item")[:_MOST_MARKS])
    with tool().database.write(durable=True) as connection:
        seen = see(connection, at)
        wall = Wall(seen.place.link_row, seen.module.id)
        # Two learners may ask the same: one mark stands for both.
        there = {one.item for one in _items(seen)} & chosen if state in STATES else set()
        for item in sorted(there):
            wall_marks.put(connection, wall, item, state, seen.now)
        said = state if there else "gone"
        return render(seen, "questions", said="passed-all" if len(there) > 1 else said)


def _day(day: str, language: str) -> str:
    """A day in words, e.g. "31 augustus 2025"."""
    year, month, number = map(int, day.split("-"))
    return f"{number} {words(language)['months'][month - 1]} {year}"


def _items(seen: Seen) -> list[Item]:
    found = questions_in(seen.module, seen.spoken, seen.given())
    marks = wall_marks.of_attempt(seen.connection, seen.attempt.id)
    kept = {item: one.mark for item, one in marks.items()}
    return items(found, tool().tickets.digest, kept)
