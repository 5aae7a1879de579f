"""`/lti/login`: a platform asks us to begin a launch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from flask import (
    Blueprint,
    Response,
    get_template_attribute,
    make_response,
    redirect,
    render_template,
    request,
)
from jinja2.utils import htmlsafe_json_dumps
from werkzeug.http import dump_cookie
from werkzeug.wrappers import Response as AnyResponse

from lti_tool.errors import LaunchError
from lti_tool.protocol.login import (
    STATE_SECONDS,
    LoginRequest,
    LoginState,
    auth_redirect,
    new_state,
    platform_storage,
    read_login,
    storage_key,
)
from lti_tool.store import launches, platforms
from lti_tool.views.current import browser_language, tool
from lti_tool.views.refusals import trace
from lti_tool.words import words

blueprint = Blueprint("login", __name__)
PROBE = "wegwijs-probe"
_HOLE = "@hole@"


@blueprint.route("/lti/login", methods=["GET", "POST"])
def login() -> AnyResponse:
    """Begin a launch: bind it to this browser, and send the browser back to the platform.

    https://www.imsglobal.org/spec/security/v1p0/#step-1-third-party-initiated-login
    """
    settings = tool().settings
    parameters = request.form if request.method == "POST" else request.args
    try:
        asked = read_login(parameters.to_dict(), settings.public_url)
    except LaunchError:
        _trace_platform(parameters)
        raise
    tool().rate_limit.count("login", (asked.iss, asked.client_id))
    state = new_state()
    with tool().database.write() as connection:
        registration = platforms.find(connection, asked.iss, asked.client_id)
        if registration is None:
            asker = f"issuer {asked.iss!r:.200}, client id {asked.client_id!r:.200}"
            raise LaunchError("LTI-UNKNOWN", f"no registration for {asker}")
        trace().registration_id = registration.id
        launches.keep_login(connection, state, asked, registration, tool().now())
    onward = auth_redirect(registration, asked, state, f"{settings.public_url}/lti/launch")
    response = (
        _in_frame(asked, state, onward, platform_storage(registration, asked.parameters))
        if _may_be_in_frame()
        else redirect(onward)
    )
    _bind(response, state)
    return response


def _trace_platform(parameters: Mapping[str, str]) -> None:
    """Note whose login this is, for who looks why it was refused."""
    with tool().database.read() as connection:
        found = platforms.find(connection, parameters.get("iss", ""), parameters.get("client_id"))
    trace().registration_id = found.id if found else None


def _may_be_in_frame() -> bool:
    """Whether this may be a browser's frame, where cookies can be refused.

    At top level they are not; and what does not ask for HTML by name is no browser.
    """
    if request.headers.get("Sec-Fetch-Dest") == "document":
        return False
    return "text/html" in request.headers.get("Accept", "")


def _in_frame(
    asked: LoginRequest, state: LoginState, onward: str, storage: Mapping[str, str] | None
) -> Response:
    """A page that looks what this browser lets us keep, and only then spends the platform's hint."""
    step = {
        "state": state.state,
        "secret": state.secret,
        "onward": onward,
        "probe": PROBE,
        "storage": storage,
        "key": storage_key(state.state),
    }
    before, between, after = _page_around(browser_language())
    fields = get_template_attribute("own_window.html", "fields")
    html = f"{before}{htmlsafe_json_dumps(step)}{between}{fields(asked.parameters)}{after}"
    response = make_response(html)
    response.headers.add("Set-Cookie", _PROBE_COOKIE)
    return response


@cache
def _page_around(language: str) -> Sequence[str]:
    """The page before its step, from there to the fields of its form, and after: for every launch."""
    html = render_template("login.html", language=language, words=words(language), hole=_HOLE)
    return html.split(_HOLE)


def _bind(response: AnyResponse, state: LoginState) -> None:
    cookie = _cookie(state.cookie_name, state.secret, path="/lti/launch", http_only=True)
    response.headers.add("Set-Cookie", cookie)


def _cookie(name: str, value: str, *, path: str, http_only: bool) -> str:
    # Partitioned: kept per course site, which browsers that block third-party cookies still allow.
    return dump_cookie(
        name,
        value,
        max_age=STATE_SECONDS,
        path=path,
        secure=True,
        httponly=http_only,
        samesite="None",
        partitioned=True,
    )


_PROBE_COOKIE = _cookie(PROBE, "1", path="/lti", http_only=False)
