"""Checks of the tool's authentication request (step 2 of the LTI launch).

https://www.imsglobal.org/spec/security/v1p0/#step-2-authentication-request
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from lti_tool.practice_lms.errors import PracticeLmsError
from lti_tool.practice_lms.registration import Registration

CHOOSING = ""
"""What stands for the activity when the teacher comes to choose: no module has this id."""
LAUNCH_LIFE = 10 * 60
"""Seconds between opening the activity's page and the tool's request."""


class AuthorizationError(PracticeLmsError):
    """A request that gets no message.

    Attributes:
        code: OAuth's or OIDC's error code.
        reason: One sentence.
        to_tool: True when the redirect address is known to be right, so that the tool hears of it; otherwise
            the error is shown in our own page, because an unknown address must receive nothing.
    """

    def __init__(self, code: str, reason: str, *, to_tool: bool):
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason
        self.to_tool = to_tool


@dataclass(frozen=True)
class PendingLaunch:
    """A launch that waits for the tool's request; made when the activity's page opens, used once.

    Attributes:
        person: Who opened the activity (key).
        activity: The module's id.
        browser: What marks the browser that opened it.
        language: The language of the page.
        created: When, in seconds since 1970.
    """

    person: str
    activity: str
    browser: str
    language: str
    created: float


def check_client(request: Mapping[str, str], registration: Registration) -> None:
    """Refuse a request of an unknown tool or with an address that is not registered letter for letter."""
    if request.get("client_id") != registration.client_id:
        raise AuthorizationError("unauthorized_client", "client_id is not known here", to_tool=False)
    if request.get("redirect_uri") != registration.redirect_uri:
        raise AuthorizationError(
            "invalid_request", f"redirect_uri must be exactly {registration.redirect_uri}", to_tool=False
        )


def check_request(
    request: Mapping[str, str], launch: PendingLaunch | None, user_id: str, browser: str, now: float
) -> PendingLaunch:
    """Refuse everything that is not the answer to a launch of ours.

    Args:
        request: The parameters of the request; `check_client` has passed.
        launch: The launch that `lti_message_hint` named, taken out of the store (so that it counts once).
        user_id: The user id of the launch's person, which `login_hint` must repeat.
        browser: The mark of the browser that sends this request.
        now: Seconds since 1970.

    Returns:
        The launch.

    Raises:
        AuthorizationError: Naming the first parameter that is wrong.
    """
    expected = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
    }
    for name, value in expected.items():
        if request.get(name) != value:
            raise AuthorizationError("invalid_request", f"{name} must be {value}", to_tool=True)
    for name in ("nonce", "state", "login_hint", "lti_message_hint"):
        if not request.get(name):
            raise AuthorizationError("invalid_request", f"{name} is missing", to_tool=True)
    if launch is None:
        raise AuthorizationError("invalid_request", "lti_message_hint is unknown or was used", to_tool=True)
    if now - launch.created > LAUNCH_LIFE:
        raise AuthorizationError("invalid_request", "the launch is too old", to_tool=True)
    if request["login_hint"] != user_id:
        raise AuthorizationError("login_required", "login_hint is not the person who launched", to_tool=True)
    if not hmac.compare_digest(launch.browser, browser):
        raise AuthorizationError("login_required", "another browser started this launch", to_tool=True)
    return launch
