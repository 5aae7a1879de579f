"""What people read around a module: in Studio, and where a module can't be shown."""

from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import yaml

LANGUAGES = ("en", "nl")
"""The first is for everybody who reads neither."""
_HERE = Path(__file__).parent

_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def wanted_language() -> str:
    """Return the language in which Open edX speaks to this person, as `nl` or `nl-be`; "" where unknown."""
    try:
        from django.utils.translation import get_language  # noqa: PLC0415 - Open edX has it; XBlock need not
    except ImportError:
        return ""
    return get_language() or ""


def spoken_language() -> str:
    """Return the nearest of our own languages."""
    return nearest(wanted_language())


def nearest(language: str) -> str:
    """Return the language if it is one of our own (`nl-be` counts as `nl`), else the first of ours."""
    short = language.split("-", maxsplit=1)[0].lower()
    return short if short in LANGUAGES else LANGUAGES[0]


@cache
def words(language: str) -> Any:
    """Return all words in one of our languages."""
    return yaml.safe_load((_HERE / f"words.{language}.yaml").read_text(encoding="utf-8"))


def render(template: str, **given: object) -> str:
    """Return a piece of HTML in the person's language."""
    language = spoken_language()
    return _templates.get_template(template).render(words=words(language), language=language, **given)


def static(name: str) -> str:
    """Return the text of a script or style that goes along with a piece of HTML."""
    return (_HERE / "static" / name).read_text(encoding="utf-8")
