"""What can go wrong in the practice LMS, each with the reason that a real platform would give."""


class PracticeLmsError(Exception):
    """The base of every error of the practice LMS."""


class ProtocolError(PracticeLmsError):
    """A message of the tool breaks a rule of the standard.

    Attributes:
        status: HTTP status for the answer.
        code: The standard's short error code, such as `invalid_client`.
        reason: One sentence for the person who reads the log of the tool.
    """

    def __init__(self, status: int, code: str, reason: str):
        super().__init__(f"{code}: {reason}")
        self.status = status
        self.code = code
        self.reason = reason


class PackageError(PracticeLmsError):
    """A SCORM package that can't be played; `code` names the teacher's sentence (`package-<code>`)."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
