"""`/operator`: who may launch here. For the one who runs this installation.

`wegwijs operator link` gives the way in. Its secret stands behind the # of the address, so that no log sees
it; it is exchanged once for a token that the page keeps in its history entry, as a learner's page does.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request
from sqlalchemy import Connection

from lti_tool.errors import ApiError
from lti_tool.protocol.registration import Registration
from lti_tool.rules.material_feedback import summed
from lti_tool.seals import seals_of
from lti_tool.store import inspection, invitations, material_feedback, platforms
from lti_tool.store.platforms import Deployment
from lti_tool.views import keeping
from lti_tool.views.current import browser_language, tool
from lti_tool.views.dates import day_and_time
from lti_tool.views.numbers import number_in
from lti_tool.views.one_use_door import empty_page, exchange
from lti_tool.words import words
from modules.kit.rich_text import plain

log = logging.getLogger(__name__)
blueprint = Blueprint("operator", __name__, url_prefix="/operator")
SESSION_SECONDS = 4 * 3600
_LONGEST_NOTE = 120
_MOST_HOURS = 24 * 90


@dataclass(frozen=True)
class Place:
    """A deployment with the platform that it is of."""

    registration: Registration
    deployment: Deployment


@blueprint.get("")
def page() -> Response:
    """The page itself, empty until a token is shown."""
    return empty_page("operator")


@blueprint.post("/session")
def session() -> Response:
    """Exchange the secret of a link for a token; the link is then used."""
    return exchange("operator")


@blueprint.get("/overview")
def overview() -> Response:
    """Platforms, places and invitations, as a piece of HTML."""
    _check_token()
    with tool().database.read() as connection:
        return _overview(connection)


@blueprint.post("/places")
def decide() -> Response:
    """Let a place in, or turn it away."""
    operator = _check_token()
    number, place, decision = (
        _number("registration"),
        request.form.get("deployment", ""),
        request.form.get("do"),
    )
    with tool().database.write(durable=True) as connection:
        if place not in {known.deployment_id for known in platforms.deployments_of(connection, number)}:
            raise ApiError(404, "place", "There is no such place any more.")
        if decision == "approve":
            platforms.approve(connection, number, place, tool().now())
        elif decision == "refuse":
            platforms.refuse(connection, number, place)
        else:
            raise ApiError(400, "decision", "Expected approve or refuse.")
        log.info("operator's link %d: %s of a deployment of platform %d", operator, decision, number)
        return _overview(connection, said=decision)


@blueprint.post("/invitations")
def invite() -> Response:
    """Make an invitation; its link is shown this once."""
    operator = _check_token()
    given, hours = request.form.get("note", ""), _number("hours")
    note = "".join(letter for letter in given if letter.isprintable()).strip()[:_LONGEST_NOTE]
    if not 1 <= hours <= _MOST_HOURS:
        raise ApiError(400, "hours", f"Expected 1 to {_MOST_HOURS} hours.")
    with tool().database.write(durable=True) as connection:
        secret = invitations.add(connection, "platform", note or None, tool().now(), hours * 3600)
        log.info("operator's link %d: made an invitation", operator)
        link = f"{tool().settings.public_url}/lti/register?invitation={secret}"
        return _overview(connection, said="invited", link=link)


@blueprint.post("/inspector")
def let_inspect() -> Response:
    """Make a link to the inspector for who administers a platform, or one place of it; shown this once."""
    operator = _check_token()
    number, place = _number("registration"), request.form.get("deployment") or None
    with tool().database.write(durable=True) as connection:
        known = {one.deployment_id for one in platforms.deployments_of(connection, number)}
        if platforms.get(connection, number) is None or (place and place not in known):
            raise ApiError(404, "place", "There is no such place any more.")
        secret = inspection.add_link(connection, inspection.Scope(number, place), tool().now())
        log.info("operator's link %d: made a link to the inspector of platform %d", operator, number)
        link = f"{tool().settings.public_url}/inspector#{secret}"
        return _overview(connection, said="inspector", link=link)


@blueprint.post("/feedback")
def feedback() -> Response:
    """What those who guide said of the material, by version of each module, as a piece of HTML."""
    _check_token()
    return _feedback()


@blueprint.post("/feedback/forget")
def forget_note() -> Response:
    """Remove a note that names somebody after all."""
    operator = _check_token()
    with tool().database.write(durable=True) as connection:
        material_feedback.forget_note(connection, _number("number"))
        log.info("operator's link %d: removed a note on the material", operator)
    return _feedback(forgotten=True)


def _feedback(*, forgotten: bool = False) -> Response:
    language, modules = browser_language(), tool().registry.modules
    with tool().database.read() as connection:
        taps = material_feedback.every(connection)

    def title_of(module_id: str, activity: str) -> str:
        module = modules.get(module_id)
        if module is None or activity not in module.activities:
            return activity
        return plain(module.words[module.language(language)].activities[activity].title)

    html = render_template(
        "operator_feedback.html",
        texts=words(language, "feedback"),
        versions=summed(taps, modules),
        titles={name: plain(one.words[one.language(language)].module.title) for name, one in modules.items()},
        title_of=title_of,
        forgotten=forgotten,
    )
    return make_response(html)


@blueprint.post("/invitations/withdraw")
def withdraw() -> Response:
    """Make an invitation that nobody used worthless."""
    operator = _check_token()
    with tool().database.write(durable=True) as connection:
        invitations.withdraw(connection, _number("invitation"))
        log.info("operator's link %d: withdrew an invitation", operator)
        return _overview(connection, said="withdrawn")


def _overview(connection: Connection, said: str | None = None, link: str | None = None) -> Response:
    language = browser_language()
    registrations = platforms.every(connection)
    places = [
        Place(registration, deployment)
        for registration in registrations
        for deployment in platforms.deployments_of(connection, registration.id)
    ]
    waiting = [place for place in places if not place.deployment.approved and not place.deployment.refused]
    html = render_template(
        "operator_overview.html",
        texts=words(language, "operator"),
        language=language,
        waiting=waiting,
        places=places,
        registrations=registrations,
        invitations=invitations.every(connection, "platform"),
        now=tool().now(),
        when=lambda seconds: day_and_time(seconds, language),
        said=said,
        link=link,
        keeping=keeping.overview(connection, language),
        keeping_texts=words(language, "retention")["operator"],
    )
    return make_response(html)


def _check_token() -> int:
    """The number of the link that this token came of.

    Raises:
        ApiError: There is no token, or it is not valid.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    with tool().database.read() as connection:
        number = operators_link(connection, token.strip()) if scheme.lower() == "bearer" else None
    if number is None:
        raise ApiError(401, "token", "Open the operator's page with a new link.")
    return number


def operators_link(connection: Connection, token: str) -> int | None:
    """The number of the link that an operator's token came of, while the token counts."""
    number = seals_of(tool()).open("operator", token, SESSION_SECONDS)
    found = invitations.get(connection, number) if isinstance(number, int) else None
    return found.id if found and found.kind == "operator" else None


def _number(name: str) -> int:
    number = number_in(request.form.get(name, ""))
    if number is None:
        raise ApiError(400, name, f"Expected a number as {name}.")
    return number
