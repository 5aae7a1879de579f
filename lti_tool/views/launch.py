"""`/lti/launch`: the platform's signed message comes in by way of the browser."""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import partial
from shlex import quote

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from lti_tool.attempt_token import Ticket
from lti_tool.errors import LaunchError
from lti_tool.protocol.families import family_of
from lti_tool.protocol.launch import (
    AnyMessage,
    DeepLinkRequest,
    Expected,
    Launch,
    Message,
    PrivacyRequest,
    ReviewRequest,
    read_launch,
)
from lti_tool.protocol.login import Proof, Rung, cookie_name, platform_storage, proves, storage_key
from lti_tool.services.attempt import open_attempt
from lti_tool.store import launches
from lti_tool.store.launches import KeptLogin
from lti_tool.views import deep_link, link_module, parents, privacy, review
from lti_tool.views.current import browser_language, tool
from lti_tool.views.errors import error_page
from lti_tool.views.refusals import note, trace
from lti_tool.words import words

blueprint = Blueprint("launch", __name__)
log = logging.getLogger(__name__)


@blueprint.post("/lti/launch")
def launch() -> Response:
    """Check a launch and open its attempt.

    https://www.imsglobal.org/spec/security/v1p0/#step-3-authentication-response
    """
    if "error" in request.form:
        log.info("the platform ended a login: %.80r", request.form["error"])
        with suppress(LaunchError):
            _find_login(request.form.get("state", ""))
        return error_page("LTI-PLATFORM", 400, facts={"error": request.form["error"][:200]})
    id_token, state = request.form.get("id_token", ""), request.form.get("state", "")
    login = _find_login(state)
    rung = _find_rung(login)
    if not rung:
        if "secret" not in request.form:
            return _ask_for_secret(id_token, login)
        log.warning("refused: LTI-COOKIE: the launch is not bound to this browser")
        return error_page("LTI-COOKIE", 400, again=login.parameters)
    trace().rung = rung
    message = _read(id_token, login)
    trace().facts = message.facts
    tool().rate_limit.count("launch", (login.registration.id, message.deployment_id))
    try:
        return _follow(message, Proof(login.state, rung))
    except LaunchError as refusal:
        if refusal.code != "LTI-PENDING":
            raise
        log.warning("refused: %s", refusal)
        return error_page(refusal.code, 403, facts=_deployment_facts(message))


def _follow(message: AnyMessage, proof: Proof) -> Response:
    match message:
        case DeepLinkRequest():
            return deep_link.choose(message, proof)
        case ReviewRequest():
            return review.begin(message, proof)
        case PrivacyRequest():
            return privacy.begin(message, proof)
        case Launch():
            return _open(message, proof)


def _find_login(state: str) -> KeptLogin:
    with tool().database.read() as connection:
        login = launches.find_login(connection, state, tool().now())
    if login is None:
        raise LaunchError("LTI-STATE", "no login with this state, or it was used or is too old")
    trace().registration_id = login.registration.id
    return login


def _find_rung(login: KeptLogin) -> Rung | None:
    """What proves that the login began in this browser; None: nothing does.

    A secret in the form counts only if our own page posted it. Anybody may know the secret of a login
    of his own, and could make another's browser post it from elsewhere.
    """
    if proves(request.cookies.get(cookie_name(login.state)), login.secret_hash):
        return "own-window" if request.headers.get("Sec-Fetch-Dest") == "document" else "cookie"
    from_our_page = request.headers.get("Origin") == tool().settings.public_url
    if from_our_page and proves(request.form.get("secret"), login.secret_hash):
        return "platform-storage" if request.form.get("rung") == "platform-storage" else "own-storage"
    return None


def _ask_for_secret(id_token: str, login: KeptLogin) -> Response:
    """A page that takes the secret from this browser's or the platform's storage and posts all once more.

    Nothing is used up yet.
    """
    language = browser_language()
    html = render_template(
        "bind.html",
        language=language,
        words=words(language),
        id_token=id_token,
        state=login.state,
        step={
            "state": login.state,
            "storage": platform_storage(login.registration, login.parameters),
            "key": storage_key(login.state),
        },
        again=login.parameters,
    )
    response = make_response(html)
    # With `no-referrer` the browser would not say that the next post comes from our own page.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _read(id_token: str, login: KeptLogin) -> AnyMessage:
    here = tool()
    expected = Expected(
        registration=login.registration,
        nonce=login.nonce,
        lti_deployment_id=login.lti_deployment_id,
        public_url=here.settings.public_url,
        allow_private=here.settings.allow_private_hosts,
    )
    find_keys = partial(here.platform_keys.find, login.registration, login.key_set)
    return read_launch(id_token, expected, find_keys, here.clock())


def _open(launch: Launch, proof: Proof) -> Response:
    here = tool()
    if launch.module == parents.PARENTS:
        return parents.open_page(launch, proof)
    if launch.module not in here.registry.modules:
        launch = link_module.bound(launch)
    module = here.registry.modules.get(launch.module or "")
    try:
        opened = open_attempt(here.database, launch, proof, module, here.now())
    except LaunchError as refusal:
        if refusal.code == "LTI-MODULE" and launch.person.role == "facilitator":
            note(refusal.code)
            return link_module.ask(launch)
        raise
    assert module is not None  # noqa: S101 (open_attempt refuses a launch without one)
    skew = here.now() - launch.issued_at
    log.info("launch at registration %d by %s, message %d s old", launch.registration.id, proof.rung, skew)
    here.counters.count("launches_total", family=family_of(launch.registration).name, rung=proof.rung)
    ticket = Ticket(opened.attempt_row, opened.deployment_row, launch.person.role)
    language = module.language(launch.locale)
    # A variant's pages in its languages stand beside each other, as the module's own do.
    variant = f"/{launch.variant}" if launch.variant in module.variants else ""
    page = f"/learn/{launch.registration.id}/{module.id}{variant}/{language}"
    # A place of our own, as it stands: `redirect` would escape it and write a page that nobody sees.
    response = make_response("", 303)
    response.headers["Location"] = f"{page}#{here.tickets.token(ticket)}"
    return response


def _deployment_facts(launch: Message) -> dict[str, str]:
    registration = launch.registration
    return {
        "issuer": registration.issuer,
        "client id": registration.client_id,
        "deployment id": launch.deployment_id,
        "command": f"wegwijs platform approve {registration.id} {quote(launch.deployment_id)}",
    }
