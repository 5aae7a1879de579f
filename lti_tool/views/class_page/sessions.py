"""All sessions of a course: how far everybody is with each, and the competences of the group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Response, abort, request

from lti_tool.paper.table_book import table_book
from lti_tool.rules.competences import SIDES, labels_of, of_group
from lti_tool.rules.competences_list import heads_of, rows_of, text_of
from lti_tool.rules.course_sessions import Cell, Need
from lti_tool.rules.group_totals import FEWEST
from lti_tool.rules.spreadsheet import table
from lti_tool.services.course_competences import competences_of_course
from lti_tool.services.course_sessions import Participant, course_in_sight, sessions_of
from lti_tool.views.class_page.learners import source_of
from lti_tool.views.class_page.look import Seen, look, see
from lti_tool.views.class_page.page import blueprint, part
from lti_tool.views.current import tool
from lti_tool.views.sheet import as_file, with_newer
from lti_tool.words import words
from modules.kit.module import Module
from modules.kit.rich_text import plain

_VIEWS = ("table", "competences")
_MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Row:
    """One learner in the table; `code` names them on the page."""

    code: str
    name: str
    person: Participant

    @property
    def done(self) -> int:
        """How many sessions are done."""
        return sum(one.state == "done" for one in self.person.cells)

    @property
    def there(self) -> int:
        """How many times they were present."""
        return sum(one.presence == "present" for one in self.person.cells)

    @property
    def needs(self) -> list[Need]:
        """Why somebody may be needed here, in any session."""
        return [] if self.person.left else [need for cell in self.person.cells for need in cell.needs]


def whole_of(seen: Seen) -> Module:
    """The module with all its sessions: a link shows one."""
    return tool().registry.modules[seen.module.id]


@part("sessions", offered=lambda seen: bool(sessions_of(whole_of(seen))))
def sessions(seen: Seen) -> dict[str, Any]:
    """What the part shows."""
    labels = labels_of(whole_of(seen), seen.spoken)
    view = "competences" if labels and request.args.get("view") == "competences" else "table"
    shown = _competences(seen, labels) if view == "competences" else _table(seen)
    return {"view": view, "views": _VIEWS if labels else ()} | shown


def _table(seen: Seen) -> dict[str, Any]:
    whole = whole_of(seen)
    found = course_in_sight(seen.connection, seen.place, seen.attempt.id, whole, seen.now)
    titles = whole.words[seen.spoken].module.variants
    rows = [Row(seen.code_of(one.sub), seen.name_of(one.sub, one.name), one) for one in found.people]
    own = words(seen.language, "class/sessions")
    return {
        "sessions": [(plain(titles[one.name]), one, totals) for one, totals in found.sessions],
        "rows": sorted(rows, key=lambda row: (row.person.left, row.name.casefold())),
        "everybody": sum(not one.left for one in found.people),
        "names": request.args.get("names") != "off",
        "said_of": lambda cell: _in_words(own, cell),
        "meets": any(one.on_campus for one, _ in found.sessions),
        "judged": any(one.judged for one, _ in found.sessions),
    } | source_of(seen, found.found)


def _in_words(own: dict[str, Any], cell: Cell) -> list[tuple[str, bool]]:
    """What stands below the state, and whether it asks for somebody."""
    said = []
    if cell.work:
        said.append((own["work"][cell.work], "to-assess" in cell.needs))
    if cell.presence:
        said.append((own["presence"][cell.presence], "absent" in cell.needs))
    return said


def _competences(seen: Seen, labels: dict[str, str]) -> dict[str, Any]:
    people = competences_of_course(seen.connection, seen.attempt.id, whole_of(seen))
    shown = [(label, of_group(people, name)) for name, label in labels.items()]
    return {
        "means": shown,
        "sides": [side for side in SIDES if any(side in means for _, means in shown)],
        "number": lambda value: text_of(round(value, 1), seen.language),
        "released": sum(one.released_at is not None for one in people),
        "shared": sum("before" in one.figures or "after" in one.figures for one in people),
        "rated": whole_of(seen).competences is not None,
        "fewest": FEWEST,
    }


@blueprint.post("/competences/file")
def competences_file() -> Response:
    """Everybody's competences as a table (`kind`) for the university's own tracker, with or without names."""
    at, kind = look(), request.form.get("kind", "")
    if kind not in _MEDIA_TYPES:
        abort(404)
    with tool().database.read() as connection:
        seen = see(connection, at)
        labels = labels_of(whole_of(seen), seen.spoken)
        if not labels or not sessions_of(whole_of(seen)):
            abort(404)
        people = competences_of_course(connection, seen.attempt.id, whole_of(seen))
        names = seen.name_of if "nameless" not in request.form else None
        rows = rows_of(sorted(people, key=lambda one: seen.name_of(one.sub).casefold()), labels, names)
        texts = words(seen.language, "class/sessions")["table-file"]
    heads = heads_of(texts, names=names is not None)
    if kind == "xlsx":
        made = table_book(texts["title"], heads, rows, seen.now)
    else:
        in_words = [[text_of(value, seen.language) for value in row] for row in rows]
        made = table(heads, in_words, seen.language).encode()
    day = f"{datetime.fromtimestamp(seen.now, UTC):%Y-%m-%d}"
    name = f"{texts['file']}-{seen.module.id}-{day}.{kind}"
    return with_newer(as_file(made, _MEDIA_TYPES[kind], name), at.newer)
