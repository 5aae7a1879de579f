"""Calls to platforms' services with an access token: kept in the database, renewed when refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lti_tool.protocol.registration import Registration
from lti_tool.protocol.service import AccessToken, Answer, PlatformClient, request_token
from lti_tool.store import keys, tokens
from lti_tool.store.db import Database


@dataclass(frozen=True)
class Request:
    """One call to make."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True)
class ServiceCalls:
    """Makes calls with tokens.

    Attributes:
        clock: Seconds since 1970.
    """

    database: Database
    client: PlatformClient
    clock: Callable[[], float]

    def call(self, registration: Registration, scope: str, request: Request) -> Answer:
        """Make one call; once more with a new token if the platform no longer takes the one we have.

        Raises:
            ServiceError: No token was given, or no answer came.
        """
        token = self._token(registration, scope)
        answer = self._send(token, request)
        if answer.status == 401:
            with self.database.write() as connection:
                tokens.drop(connection, registration, scope, token)
            answer = self._send(self._token(registration, scope), request)
        return answer

    def _send(self, token: AccessToken, request: Request) -> Answer:
        headers = {**request.headers, "Authorization": f"Bearer {token.token}"}
        return self.client.call(request.method, request.url, headers=headers, body=request.body)

    def _token(self, registration: Registration, scope: str) -> AccessToken:
        now = int(self.clock())
        with self.database.read() as connection:
            token = tokens.find(connection, registration, scope, now)
            own_key = keys.signing_key(connection, now)
        if token is None:
            token = request_token(self.client, registration, own_key, scope, self.clock())
            with self.database.write() as connection:
                tokens.keep(connection, registration, scope, token)
        return token
