"""A signed message of a platform: its signature, its times, and whom it is from and for.

Launches and notices are checked alike.
https://www.imsglobal.org/spec/security/v1p0/#authentication-response-validation
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm

from lti_tool.errors import LaunchError
from lti_tool.protocol.claim_values import LONGEST_ID
from lti_tool.protocol.keys import ALGORITHMS
from lti_tool.protocol.registration import Registration

LEEWAY = 60
"""Seconds that a platform's clock may differ from ours."""
OLDEST = 3600
"""Seconds that a message may be old, whatever its `exp` says."""
_LAST_MOMENT = 10**12
_SEGMENT = re.compile(r"[A-Za-z0-9_-]*")
_RS256 = RSAAlgorithm(RSAAlgorithm.SHA256)

FindKeys = Callable[[str], Sequence[RSAPublicKey]]


def verified_payload(id_token: str, find_keys: FindKeys) -> dict[str, Any]:
    """What a message says, if the platform signed it.

    Raises:
        LaunchError: It is no signed message, or not signed by the platform.
    """
    message = _split(id_token)
    header = _json_object(message.header)
    if header.get("alg") not in ALGORITHMS:
        raise LaunchError("LTI-ALG", f"expected a signature by {' or '.join(ALGORITHMS)}")
    if "crit" in header:
        raise LaunchError("LTI-ALG", "the message demands an extension that Wegwijs does not know")
    kid = header.get("kid")
    if not isinstance(kid, str) or not kid or len(kid) > LONGEST_ID:
        raise LaunchError("LTI-KEY", "the message does not name the key that signed it (kid)")
    keys = find_keys(kid)
    if not keys:
        raise LaunchError("LTI-KEY", "the platform's key set has no usable key with this id (kid)")
    if any(_RS256.verify(message.signed, key, message.signature) for key in keys):
        return _json_object(message.payload)
    raise LaunchError("LTI-SIGNATURE", "the signature is not the platform's")


def check_times(payload: Mapping[str, Any], now: float) -> None:
    """Check that a message is of about now.

    Raises:
        LaunchError: It has expired, is old, or seems to come from the future.
    """
    times = {}
    for name in ("exp", "iat", "nbf"):
        value = payload.get(name)
        if name == "nbf" and value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _LAST_MOMENT:
            raise LaunchError("LTI-TIME", f"{name} is missing or not a number")
        times[name] = value
    if times["exp"] + LEEWAY < now:
        raise LaunchError("LTI-EXPIRED", f"the message expired {now - times['exp']:.0f} s ago")
    if times["iat"] + OLDEST + LEEWAY < now:
        raise LaunchError("LTI-EXPIRED", f"the message was made {now - times['iat']:.0f} s ago")
    ahead = max(times["iat"], times.get("nbf", 0)) - now
    if ahead > LEEWAY:
        raise LaunchError("LTI-CLOCK", f"the platform's clock is {ahead:.0f} s ahead of ours")


def check_parties(payload: Mapping[str, Any], registration: Registration) -> None:
    """Check that a message is from this platform and for us.

    Raises:
        LaunchError: It is from or for somebody else.
    """
    if payload.get("iss") != registration.issuer:
        raise LaunchError("LTI-ISSUER", "iss is not this platform")
    audience = payload.get("aud")
    client_id = registration.client_id
    wanted = [audience] if isinstance(audience, str) else audience
    if not isinstance(wanted, list) or client_id not in wanted:
        raise LaunchError("LTI-AUDIENCE", "aud is not our client id")
    # https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation points 4 and 5
    azp = payload.get("azp")
    if azp is not None and azp != client_id:
        raise LaunchError("LTI-AUDIENCE", "azp is not our client id")
    if len(wanted) > 1 and azp is None:
        raise LaunchError("LTI-AUDIENCE", "aud has several values and no azp says that it is for us")


class _Parts(NamedTuple):
    """A message in compact form.

    https://www.rfc-editor.org/rfc/rfc7515#section-3.1
    """

    header: bytes
    payload: bytes
    signature: bytes
    signed: bytes
    """The two first parts as they stand in the message: this is what the signature is of."""


def _split(id_token: str) -> _Parts:
    # Not PyJWT's own reader: it looks at the characters one by one, which costs a tenth of a launch.
    parts = id_token.split(".")
    if len(parts) != 3 or not all(map(_SEGMENT.fullmatch, parts)):
        raise LaunchError("LTI-TOKEN", "the id_token is not a signed message")
    header, payload, signature = map(_bytes, parts)
    return _Parts(header, payload, signature, id_token[: id_token.rindex(".")].encode())


def _bytes(segment: str) -> bytes:
    """Decode base64url without padding; a spelling that no encoder makes is refused."""
    try:
        found = urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    except ValueError as problem:
        raise LaunchError("LTI-TOKEN", "the id_token is not a signed message") from problem
    if urlsafe_b64encode(found).rstrip(b"=") != segment.encode():
        raise LaunchError("LTI-TOKEN", "the id_token is not a signed message")
    return found


def _json_object(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text, object_pairs_hook=_no_name_twice)
    except (ValueError, RecursionError) as problem:
        raise LaunchError("LTI-TOKEN", "the message is not readable JSON") from problem
    if not isinstance(found, dict):
        raise LaunchError("LTI-TOKEN", "the message is not a JSON object")
    return found


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found
