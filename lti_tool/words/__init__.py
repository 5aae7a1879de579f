"""Every word of the tool's own pages, one file per language; a part with many has files of its own."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("nl", "en")


@cache
def words(language: str, part: str | None = None) -> dict[str, Any]:
    """The words in one of `LANGUAGES`: of all pages, or those of one part alone."""
    name = f"{part}.{language}.yaml" if part else f"{language}.yaml"
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found
