"""All errors of the LTI tool. A new leaf only where a caller acts differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lti_tool.protocol.launch_facts import LaunchFacts


class LtiToolError(Exception):
    """Base of all errors of this package."""


class SettingsError(LtiToolError):
    """A setting is unknown or has a wrong value."""


class SchemaError(LtiToolError):
    """The database is not in the shape that this version needs."""


class RegistrationError(LtiToolError):
    """A platform can't be added, approved or removed as asked."""


class KeyRotationError(LtiToolError):
    """Our signing key can't be changed now."""


class GradeError(LtiToolError):
    """Grades can't be sent again as asked."""


class FeedbackError(LtiToolError):
    """What was asked of `wegwijs feedback` can't be shown."""


class BackupError(LtiToolError):
    """A backup can't be made, is not whole, or does not fit here."""


class FileStoreError(LtiToolError):
    """The store of files does not take, give or remove a file now; later it may."""


class SurveyError(LtiToolError):
    """Answers to a survey can't be exported as asked."""


class PaperError(LtiToolError):
    """A printed document can't be made.

    Attributes:
        code: "too-long", "too-slow", "busy", "no-typst" or "failed".
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class BusyError(LtiToolError):
    """As much as may be made at once is being made; who asks again in a moment gets it."""


class DynamicRegistrationError(LtiToolError):
    """A platform can't register itself so; nothing was kept.

    Attributes:
        code: Short code shown on the page and explained in the words, e.g. "REG-HOST".
        detail: For the administrator; holds no token or invitation.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


class LaunchError(LtiToolError):
    """A login or launch is refused.

    Attributes:
        code: Short code shown on the page and explained in the words, e.g. "LTI-NONCE".
        detail: For the log and the administrator; holds no token, name or answer.
        facts: What came along, where the message is surely the platform's and for us.
    """

    facts: LaunchFacts | None = None

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


class ServiceError(LtiToolError):
    """A call to a platform did not give an answer that can be used.

    Attributes:
        reason: Short word, e.g. "timeout"; explained in the words.
        retry: Whether trying later may help.
    """

    def __init__(self, reason: str, detail: str, *, retry: bool) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.retry = retry


class TooManyError(LtiToolError):
    """A school asked for all that it may in this minute.

    Attributes:
        kind: What it asked for too often; see `services.rate_limit`.
        seconds: After how long to ask again.
    """

    def __init__(self, kind: str, seconds: int) -> None:
        super().__init__(f"{kind}: again in {seconds} s")
        self.kind = kind
        self.seconds = seconds


class ApiError(LtiToolError):
    """A call of the page's own API is refused.

    Attributes:
        status: HTTP status.
        code: Short word for the runtime.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
