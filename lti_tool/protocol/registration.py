"""What a tool and a platform know of each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from itertools import chain
from urllib.parse import urlsplit

# Platforms that serve their schools from many hosts of one family, whatever the issuer says.
_FAMILIES = {
    "blackboard.com": ("https://*.blackboard.com",),
    "instructure.com": ("https://*.instructure.com",),
    "brightspace.com": ("https://*.brightspace.com", "https://*.desire2learn.com"),
}

_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")

# Token addresses that want another `aud` than themselves.
_AUDIENCES = {"https://auth.brightspace.com/core/connect/token": "https://api.brightspace.com/auth/token"}


@dataclass(frozen=True)
class Registration:
    """A platform at which Wegwijs is registered under one client id.

    Attributes:
        id: Our number for it.
        token_audience: The `aud` of a client assertion where that is not the token URL (Brightspace).
        product: Which product its launches say it is; only for how to talk to it, never for trust.
    """

    id: int
    issuer: str
    client_id: str
    auth_url: str
    token_url: str
    jwks_url: str
    token_audience: str | None = None
    product: str | None = None

    @property
    def assertion_audience(self) -> str:
        """The `aud` of a client assertion."""
        return self.token_audience or _AUDIENCES.get(self.token_url, self.token_url)


@lru_cache(maxsize=256)  # a launch asks ten times, mostly for the same addresses
def origin_of(url: str) -> str | None:
    """The origin of a web address, or None if it is not one."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or " " in url or not url.isprintable():
        return None
    # It goes into headers: no other alphabet, and no * that would let every site in.
    if not parts.hostname or not _HOST.fullmatch(parts.hostname):
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    default = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in {None, default} else "")


def is_allowed_url(url: str, *, allow_private: bool) -> bool:
    """Whether an administrator may name this as an address of a platform.

    It must be https; for development, http on loopback or private addresses. Where the name leads is
    checked again at every call, when it is looked up.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if (
        not origin_of(url)
        or parts.fragment
        or "@" in parts.netloc
        or not url.isprintable()
        or not url.isascii()
    ):
        return False
    if _is_private(parts.hostname or ""):
        return allow_private
    return parts.scheme == "https"


def _is_private(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        # A bare name (a container beside this one) or localhost is no host of the open internet.
        return "." not in host or host.endswith((".localhost", ".test", ".internal"))


def frame_origins(registration: Registration) -> set[str]:
    """The origins whose pages may show ours in a frame, as CSP sources."""
    return family_origins((registration.issuer, registration.auth_url))


def family_origins(urls: Iterable[str]) -> set[str]:
    """The origins of addresses, with the other hosts of platforms that have many; as CSP sources."""
    return {origin for url in urls for origin in _origins_of(url)}


@lru_cache(maxsize=1024)
def _origins_of(url: str) -> Sequence[str]:
    origin = origin_of(url)
    if origin is None:
        return ()
    host = urlsplit(origin).hostname or ""
    families = [hosts for name, hosts in _FAMILIES.items() if host == name or host.endswith("." + name)]
    return (origin, *chain.from_iterable(families))
