"""Checks of the tool's token request (private_key_jwt).

https://www.imsglobal.org/spec/security/v1p0/#using-json-web-tokens-with-oauth-2-0-client-credentials-grant
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from lti_tool.practice_lms.errors import ProtocolError
from lti_tool.practice_lms.registration import Registration
from lti_tool.practice_lms.rules.message import SCOPES

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
MAXIMUM_LIFE = 60 * 60
"""Seconds between `iat` and `exp`; a longer life is a stolen key's delight."""
LEEWAY = 30
"""Seconds that the two clocks may differ."""

Keys = Callable[[str], Any]
"""Key id → the tool's public key; raises ProtocolError when there is none."""


@dataclass(frozen=True)
class TokenRequest:
    """A request that holds: once its `jti` proves new, a token with these scopes may be given."""

    jti: str
    expires: float
    scopes: tuple[str, ...]


def check_token_request(form: Mapping[str, str], registration: Registration, keys: Keys) -> TokenRequest:
    """Verify the assertion and cut the scopes down to what is offered.

    Raises:
        ProtocolError: With OAuth's error code (RFC 6749 §5.2) and the reason.
    """
    if form.get("grant_type") != "client_credentials":
        raise ProtocolError(400, "unsupported_grant_type", "grant_type must be client_credentials")
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        raise ProtocolError(400, "invalid_request", f"client_assertion_type must be {ASSERTION_TYPE}")
    claims = _verified(form.get("client_assertion", ""), registration, keys)
    scopes = tuple(scope for scope in SCOPES if scope in form.get("scope", "").split())
    if not scopes:
        raise ProtocolError(400, "invalid_scope", "none of the scopes asked for is offered")
    return TokenRequest(claims["jti"], float(claims["exp"]), scopes)


def _verified(assertion: str, registration: Registration, keys: Keys) -> dict[str, Any]:
    try:
        header = jwt.get_unverified_header(assertion)
        if not isinstance(header.get("kid"), str):
            raise ProtocolError(400, "invalid_client", "the assertion names no key (kid)")
        claims: dict[str, Any] = jwt.decode(
            assertion,
            keys(header["kid"]),
            algorithms=["RS256"],
            audience=registration.token_url,
            issuer=registration.client_id,
            subject=registration.client_id,
            leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "iat", "exp", "jti"]},
        )
    except jwt.PyJWTError as error:
        raise ProtocolError(400, "invalid_client", f"client_assertion: {error}") from error
    if claims["exp"] - claims["iat"] > MAXIMUM_LIFE:
        raise ProtocolError(400, "invalid_client", "the assertion lives longer than an hour")
    if not claims["jti"]:
        raise ProtocolError(400, "invalid_client", "jti is empty")
    return claims
