"""`/civic`: what a university's civic team sees of its course units, and where it decides.

`wegwijs civic invite` gives the way in, to one platform or one place of it. Nobody's name and nobody's answer
is ever here: what coordinators wrote of their course units, and counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from lti_tool.errors import ApiError
from lti_tool.protocol.scores import iso
from lti_tool.rules.course_unit import MOST_OF_NOTE, after
from lti_tool.seals import seals_of
from lti_tool.services.civic_team import HANDED_IN, Landscape, figures_of, landscape, modules_with_attest
from lti_tool.store import civic_links, course_units, platforms
from lti_tool.store.civic_links import CivicLink
from lti_tool.store.course_units import Course, Version
from lti_tool.views.civic_files import FILES
from lti_tool.views.current import browser_language, tool
from lti_tool.views.dates import day_and_time
from lti_tool.views.headers import step_policy
from lti_tool.views.numbers import number_in
from lti_tool.views.one_use_door import exchange
from lti_tool.views.sheet import as_file, with_newer
from lti_tool.words import LANGUAGES, words
from modules.kit.civic import find_civic
from modules.kit.module import Module
from modules.kit.page import LANGUAGE_NAMES
from modules.kit.text import clean_text

blueprint = Blueprint("civic", __name__, url_prefix="/civic")
SESSION_SECONDS = 24 * 3600
"""So long a page that nobody touches keeps its way in; each look begins it anew, up to the link's own end."""
MOST_A_DAY = 20
"""So many links are made a day, so that whoever finds one does not make them without end."""
PARTS = ("waiting", "units", "totals", "links")
_NO_WAY_IN = "Open this page with a new link."
_LONGEST_NOTE_OF_LINK = 120


@dataclass(frozen=True)
class Pass:
    """What a token says: the number of the link that it came of. `newer` is the same, as of now."""

    number: int
    newer: str


@dataclass(frozen=True)
class Team:
    """Who looks: with what link, in which language, at how much."""

    connection: Connection
    link: CivicLink
    newer: str
    language: str
    modules: list[Module]

    def landscape(self) -> Landscape:
        """All that the link shows."""
        return landscape(self.connection, self.link.scope, self.modules)

    def course(self, number: int) -> Course | None:
        """A course with an application that was handed in; nothing of another platform's."""
        found = course_units.course_of(
            self.connection, self.link.scope, number, [one.id for one in self.modules]
        )
        return found if found and found.unit and found.unit.state in HANDED_IN else None


@blueprint.get("")
def door() -> AnyResponse:
    """Where a one-use link leads: the page in the language of the browser."""
    return _page(browser_language())


@blueprint.get("/<language>")
def page(language: str) -> AnyResponse:
    """The page itself: the same for everybody, and empty until a token is shown."""
    if language not in LANGUAGES:
        return redirect("/civic", 302)
    return _page(language)


def _page(language: str) -> Response:
    html = render_template(
        "civic.html",
        language=language,
        words=words(language),
        texts=words(language, "civic"),
        sheet=words(language, "sheet"),
        languages={name: LANGUAGE_NAMES[name] for name in LANGUAGES},
    )
    response = make_response(html)
    response.headers["Content-Security-Policy"] = step_policy(())
    return response


@blueprint.post("/session")
def session() -> Response:
    """Exchange the secret of a link for a token; the link is then used."""
    return exchange("civic")


@blueprint.get("/sheet")
def sheet() -> Response:
    """One part (`?part=`), or one course unit (`?unit=`), as a piece of HTML."""
    shown = _pass()
    with tool().database.read() as connection:
        return _render(_team(connection, shown), request.args.get("part", ""), unit=request.args.get("unit"))


@blueprint.post("/decide")
def decide() -> Response:
    """Approve an application, or send it back with a note; if it is still the one that was read."""
    shown, act, note = _pass(), request.form.get("do", ""), _note()
    with tool().database.write(durable=True) as connection:
        team = _team(connection, shown)
        course = team.course(_number("unit"))
        if course is None or course.unit is None:
            return _render(team, "waiting", said="gone", typed=note)
        number = str(course.context_row)
        state = after(course.unit.state, act, "team")
        if state is None or course.unit.revision != _number("was"):
            return _render(team, "", unit=number, said="met", typed=note)
        if act == "return" and not note:
            return _render(team, "", unit=number, said="no-note")
        if len(note) > MOST_OF_NOTE:
            return _render(team, "", unit=number, said="long-note", typed=note, most=MOST_OF_NOTE)
        seen = Version(course.context_row, course.unit.revision)
        kept = course_units.decide(connection, seen, state, note or None, tool().now())
        return _render(team, "", unit=number, said=state if kept else "met")


@blueprint.post("/links")
def invite() -> Response:
    """Make a one-use link for the next time or for a colleague: to the same, and until the same day."""
    shown, given = _pass(), request.form.get("note", "")
    note = "".join(one for one in given if one.isprintable()).strip()[:_LONGEST_NOTE_OF_LINK]
    with tool().database.write(durable=True) as connection:
        team = _team(connection, shown)
        now, until = tool().now(), team.link.invitation.expires_at
        if civic_links.made_since(connection, team.link.scope, now - SESSION_SECONDS) >= MOST_A_DAY:
            return _render(team, "links", said="too-many", most=MOST_A_DAY)
        for_whom = civic_links.note_of(note, team.link)
        secret = civic_links.add(connection, team.link.scope, for_whom, now, until)
        return _render(team, "links", said="made", link=f"{tool().settings.public_url}/civic#{secret}")


@blueprint.post("/file/<name>")
def file(name: str) -> Response:
    """The units or the totals as a table for a spreadsheet."""
    if name not in FILES:
        abort(404)
    shown = _pass()
    with tool().database.read() as connection:
        team = _team(connection, shown)
        found, texts = team.landscape(), words(team.language, "civic")
        made = FILES[name](found, lambda one: figures_of(connection, one, team.modules), team.language)
    day = datetime.fromtimestamp(tool().now(), UTC).date().isoformat()
    return as_file(made.encode(), "text/csv; charset=utf-8", f"{texts['files'][name]['file']}-{day}.csv")


def _pass() -> Pass:
    """What the token at hand says. Asked with no transaction open, as the first one ever makes its secret.

    Raises:
        ApiError: There is none, or it is not valid.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    seals = seals_of(tool())
    number = seals.open("civic", token.strip(), SESSION_SECONDS)
    if scheme.lower() != "bearer" or not isinstance(number, int):
        raise ApiError(401, "token", _NO_WAY_IN)
    return Pass(number, seals.seal("civic", number))


def _team(connection: Connection, shown: Pass) -> Team:
    """Who looks.

    Raises:
        ApiError: Their link was withdrawn, or its time is over.
    """
    link = civic_links.opened(connection, shown.number, tool().now())
    if link is None:
        raise ApiError(401, "token", _NO_WAY_IN)
    wanted = request.args.get("language")
    language = wanted if wanted in LANGUAGES else browser_language()
    return Team(connection, link, shown.newer, language, modules_with_attest(tool().registry.modules))


def _render(
    team: Team, name: str, *, unit: str | None = None, said: str | None = None, **more: Any
) -> Response:
    """A part of the page under the way to the others; a unit that is not there leads to the first part."""
    texts = words(team.language, "civic")
    number = number_in(unit or "")
    course = None if number is None else team.course(number)
    here = "unit" if course else name if name in PARTS else PARTS[0]
    found = team.landscape()
    platform = platforms.get(team.connection, team.link.scope.registration_id)
    civic = find_civic(tool().registry.pack)
    html = render_template(
        "civic_sheet.html",
        texts=texts,
        on_unit=words(team.language, "unit"),
        page_language=team.language,
        part=here,
        parts=PARTS,
        found=found,
        platform=platform.issuer if platform else "",
        place=team.link.scope.deployment_id,
        until=team.link.invitation.expires_at,
        said=texts["said"][said].format(**more) if said else None,
        moment=lambda seconds: {"iso": iso(seconds), "text": day_and_time(seconds, team.language)},
        civic=civic,
        civic_words=civic.words_in(team.language),
        spoken=civic.spoken(team.language),
        typed=more.get("typed", ""),
        link=more.get("link"),
        **(_unit(team, course) if course else _chosen_year(team, found) if here == "units" else {}),
    )
    return with_newer(make_response(html), team.newer)


def _unit(team: Team, course: Course) -> Mapping[str, Any]:
    unit = course.unit
    assert unit is not None  # noqa: S101 (`Team.course` gives no other)
    changed = unit.approved if unit.state == "submitted" else None
    return {
        "course": course,
        "unit": unit,
        "document": unit.document,
        "earlier": changed,
        "figures": figures_of(team.connection, course, team.modules).told(),
        "most": MOST_OF_NOTE,
    }


def _chosen_year(team: Team, found: Landscape) -> Mapping[str, Any]:
    """The units of one academic year, with their counts: the newest, unless another is asked for."""
    wanted = request.args.get("year", "")
    year = wanted if wanted in found.years else next(iter(found.years), "")
    units = [one for one in found.units if one.unit and one.unit.document["year"] == year]
    counts = {one.context_row: figures_of(team.connection, one, team.modules).told() for one in units}
    return {"year": year, "units": units, "counts": counts}


def _note() -> str:
    return clean_text(request.form.get("note", "").replace("\r\n", "\n")).strip()


def _number(name: str) -> int:
    number = number_in(request.form.get(name, ""))
    return -1 if number is None else number
