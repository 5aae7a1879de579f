"""How a package is added to each learning platform, in words: for the site and for the download page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("nl", "en")
_SCORM = ("smartschool", "moodle", "blackboard", "brightspace", "canvas", "other")
_PLACES: Mapping[str, tuple[str, Sequence[str]]] = {
    "scorm12": ("scorm", _SCORM),
    "scorm2004": ("scorm", ("blackboard", "brightspace", "other")),
    "cmi5": ("cmi5", ("other",)),
    "cc13": ("links", ("canvas", "brightspace", "blackboard")),
    "olx": ("olx", ("openedx",)),
    "html": ("web", ("website", "computer")),
}
"""By format: which steps, and where it is worth adding, the most likely place first."""


@dataclass(frozen=True)
class Place:
    """Somewhere to add a package."""

    id: str
    name: str
    steps: Sequence[str]


def places(format: str, language: str) -> list[Place]:  # noqa: A002 (the word of the command line)
    """Where a package of a format can go; nowhere for a format of somebody else's.

    Args:
        format: One of `FORMATS`.
        language: One of `LANGUAGES`.
    """
    steps, names = _PLACES.get(format, ("", ()))
    words = _words(language)
    return [Place(name, words["platforms"][name], words["steps"][steps][name]) for name in names]


@cache
def _words(language: str) -> Any:
    file = Path(__file__).with_name(f"adding.{language}.yaml")
    return yaml.safe_load(file.read_text(encoding="utf-8"))
