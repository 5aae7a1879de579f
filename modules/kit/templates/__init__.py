"""The kit's HTML templates and how they speak."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup

from modules.kit import rich_text
from modules.kit.dates import readable_day


class Ui(Protocol):
    """Gives the interface word of a key, with `{name}` filled from the arguments."""

    def __call__(self, key: str, **values: object) -> str:
        """Return the text; a placeholder without a value stays as it is.

        Raises:
            KeyError: there is no such word.
        """


@cache
def environment() -> jinja2.Environment:
    """Return the one set of templates: everything is escaped, an unknown name is an error."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"inline": _inline, "paragraphs": _paragraphs, "day": _day}
    return made


@jinja2.pass_context
def _inline(context: Context, text: str) -> Markup:
    return rich_text.inline(text, context["glossary"])


@jinja2.pass_context
def _paragraphs(context: Context, text: str) -> Markup:
    return rich_text.paragraphs(text, context["glossary"])


@jinja2.pass_context
def _day(context: Context, day: str) -> str:
    return readable_day(day, context["language"])


def speak(texts: Mapping[str, str]) -> Ui:
    """Return the `ui` function that templates use."""

    def ui(key: str, **values: object) -> str:
        return re.sub(r"\{(\w+)\}", lambda found: str(values.get(found[1], found[0])), texts[key])

    return ui
