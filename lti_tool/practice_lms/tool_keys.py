"""Fetches the tool's public keys, as a platform does: at first use, and again when a key is unknown."""

from threading import Lock
from typing import Any

import jwt
import requests

from lti_tool.practice_lms.errors import ProtocolError


class ToolKeys:
    """The tool's public keys.

    Args:
        jwks_url: Where the tool publishes them.
    """

    def __init__(self, jwks_url: str):
        self._jwks_url = jwks_url
        self._lock = Lock()
        self._keys: dict[str, Any] = {}

    def __call__(self, kid: str) -> Any:
        """The key with this id.

        Raises:
            ProtocolError: When the tool can't be reached or has no such key.
        """
        with self._lock:
            if kid not in self._keys:
                self._keys = self._fetch()
            if kid not in self._keys:
                raise ProtocolError(400, "invalid_client", "the tool publishes no key with this kid")
            return self._keys[kid]

    def _fetch(self) -> dict[str, Any]:
        try:
            answer = requests.get(self._jwks_url, timeout=5, allow_redirects=False)
            answer.raise_for_status()
            keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        except (requests.RequestException, jwt.PyJWTError, ValueError) as error:
            raise ProtocolError(400, "invalid_client", "the tool's keys can't be read") from error
        return {key.key_id: key.key for key in keys if key.key_id}
