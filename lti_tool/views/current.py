"""What a view needs of the request at hand."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from flask import current_app, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from lti_tool.tool import Tool
from lti_tool.words import LANGUAGES


def tool() -> Tool:
    """The parts of this installation."""
    return cast("Tool", current_app.extensions["wegwijs"])


def browser_language() -> str:
    """The language of our own pages: what the browser asks for, else Dutch."""
    return _language_of(request.headers.get("Accept-Language", ""))


def page_language(locale: str | None) -> str:
    """The language that the platform asks for where our own pages have it, else the browser's."""
    short = (locale or "").replace("_", "-").split("-", maxsplit=1)[0].lower()
    return short if short in LANGUAGES else browser_language()


@lru_cache(maxsize=256)
def _language_of(accept_language: str) -> str:
    # Remembered: browsers send a handful of texts, and reading one costs a tenth of a launch.
    asked = parse_accept_header(accept_language, LanguageAccept).values()
    wanted = (name.replace("_", "-").split("-", maxsplit=1)[0].lower() for name in asked)
    return next((name for name in wanted if name in LANGUAGES), LANGUAGES[0])
