"""Calls to platforms: the only file that uses the network.

An address of a platform comes from an administrator or from a signed launch. Even so, none may lead
into the network that Wegwijs itself stands in: every connection is made to an address that was checked
just before.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from importlib.metadata import PackageNotFoundError, version
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import jwt
import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import LocationParseError, NewConnectionError
from urllib3.util.connection import create_connection

from lti_tool.errors import ServiceError
from lti_tool.protocol.keys import private_key
from lti_tool.protocol.registration import Registration

_CONNECT_SECONDS = 4
_READ_SECONDS = 8
_ALL_SECONDS = 15
_LARGEST = 512 * 1024
_ASSERTION_SECONDS = 240
_LONGEST_TOKEN = 24 * 3600
_NAT64 = IPv6Network("64:ff9b::/96")
_UNICAST = IPv6Network("2000::/3")
_PRIVATE = "on a private address"
_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True)
class Answer:
    """What a platform answered. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class AccessToken:
    """The right to call a platform's services for a while."""

    token: str
    expires_at: int


@dataclass(frozen=True)
class OwnKey:
    """A key pair of ours."""

    kid: str
    private_pem: str


class PlatformClient:
    """Makes calls to platforms, with limits on time and size, and without following redirects."""

    def __init__(self, *, allow_private: bool = False, ca_file: str | None = None) -> None:
        self._allow_private = allow_private
        self._session = requests.Session()
        # No proxy, password file or cookie of this machine's has a part in calls to platforms.
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.verify = ca_file or True
        adapter = HTTPAdapter() if allow_private else _PublicAdapter()
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)
        # Some sites answer 403 to a client that does not say its name.
        self._session.headers["User-Agent"] = f"Wegwijs/{_own_version()} (LTI tool)"

    def call(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | Mapping[str, str] | None = None,
        seconds: tuple[float, float] = (_CONNECT_SECONDS, _READ_SECONDS),
    ) -> Answer:
        """Make one call.

        Args:
            method: HTTP method.
            url: Address of the platform's.
            headers: Beside our own.
            body: Bytes, or the fields of a form.
            seconds: How long to wait for the connection and for each part of the answer.

        Raises:
            ServiceError: No answer came, or none that is safe to read.
        """
        self._check_scheme(url)
        deadline = time.monotonic() + _ALL_SECONDS
        try:
            with self._session.request(
                method,
                url,
                headers=dict(headers or {}),
                data=body,
                timeout=seconds,
                allow_redirects=False,
                stream=True,
            ) as response:
                content = _read_limited(response, deadline)
        except requests.Timeout as problem:
            raise ServiceError("timeout", "the platform did not answer in time", retry=True) from problem
        except requests.exceptions.SSLError as problem:
            raise ServiceError("certificate", "its certificate is not valid", retry=True) from problem
        except (requests.RequestException, LocationParseError) as problem:
            if _PRIVATE in str(problem):
                raise ServiceError("private-address", "it is on a private address", retry=False) from None
            raise ServiceError("unreachable", "it can't be reached", retry=True) from problem
        names = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, names, content)

    def get_json(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        seconds: tuple[float, float] = (_CONNECT_SECONDS, _READ_SECONDS),
    ) -> Any:
        """Fetch a JSON document.

        Raises:
            ServiceError: No document, or not JSON.
        """
        asked = {"Accept": "application/json"} | dict(headers or {})
        answer = self.call("GET", url, headers=asked, seconds=seconds)
        if answer.status != 200:
            raise ServiceError(f"http-{answer.status}", f"answered {answer.status}", retry=True)
        try:
            return json.loads(answer.body)
        except (ValueError, RecursionError) as problem:
            raise ServiceError("not-json", "the answer is not JSON", retry=True) from problem

    def _check_scheme(self, url: str) -> None:
        scheme = urlsplit(url).scheme
        if scheme != "https" and not (scheme == "http" and self._allow_private):
            raise ServiceError("not-https", "the platform's address is not https", retry=False)


def request_token(
    client: PlatformClient, registration: Registration, key: OwnKey, scopes: str, now: float
) -> AccessToken:
    """Ask a platform for the right to call its services.

    https://www.imsglobal.org/spec/security/v1p0/#using-json-web-tokens-with-oauth-2-0-client-credentials-grant

    Raises:
        ServiceError: None was given.
    """
    assertion = jwt.encode(
        {
            "iss": registration.client_id,
            "sub": registration.client_id,
            "aud": registration.assertion_audience,
            "iat": int(now),
            "exp": int(now) + _ASSERTION_SECONDS,
            "jti": uuid4().hex,
        },
        private_key(key.private_pem),
        algorithm="RS256",
        headers={"kid": key.kid},
    )
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": _ASSERTION_TYPE,
        "client_assertion": assertion,
        "scope": scopes,
    }
    answer = client.call("POST", registration.token_url, headers={"Accept": "application/json"}, body=form)
    if answer.status != 200:
        # Also 4xx may pass: a platform that can't fetch our keys yet says so with 400 or 404.
        raise ServiceError(f"token-{answer.status}", f"the token was refused ({answer.status})", retry=True)
    return _read_token(answer.body, now)


def _read_token(body: bytes, now: float) -> AccessToken:
    try:
        given = json.loads(body)
        token, seconds = given["access_token"], int(given.get("expires_in", 3600))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as problem:
        raise ServiceError("token-unreadable", "the token answer can't be read", retry=True) from problem
    if not isinstance(token, str) or not token.isascii() or not token.isprintable() or " " in token:
        raise ServiceError("token-unreadable", "the token can't be used", retry=True)
    return AccessToken(token, int(now) + min(seconds, _LONGEST_TOKEN))


def _read_limited(response: requests.Response, deadline: float) -> bytes:
    content = b""
    for part in response.iter_content(16384):
        content += part
        if len(content) > _LARGEST:
            raise ServiceError("too-large", "the answer is too large", retry=False)
        if time.monotonic() > deadline:
            raise requests.Timeout
    return content


def _own_version() -> str:
    try:
        return version("wegwijs")
    except PackageNotFoundError:
        return "0"


class _PublicHTTPConnection(HTTPConnection):
    """Connects to public addresses only."""

    def _new_conn(self) -> socket.socket:
        return _connect_public(self)


class _PublicHTTPSConnection(HTTPSConnection):
    """Connects to public addresses only; the certificate is still checked against the name."""

    def _new_conn(self) -> socket.socket:
        return _connect_public(self)


class _PublicHTTPPool(HTTPConnectionPool):
    ConnectionCls = _PublicHTTPConnection


class _PublicHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _PublicHTTPSConnection


class _PublicAdapter(HTTPAdapter):
    """The adapter of a session that must not reach private networks."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = {"http": _PublicHTTPPool, "https": _PublicHTTPSPool}


def _connect_public(connection: HTTPConnection) -> socket.socket:
    """Look a name up once, check every address, and connect to one of those: no second look-up to cheat."""
    host = connection.host.strip("[]")
    try:
        found = socket.getaddrinfo(host, connection.port, type=socket.SOCK_STREAM)
        addresses = [str(info[4][0]) for info in found]
        if not all(is_public(address) for address in addresses):
            raise NewConnectionError(connection, _PRIVATE)
        return create_connection((addresses[0], connection.port or 443), connection.timeout)
    except (OSError, UnicodeError) as problem:
        if isinstance(problem, TimeoutError):
            raise
        raise NewConnectionError(connection, "can't be reached") from problem


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv4Address):
        return ip.is_global and not ip.is_multicast
    inner = _ipv4_inside(ip)
    if inner is not None and not is_public(str(inner)):
        return False
    # Outside 2000::/3 lie networks of old (fec0::, ::127.0.0.1) that Python takes for global.
    return ip.is_global and (ip in _UNICAST or ip in _NAT64 or ip.ipv4_mapped is not None)


def _ipv4_inside(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour
