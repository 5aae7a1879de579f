"""What the page of a module is told about who is there, with all that it loads and when it asks."""

from __future__ import annotations

from typing import Any

from flask import request
from sqlalchemy import Connection

from lti_tool.protocol.scores import iso
from lti_tool.rules.presence import LENGTH, STEP_SECONDS
from lti_tool.services import presence as service
from lti_tool.store.attempts import Attempt
from lti_tool.views.current import browser_language, tool
from lti_tool.words import LANGUAGES, words
from modules.kit.module import Module

_LONGEST_TAG = 35
"""Characters of a language's name; https://www.rfc-editor.org/rfc/rfc5646#section-4.4.1"""


def told(connection: Connection, attempt: Attempt, module: Module) -> dict[str, Any] | None:
    """What a page is told; None for a part of a module that has nothing on campus."""
    steps = service.campus_steps(module)
    if not steps:
        return None
    wanted = request.args.get("language", "")
    language = wanted if wanted in LANGUAGES else browser_language()
    found = service.standing(connection, attempt.id, tool().now())
    return {
        "steps": steps,
        "meeting": found.meeting,
        "at": iso(found.present.at) if found.present else None,
        "how": found.present.how if found.present else None,
        "seconds": 2 * STEP_SECONDS,
        "length": LENGTH,
        "asked": wanted[:_LONGEST_TAG],
        "words": words(language, "here")["learner"],
    }
