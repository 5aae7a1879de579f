"""How a course of several modules is called."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml


def track_words(track: str, language: str) -> str | None:
    """The name of a track in a language; None for a track of somebody else's, which has no name here."""
    name = _all().get(track, {}).get(language)
    return str(name) if name else None


@cache
def _all() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return words
