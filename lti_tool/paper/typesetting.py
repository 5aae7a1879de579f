"""Data → PDF, in a process apart: with an end to its time, its size and its number.

Nothing of what is printed is written to disk or to a log.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeAlias

from lti_tool.errors import PaperError

log = logging.getLogger(__name__)
Template: TypeAlias = Literal["attest", "booklet", "guide", "picture"]

MOST_SECONDS = 20
MOST_CHARACTERS = 200_000
"""About a hundred full pages of A5."""
MOST_BYTES = 20 * 1024 * 1024
AT_ONCE = 2
"""In one process of ours. Who comes then asks again: to wait here would keep a thread from launches."""

_PRESS = Path(__file__).with_name("press.py")
_turn = threading.BoundedSemaphore(AT_ONCE)


def typeset(template: Template, data: Mapping[str, Any], now: int) -> bytes:
    """Make a PDF.

    Args:
        template: Which pages.
        data: What stands in them, as the template expects it.
        now: Seconds since 1970, for the file.

    Raises:
        PaperError: It is too long, takes too long, or can't be made; the code says which.
    """
    if _length(data) > MOST_CHARACTERS:
        raise PaperError("too-long", "more text than a printed document may hold")
    wanted = {"template": f"{template}.typ", "seconds": MOST_SECONDS, "made": now, "data": data}
    if not _turn.acquire(blocking=False):
        raise PaperError("busy", "too many documents are being made")
    try:
        return _run(json.dumps(wanted).encode())
    finally:
        _turn.release()


def _run(wanted: bytes) -> bytes:
    # Isolated: neither the folder we stand in nor the environment changes what it does.
    command = [sys.executable, "-I", str(_PRESS)]
    try:
        done = subprocess.run(command, input=wanted, capture_output=True, timeout=MOST_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as problem:
        raise PaperError("too-slow", f"it takes more than {MOST_SECONDS} s") from problem
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        if b"No module named 'typst'" in done.stderr:
            raise PaperError("no-typst", "Typst is not here: pip install 'wegwijs[lti]'")
        # Not what it says: that may quote what somebody wrote.
        log.error("a document can't be made: the press ended with %d", done.returncode)
        raise PaperError("failed", "the document can't be made")
    if len(done.stdout) > MOST_BYTES:
        raise PaperError("too-long", "the file is larger than anybody can use")
    return done.stdout


def _length(data: Any) -> int:
    """How much text is in it; pictures don't count, they are bounded by their modules."""
    if isinstance(data, str):
        return 0 if data.startswith("<svg") else len(data)
    if isinstance(data, Mapping):
        return sum(_length(part) for part in data.values())
    return sum(_length(part) for part in data) if isinstance(data, list) else 0
