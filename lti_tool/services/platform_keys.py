"""The public keys of platforms: from the database, and from the platform when a key is new."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from lti_tool.errors import LaunchError, ServiceError
from lti_tool.protocol.keys import read_key_set, signing_keys
from lti_tool.protocol.registration import Registration
from lti_tool.protocol.service import PlatformClient
from lti_tool.services.fetch_gate import FetchGate
from lti_tool.store import keys
from lti_tool.store.db import Database
from lti_tool.store.keys import KeySet

log = logging.getLogger(__name__)
FETCH_SECONDS = (2, 3)
"""To connect and to read: a learner waits for this, so it is shorter than for other calls."""
FRESH_SECONDS = 24 * 3600
"""After a day the keys are fetched again, so that one the platform withdrew does not stay valid here."""


@dataclass(frozen=True)
class PlatformKeys:
    """Finds keys of platforms.

    Attributes:
        clock: Seconds since 1970.
        gate: Keeps a platform that does not answer from holding up the others.
    """

    database: Database
    client: PlatformClient
    clock: Callable[[], float]
    gate: FetchGate = field(default_factory=FetchGate)

    def find(self, registration: Registration, kept: KeySet, kid: str) -> Sequence[RSAPublicKey]:
        """The keys of a platform with this id; empty if it has none.

        The platform is asked only if the kept keys are a day old or lack this one, and not too often.
        While it does not answer, the kept keys go on serving.

        Raises:
            LaunchError: There is no key yet and the platform does not answer.
        """
        now = int(self.clock())
        found = signing_keys(kept.jwks, kid) if kept.jwks else ()
        if found and kept.fetched_at > now - FRESH_SECONDS:
            return found
        try:
            jwks = self.gate.fetch(
                registration.jwks_url, lambda: self._fetch(registration, now), patient=not found
            )
        except ServiceError as problem:
            log.warning("keys of registration %d can't be fetched: %s", registration.id, problem)
            if kept.jwks is None:
                raise LaunchError(
                    "LTI-KEYSET", f"the platform's key set can't be fetched: {problem}"
                ) from problem
            return found
        return signing_keys(jwks, kid)

    def _fetch(self, registration: Registration, now: int) -> str:
        with self.database.write() as connection:
            allowed = keys.claim_fetch(connection, registration.jwks_url, now)
        if not allowed:
            raise ServiceError("too-often", "it was asked several times this minute", retry=True)
        try:
            jwks = read_key_set(self.client.get_json(registration.jwks_url, seconds=FETCH_SECONDS))
        except ValueError as problem:
            raise ServiceError("not-a-key-set", str(problem), retry=True) from problem
        with self.database.write() as connection:
            keys.keep_key_set(connection, registration.jwks_url, jwks, now)
        return jwks
