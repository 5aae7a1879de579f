"""What a platform says of itself when an administrator registers Wegwijs there, and whether to believe it.

https://www.imsglobal.org/spec/lti-dr/v1p0#platform-configuration
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from lti_tool.errors import DynamicRegistrationError, ServiceError
from lti_tool.protocol.claims import (
    DATA_PRIVACY_REQUESTS,
    SCOPE_NOTICE_HANDLERS,
    SUBMISSION_REVIEW_REQUEST,
)
from lti_tool.protocol.registration import is_allowed_url, origin_of
from lti_tool.protocol.service import PlatformClient

Family = Literal["moodle", "canvas", "brightspace", "blackboard", "other"]

_PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
_LONGEST_URL = 2000
_USEFUL = (SCOPE_NOTICE_HANDLERS, SUBMISSION_REVIEW_REQUEST, *DATA_PRIVACY_REQUESTS)
_LONGEST_TOKEN = 8000
_PRODUCTS: Mapping[str, Family] = {
    "moodle": "moodle",
    "canvas": "canvas",
    "brightspace": "brightspace",
    "desire2learn": "brightspace",
    "blackboardlearn": "blackboard",
    "blackboard": "blackboard",
}
# Platforms with one issuer for the whole world, whose other addresses are on other hosts of theirs.
_SHARED_ISSUERS = {
    "https://canvas.instructure.com": ("instructure.com", "canvaslms.com"),
    "https://canvas.beta.instructure.com": ("instructure.com", "canvaslms.com"),
    "https://canvas.test.instructure.com": ("instructure.com", "canvaslms.com"),
    "https://blackboard.com": ("blackboard.com",),
}
# Brightspace gives tokens for all its schools, also for those with a host name of their own, from here.
_TOKEN_HOSTS = ("auth.brightspace.com",)
# A school's Canvas may have a host name of its own; Canvas's own cloud then vouches for it.
_VOUCHING_HOSTS = ("instructure.com", "canvaslms.com")


@dataclass(frozen=True)
class PlatformConfiguration:
    """A platform's addresses, checked.

    Attributes:
        token_audience: The `aud` of token requests, where that is not the token URL.
        family: Which product it says it is; only for words, never for trust.
        version: The product's version as the platform gives it; may be empty.
        offers: What it says it knows of the scopes and messages that not every platform knows.
    """

    issuer: str
    auth_url: str
    token_url: str
    jwks_url: str
    registration_url: str
    token_audience: str | None
    family: Family
    version: str
    offers: Sequence[str] = ()

    @property
    def origins(self) -> list[str]:
        """Where the platform's own pages may be: the school's host first."""
        urls = (self.registration_url, self.auth_url, self.issuer)
        return list(dict.fromkeys(origin for url in urls if (origin := origin_of(url))))


def fetch_configuration(
    client: PlatformClient, url: str, registration_token: str | None, *, allow_private: bool
) -> PlatformConfiguration:
    """Ask a platform for its configuration.

    Args:
        client: Makes the call.
        url: The `openid_configuration` that the platform sent the administrator's browser with.
        registration_token: Goes along, since Canvas gives its configuration to nobody else.
        allow_private: Whether http and private addresses are allowed.

    Raises:
        DynamicRegistrationError: There is none, or it can't be believed.
    """
    _check_url("openid_configuration", url, allow_private)
    headers = {"Accept": "application/json"} | bearer(registration_token)
    try:
        document = client.get_json(url, headers=headers)
    except ServiceError as problem:
        raise DynamicRegistrationError("REG-UNREACHABLE", f"openid_configuration: {problem}") from problem
    return read_configuration(document, url, allow_private=allow_private)


def bearer(registration_token: str | None) -> dict[str, str]:
    """The header that carries a registration token, or none.

    Raises:
        DynamicRegistrationError: It is not of the shape of a token.
    """
    if not registration_token:
        return {}
    if (
        len(registration_token) > _LONGEST_TOKEN
        or not registration_token.isascii()
        or not registration_token.isprintable()
        or " " in registration_token
    ):
        raise DynamicRegistrationError(
            "REG-ADDRESS", "registration_token: expected a token of printable ASCII"
        )
    return {"Authorization": f"Bearer {registration_token}"}


def read_configuration(document: object, url: str, *, allow_private: bool) -> PlatformConfiguration:
    """Check a platform's configuration.

    Args:
        document: The configuration, as JSON gave it.
        url: Where it was.
        allow_private: Whether http and private addresses are allowed.

    Raises:
        DynamicRegistrationError: Something is missing, or on another host than the issuer's.
    """
    if not isinstance(document, dict):
        raise DynamicRegistrationError("REG-CONFIG", "expected a JSON object")
    _check_abilities(document)
    names = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint")
    issuer, auth_url, token_url, jwks_url, registration_url = (_text(document, name) for name in names)
    for name in names:
        _check_url(name, document[name], allow_private)
    for name, address in (("openid_configuration", url), *((name, document[name]) for name in names[1:])):
        if not _belongs(name, address, issuer, url):
            raise DynamicRegistrationError(
                "REG-HOST", f"{name}: expected the issuer's host {issuer}; got {address}"
            )
    platform = document.get(_PLATFORM)
    platform = platform if isinstance(platform, dict) else {}
    product = str(platform.get("product_family_code") or "").strip().lower()
    return PlatformConfiguration(
        issuer=issuer,
        auth_url=auth_url,
        token_url=token_url,
        jwks_url=jwks_url,
        registration_url=registration_url,
        token_audience=_audience(document.get("authorization_server"), token_url, allow_private),
        family=_PRODUCTS.get(product, "other"),
        version=str(platform.get("version") or "")[:80],
        offers=_offers(document.get("scopes_supported"), platform.get("messages_supported")),
    )


def _offers(scopes: object, messages: object) -> list[str]:
    types = (
        [one.get("type") for one in messages if isinstance(one, dict)] if isinstance(messages, list) else []
    )
    listed = [*(scopes if isinstance(scopes, list) else []), *types]
    return [name for name in _USEFUL if name in listed]


def _belongs(name: str, address: str, issuer: str, configuration_url: str) -> bool:
    if origin_of(address) == origin_of(issuer):
        return True
    host = urlsplit(address).hostname or ""
    if _is_of(host, _SHARED_ISSUERS.get(issuer, ())):
        return True
    if name == "token_endpoint":
        return host in _TOKEN_HOSTS
    if name == "registration_endpoint":
        vouched = _SHARED_ISSUERS.get(issuer) == _VOUCHING_HOSTS
        return vouched and _is_of(urlsplit(configuration_url).hostname or "", _VOUCHING_HOSTS)
    return False


def _is_of(host: str, families: tuple[str, ...]) -> bool:
    return any(host == family or host.endswith("." + family) for family in families)


def _check_abilities(document: Mapping[str, Any]) -> None:
    """Refuse a platform that says it can't do what we need; silence is no refusal."""
    needed = {
        "id_token_signing_alg_values_supported": "RS256",
        "token_endpoint_auth_methods_supported": "private_key_jwt",
        "response_types_supported": "id_token",
    }
    for name, value in needed.items():
        listed = document.get(name)
        if isinstance(listed, list) and value not in listed:
            raise DynamicRegistrationError("REG-CONFIG", f"{name}: expected {value} among them")


def _text(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name)
    if not isinstance(value, str) or not value:
        raise DynamicRegistrationError("REG-CONFIG", f"{name}: expected an address; got none")
    return value


def _check_url(name: str, url: str, allow_private: bool) -> None:
    if len(url) > _LONGEST_URL or not is_allowed_url(url, allow_private=allow_private):
        raise DynamicRegistrationError(
            "REG-ADDRESS", f"{name}: expected an https address on the open internet"
        )


def _audience(server: object, token_url: str, allow_private: bool) -> str | None:
    # Canvas gives a bare host name here, which its own token address then does not take.
    if not isinstance(server, str) or len(server) > _LONGEST_URL or server == token_url:
        return None
    return server if is_allowed_url(server, allow_private=allow_private) else None
