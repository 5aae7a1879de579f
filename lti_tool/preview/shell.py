"""The page around the previewed pages: choices on top, frames below. No learner ever sees it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import yaml

from modules.kit.page import LANGUAGE_NAMES

HERE = Path(__file__).parent
FILES = {name: HERE / name for name in ("shell.css", "shell.js")}
WORDS = ("nl", "en")


def shell(language: str, languages: Sequence[str], title: str) -> str:
    """Return the page.

    Args:
        language: In which the module is shown; the page itself speaks it too, or else English.
        languages: Those to choose from.
        title: Of the module.
    """
    spoken = language if language in WORDS else "en"
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((HERE / "shell.html").read_text(encoding="utf-8"))
    names = {one: LANGUAGE_NAMES.get(one, one) for one in languages}
    return template.render(
        words=words(spoken), spoken=spoken, language=language, languages=names, title=title
    )


@cache
def words(language: str) -> dict[str, Any]:
    """What the page says, in one of `WORDS`."""
    found: dict[str, Any] = yaml.safe_load((HERE / f"words.{language}.yaml").read_text(encoding="utf-8"))
    return found
