"""`/mine`: everything that is kept of whoever has the page open: to read, share less, take along and erase.

Goes on with the launch's token, as the booklet does.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request
from sqlalchemy import Connection

from lti_tool.attempt_token import Ticket
from lti_tool.errors import ApiError
from lti_tool.protocol.scores import iso
from lti_tool.rules.own_data import (
    KeptWork,
    ReadAnswer,
    exercise_of,
    going_along,
    read,
    title_of,
    to_take_along,
)
from lti_tool.rules.verdict import told
from lti_tool.seals import seals_of
from lti_tool.store import attempts, carried, contact_wishes, personal_data, platforms, uploads
from lti_tool.store.contact_wishes import WISHES
from lti_tool.store.personal_data import Person
from lti_tool.views.api import check_token
from lti_tool.views.attest import attest_in_short
from lti_tool.views.current import browser_language, tool
from lti_tool.views.dates import day_and_time
from lti_tool.views.keeping import here_until, keeping
from lti_tool.views.numbers import number_in
from lti_tool.views.privacy import kept_as_file
from lti_tool.views.sheet import module_sheet, with_newer
from lti_tool.views.uploads import as_sound
from lti_tool.words import LANGUAGES, words
from modules.kit.text import clean_text

blueprint = Blueprint("mine", __name__, url_prefix="/mine")
log = logging.getLogger(__name__)
CONFIRM_SECONDS = 600
_CONFIRM, _ALL = "mine-erase", "all"


@dataclass(frozen=True)
class Me:
    """Whoever has the page open, at all places of their platform."""

    ticket: Ticket
    newer: str | None
    module: str
    person: Person

    @property
    def is_learner(self) -> bool:
        """Whether they opened it as a learner, and not to try out."""
        return self.ticket.role == "learner"


@blueprint.get("/<int(max=2147483647):registration_id>/<module_id>/<language>")
def page(registration_id: int, module_id: str, language: str) -> Response:
    """The page itself: empty until a token is shown."""
    return module_sheet("mine", registration_id, module_id, language)


@blueprint.get("/sheet")
def sheet() -> Response:
    """All that is kept in short, or one work (`?work=`) in full, as a piece of HTML."""
    with tool().database.read() as connection:
        me = _me(connection)
        return _sheet(connection, me) if me else _gone()


@blueprint.post("/json")
def data() -> Response:
    """Everything as a file that says what is in it."""
    here, language = tool(), _language()
    with here.database.read() as connection:
        me = _me(connection)
        if me is None:
            return _gone()
        kept = personal_data.everything(connection, me.person)
    log.info("personal data taken along from the learner's own page")
    found = to_take_along(kept, here.registry.modules, language, here.settings.retention, unshared=True)
    return kept_as_file(found, language, words(language, "mine")["take"]["file"])


@blueprint.post("/unshare")
def unshare() -> Response:
    """Let nobody else read an answer any more."""
    with tool().database.write(durable=True) as connection:
        me = _me(connection, to_write=True)
        if me is None:
            return _gone()
        work, activity, now = _number("work"), request.form.get("activity", ""), tool().now()
        was = personal_data.stop_sharing(connection, me.person, work, clean_text(activity), now)
        answer = _sheet(connection, me, said="unshared" if was else "not-shared")
    tool().jobs.clear_files()
    return answer


@blueprint.post("/recording")
def recording() -> Response:
    """The recording of an answer, as a file."""
    with tool().database.read() as connection:
        me = _me(connection)
        if me is None:
            return _gone()
        work, activity = _number("work"), request.form.get("activity", "")
        is_mine = work in {one.id for one in personal_data.everything(connection, me.person).works}
        found = uploads.find(connection, work, clean_text(activity)) if is_mine else None
    return with_newer(as_sound(found), me.newer)


@blueprint.post("/contact")
def contact() -> Response:
    """Keep whether facilitators of the course may send a message, and how."""
    with tool().database.write(durable=True) as connection:
        me = _me(connection, to_write=True)
        if me is None:
            return _gone()
        if me.is_learner:
            keep_wish(connection, me.ticket.attempt_row, request.form.get("wish"), request.form.get("how"))
        return _sheet(connection, me, said="contact")


@blueprint.post("/along")
def along() -> Response:
    """Leave an answer behind on the way to later modules, or take it along again."""
    with tool().database.write(durable=True) as connection:
        me = _me(connection, to_write=True)
        if me is None:
            return _gone()
        kept = personal_data.everything(connection, me.person)
        names = {one.name for one in going_along(kept, tool().registry.modules, _language())}
        if (name := request.form.get("take")) in names:
            carried.take_again(connection, me.ticket.attempt_row, name)
            return _sheet(connection, me, said="taken")
        if (name := request.form.get("leave")) in names:
            carried.leave(connection, me.ticket.attempt_row, name)
            return _sheet(connection, me, said="left")
        return _sheet(connection, me)


@blueprint.post("/erase")
def erase() -> Response:
    """Ask whether a work, or everything, must go and, with the answer to that, remove it."""
    answer = _erase()
    tool().jobs.clear_files()
    return answer


def _erase() -> Response:
    seals, given = seals_of(tool()), request.form.get("confirm", "")
    with tool().database.write(durable=True) as connection:
        me = _me(connection)
        if me is None:
            return _gone()
        work, everything = _number("work"), request.form.get("work") == _ALL
        if not (work or everything):
            return _sheet(connection, me)
        of_what = [me.ticket.attempt_row, work]
        if not given:
            return _sheet(connection, me, confirm=(work, seals.seal(_CONFIRM, of_what)))
        if seals.open(_CONFIRM, given, CONFIRM_SECONDS) != of_what:
            return _sheet(connection, me, said="too-late")
        if work:
            return _erase_work(connection, me, work)
        personal_data.erase(connection, me.person)
        log.info("personal data erased by whose it was")
        return _gone("all")


def keep_wish(connection: Connection, attempt_row: int, wish: object, how: object) -> None:
    """Keep what a learner says about being contacted; anything but yes or no is: not chosen yet."""
    if wish in WISHES:
        said = how if isinstance(how, str) else None
        contact_wishes.keep(connection, attempt_row, wish, said, tool().now())
    else:
        contact_wishes.take_back(connection, attempt_row)


def _erase_work(connection: Connection, me: Me, work: int) -> Response:
    is_gone = personal_data.erase_work(connection, me.person, work)
    log.info("one work erased by whose it was")
    said = "work" if is_gone else "work-gone"
    if work != me.ticket.attempt_row:
        return _sheet(connection, me, said=said, overview=True)
    # The page goes on with another work of the learner. Never as a facilitator: who was one may be no more.
    other = personal_data.own_attempt(connection, me.person)
    if other is None:
        return _gone("work")
    ticket = Ticket(*other, "learner")
    person = personal_data.person_of(connection, ticket.attempt_row)
    if person is None:
        return _gone("work")
    again = Me(ticket, tool().tickets.token(ticket), me.module, person)
    return _sheet(connection, again, said=said, overview=True)


def _me(connection: Connection, *, to_write: bool = False) -> Me | None:
    """Whose token it is; None where its work was erased. With `to_write`, nobody erases it meanwhile.

    Raises:
        ApiError: There is no valid token, or its school was turned away.
    """
    ticket, newer = check_token()
    attempt = attempts.find(connection, ticket.attempt_row, ticket.deployment_row, to_write=to_write)
    person = personal_data.person_of(connection, ticket.attempt_row) if attempt else None
    if attempt and person and attempt.role == ticket.role:
        return Me(ticket, newer, attempt.module, person)
    if attempt is None and not attempts.is_there(connection, ticket.attempt_row):
        return None
    raise ApiError(401, "closed", "Open this page again from your course.")


def _sheet(
    connection: Connection,
    me: Me,
    *,
    said: str | None = None,
    confirm: tuple[int, str] | None = None,
    overview: bool = False,
) -> Response:
    language, modules = _language(), tool().registry.modules
    kept = personal_data.everything(connection, me.person)
    wanted = None if overview else request.args.get("work")
    works = [_shown(work) for work in kept.works]
    html = render_template(
        "mine_sheet.html",
        texts=words(language, "privacy"),
        here=words(language, "mine"),
        me=me,
        works=works,
        open=next((one for one in works if str(one.work.id) == wanted), None),
        course=next((one.work.course for one in works if one.work.id == me.ticket.attempt_row), None),
        wish=contact_wishes.find(connection, me.ticket.attempt_row),
        how_length=contact_wishes.HOW_LENGTH,
        along=going_along(kept, modules, language),
        places=kept.places,
        presences=kept.presences,
        assessed=kept.assessed,
        verdict=lambda work: told(work.verdict.released, language),
        attests=kept.attests,
        attest=attest_in_short(connection, me.ticket, language),
        attest_door=_door(connection, me, "attest", language),
        booklet=_door(connection, me, "booklet", language),
        keeping=keeping(language),
        moment=lambda seconds: {"iso": iso(seconds), "text": day_and_time(seconds, language)},
        now=tool().now(),
        said=said,
        confirm=confirm,
    )
    return with_newer(make_response(html), me.newer)


@dataclass(frozen=True)
class _Shown:
    """A work as the page shows it.

    Attributes:
        until: The last day that it is here; None where it does not go by itself.
        exercise: How one of its exercises is called, by id.
    """

    work: KeptWork
    title: str
    answers: Sequence[ReadAnswer]
    until: str | None
    exercise: Callable[[str], str]

    @property
    def shared(self) -> int:
        return sum(one.audience != "learner" for one in self.answers)

    @property
    def counted(self) -> int:
        return sum(one.counted for one in self.answers)


def _shown(work: KeptWork) -> _Shown:
    language, modules = _language(), tool().registry.modules
    return _Shown(
        work,
        title_of(work, modules, language),
        read(work, modules, language),
        here_until(work.last_touched, language),
        lambda activity: exercise_of(work, activity, modules, language),
    )


def _gone(said: str | None = None) -> Response:
    """Nothing is left to show: it was erased just now (`said`), or before."""
    language = _language()
    html = render_template(
        "mine_gone.html", texts=words(language, "privacy"), here=words(language, "mine"), said=said
    )
    return make_response(html)


def _door(connection: Connection, me: Me, name: str, language: str) -> str:
    registration = platforms.number_of(connection, me.ticket.deployment_row)
    return f"/{name}/{registration}/{me.module}/{language}"


def _language() -> str:
    wanted = request.args.get("language")
    return wanted if wanted in LANGUAGES else browser_language()


def _number(name: str) -> int:
    """A number in the form; 0 where there is none that could be one of ours."""
    return number_in(request.form.get(name, "")) or 0
