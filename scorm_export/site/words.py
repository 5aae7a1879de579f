"""What the site and the start page say."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent
FALLBACK = "en"


def site_languages() -> tuple[str, ...]:
    """The languages the site comes in, the first at its root."""
    found = {file.name.split(".")[1] for file in _FOLDER.glob("words.*.yaml")}
    return tuple(sorted(found, key=lambda language: (language != "nl", language)))


def site_words(language: str) -> Mapping[str, Any]:
    """Every word in a language; in English where the site does not speak it."""
    words: Mapping[str, Any] = _read(f"words.{language if language in site_languages() else FALLBACK}.yaml")
    return words


def platforms() -> Mapping[str, Mapping[str, Any]]:
    """Where a school can put a module: whether it can have the tool itself, and which formats it takes."""
    places: Mapping[str, Mapping[str, Any]] = _read("platforms.yaml")
    return places


@cache
def _read(name: str) -> Any:
    return yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8"))
