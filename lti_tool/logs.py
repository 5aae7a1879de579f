"""What stands in a log, and how: lines to read, or one JSON object per line for a machine.

No line has a name, an answer, a token or an address of a request. Errors are told by their kind and by where
they happened; their message may hold what somebody typed.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

LINES, JSON = "text", "json"
_CHATTY = ("alembic", "huey", "urllib3")


def set_up(how: str, stream: Any = None) -> None:
    """Write the log of this process.

    Args:
        how: `LINES` or `JSON`.
        stream: Where to; the standard error stream if not said.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if how == JSON else Lines())
    handler.addFilter(_note_request)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for chatty in _CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)


class Lines(logging.Formatter):
    """Lines to read."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s%(request)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """One record, with the number of its request where it has one."""
        number = getattr(record, "request_number", None)
        record.request = f" [{number}]" if number else ""
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 (the name in the standard library)
        """Which error and where, without its message."""
        return _error(ei)


class JsonLines(logging.Formatter):
    """One JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        """One record."""
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := getattr(record, "request_number", None):
            said["request"] = number
        said |= getattr(record, "told", {})
        if record.exc_info and record.exc_info[0]:
            said["error"] = _error(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


def _error(info: Any) -> str:
    kind, _, trace = info
    return f"{kind.__name__}\n{''.join(traceback.format_tb(trace))}".rstrip()


def _note_request(record: logging.LogRecord) -> bool:
    # Only where Flask is at work; commands that need no web framework write logs too.
    flask = sys.modules.get("flask")
    if flask is not None and flask.has_request_context():
        record.request_number = flask.request.environ.get("wegwijs.request")
    return True
