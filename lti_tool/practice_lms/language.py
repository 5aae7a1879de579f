"""The words of the practice LMS's pages, in Dutch and English."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

LANGUAGES: Mapping[str, str] = {"nl": "Nederlands", "en": "English"}
DEFAULT = "nl"


@cache
def words(language: str) -> Mapping[str, str]:
    """Every word of one language, by key."""
    text = (Path(__file__).parent / "words" / f"{language}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, str] = yaml.safe_load(text)
    return loaded


def say(language: str, key: str, **values: object) -> str:
    """One sentence, with its gaps filled."""
    return words(language)[key].format(**values)
