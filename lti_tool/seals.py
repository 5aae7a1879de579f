"""Texts that a browser holds for us and can't change: a form on its way, the right to an operator's page."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from itsdangerous import BadData, URLSafeTimedSerializer

from lti_tool.store import keys

if TYPE_CHECKING:
    from lti_tool.tool import Tool


class Seals:
    """Seals texts and opens them again. What is sealed can be read, not changed."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def seal(self, purpose: str, value: Any) -> str:
        """A sealed text of a JSON value; for one purpose only."""
        return str(self._signer(purpose).dumps(value))

    def open(self, purpose: str, text: str, seconds: int) -> Any:
        """The value, or None if the text is not ours, was changed, or is older than so many seconds."""
        try:
            return self._signer(purpose).loads(text, max_age=seconds)
        except BadData:
            return None

    def _signer(self, purpose: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(
            self._secret, salt=f"wegwijs-{purpose}", signer_kwargs={"digest_method": hashlib.sha256}
        )


def seals_of(tool: Tool) -> Seals:
    """The seals of an installation; the same in all its processes."""
    if tool.settings.secret_key:
        return Seals(tool.settings.secret_key)
    with tool.database.write() as connection:
        return Seals(keys.own_secret(connection, "seals"))
