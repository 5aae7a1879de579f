"""The token that an open page shows with every call: which attempt, in which tenant, and as whom.

It stands in no cookie, no storage and no log; the page keeps it in its history entry.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer
from itsdangerous.encoding import base64_encode, want_bytes

from lti_tool.errors import ApiError

VALID_SECONDS = 24 * 3600
RENEW_SECONDS = 3600


@dataclass(frozen=True)
class Ticket:
    """What a token says."""

    attempt_row: int
    deployment_row: int
    role: str


class _Serializer(URLSafeTimedSerializer):
    """As its parent, without its try to compress: a ticket is too short for that to gain anything."""

    def dump_payload(self, obj: Any) -> bytes:
        return base64_encode(want_bytes(self.serializer.dumps(obj)))


class TicketOffice:
    """Gives out tokens and checks them."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._signer = _Serializer(
            secret, salt="wegwijs-attempt", signer_kwargs={"digest_method": hashlib.sha256}
        )

    def token(self, ticket: Ticket) -> str:
        """A token for an open page, valid for a day."""
        return str(self._signer.dumps([ticket.attempt_row, ticket.deployment_row, ticket.role]))

    def check(self, token: str) -> tuple[Ticket, str | None]:
        """What a token says, and a newer one if it is more than an hour old.

        Raises:
            ApiError: It is not ours, was changed, or is too old.
        """
        try:
            said, made = self._signer.loads(token, max_age=VALID_SECONDS, return_timestamp=True)
            ticket = Ticket(*said)
        except (BadData, TypeError) as problem:
            raise ApiError(401, "token", "Open the module again from your course.") from problem
        age = (datetime.now(UTC) - made).total_seconds()
        return ticket, self.token(ticket) if age > RENEW_SECONDS else None

    def storage_key(self, ticket: Ticket) -> str:
        """A name for this attempt on the learner's device, which tells nothing to who reads it there."""
        return hmac.new(self._secret, f"device {ticket.attempt_row}".encode(), "sha256").hexdigest()[:24]

    def digest(self, text: str) -> str:
        """What stands for a text where the text itself must not be kept; only we can tell which it was."""
        return hmac.digest(self._secret, f"item {text}".encode(), "sha256").hex()
