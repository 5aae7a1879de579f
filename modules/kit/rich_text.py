"""Authors' text: plain, with blank lines between paragraphs and `[[term]]` for a word of the glossary.

`[[shown|term]]` shows one word and explains another. Nothing else is markup.
"""

import re
from collections.abc import Mapping

from markupsafe import Markup

_TERM = re.compile(r"\[\[([^\[\]|]+)(?:\|([^\[\]|]+))?\]\]")
_BLANK_LINES = re.compile(r"\n\s*\n")


def plain(text: str) -> str:
    """Return the text as it reads, without the marks of glossary terms."""
    return _TERM.sub(r"\1", text)


def terms(text: str) -> list[str]:
    """Return the glossary terms that the text marks."""
    return [found[2] or found[1] for found in _TERM.finditer(text)]


def inline(text: str, glossary: Mapping[str, str]) -> Markup:
    """Return the text as escaped HTML in which each term that the glossary explains can be found back.

    A term is a `<dfn>` and not a `<button>`: it may stand in a label, where a button would take the label
    away from its field. The runtime makes it operable.
    """
    parts: list[Markup] = []
    end = 0
    for found in _TERM.finditer(text):
        parts.append(Markup.escape(text[end : found.start()]))
        shown, term = found[1], found[2] or found[1]
        mark = Markup('<dfn class="term" data-term="{}">{}</dfn>')
        parts.append(mark.format(term, shown) if term in glossary else Markup.escape(shown))
        end = found.end()
    parts.append(Markup.escape(text[end:]))
    return Markup("").join(parts)


def paragraphs(text: str, glossary: Mapping[str, str]) -> Markup:
    """Return the text as escaped HTML paragraphs; nothing for nothing."""
    found = (part.strip() for part in _BLANK_LINES.split(text))
    return Markup("\n").join(Markup("<p>{}</p>").format(inline(part, glossary)) for part in found if part)
