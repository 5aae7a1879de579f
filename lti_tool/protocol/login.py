"""The login that a platform starts, up to the redirect back to it.

https://www.imsglobal.org/spec/security/v1p0/#step-1-third-party-initiated-login
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lti_tool.errors import LaunchError
from lti_tool.protocol.registration import Registration, origin_of

STATE_SECONDS = 600
Rung = Literal["cookie", "own-storage", "platform-storage", "own-window"]
"""What kept the secret of a login for the browser, up to the launch."""
_LONGEST = 4000
_LONGEST_ALL = 12_000
_OPTIONAL = ("client_id", "lti_message_hint", "lti_deployment_id", "lti_storage_target")
_REQUIRED = ("iss", "login_hint", "target_link_uri")


@dataclass(frozen=True)
class LoginRequest:
    """What the platform sent. `parameters` holds all of it, to start once more in another window."""

    iss: str
    login_hint: str
    client_id: str | None
    lti_message_hint: str | None
    lti_deployment_id: str | None
    lti_storage_target: str | None
    parameters: Mapping[str, str]


@dataclass(frozen=True)
class LoginState:
    """One login under way; kept in the database until its launch comes, and used once.

    Attributes:
        secret: Known to the browser that began, and to nobody else; the database has its hash.
    """

    state: str
    nonce: str
    secret: str

    @property
    def cookie_name(self) -> str:
        """A name of its own for each login, so that two launches side by side don't disturb each other."""
        return cookie_name(self.state)


@dataclass(frozen=True)
class Proof:
    """That a login began in the browser which now brings its launch."""

    state: str
    rung: Rung


def read_login(parameters: Mapping[str, str], public_url: str) -> LoginRequest:
    """Check the parameters of a login.

    Raises:
        LaunchError: One is missing, too long, or sends people to another site.
    """
    kept = {name: parameters[name] for name in (*_REQUIRED, *_OPTIONAL) if parameters.get(name)}
    for name in _REQUIRED:
        if name not in kept:
            raise LaunchError("LTI-LOGIN", f"the login has no {name}")
    if any(len(value) > _LONGEST for value in kept.values()) or sum(map(len, kept.values())) > _LONGEST_ALL:
        raise LaunchError("LTI-LOGIN", "a parameter of the login is too long")
    if any("\0" in value for value in kept.values()):
        raise LaunchError("LTI-LOGIN", "a parameter of the login is no text")
    if origin_of(kept["target_link_uri"]) != public_url:
        raise LaunchError("LTI-TARGET", f"target_link_uri is not on {public_url}")
    optional = {name: kept.get(name) for name in _OPTIONAL}
    return LoginRequest(iss=kept["iss"], login_hint=kept["login_hint"], parameters=kept, **optional)


def new_state() -> LoginState:
    """Make the unguessable parts of one login."""
    return LoginState(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(32))


def cookie_name(state: str) -> str:
    """The name of the cookie that holds the secret of a login."""
    return f"wegwijs-{state[:8]}"


def storage_key(state: str) -> str:
    """The name under which a platform keeps the secret of a login for us."""
    return f"wegwijs-{state}"


def platform_storage(registration: Registration, parameters: Mapping[str, str]) -> dict[str, str] | None:
    """Where the platform would keep a secret for us, and the only origin that may hear it.

    https://www.imsglobal.org/spec/lti-cs-oidc/v0p1

    Args:
        registration: Of the platform.
        parameters: Of the login: some platforms name their storage there and not at the launch.
    """
    target, origin = parameters.get("lti_storage_target"), origin_of(registration.auth_url)
    return {"target": target, "origin": origin} if target and origin else None


def hash_of(secret: str) -> str:
    """What the database keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def proves(secret: str | None, secret_hash: str) -> bool:
    """Whether somebody holds the secret; takes the same time for every wrong one."""
    return secret is not None and hmac.compare_digest(hash_of(secret), secret_hash)


def auth_redirect(
    registration: Registration, request: LoginRequest, state: LoginState, redirect_uri: str
) -> str:
    """The address at the platform where the browser goes next.

    https://www.imsglobal.org/spec/security/v1p0/#step-2-authentication-request
    """
    query = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": registration.client_id,
        "redirect_uri": redirect_uri,
        "login_hint": request.login_hint,
        "state": state.state,
        "nonce": state.nonce,
    }
    if request.lti_message_hint:
        query["lti_message_hint"] = request.lti_message_hint
    parts = urlsplit(registration.auth_url)
    # Some platforms have a query in their address already.
    joined = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *query.items()])
    return urlunsplit(parts._replace(query=joined))
