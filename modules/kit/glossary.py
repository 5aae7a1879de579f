"""The hard words that all modules share, explained once per language.

A module's own glossary comes first. Only the words that a page uses go into it.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from modules.kit.rich_text import terms
from modules.kit.yaml_source import read_yaml

FOLDER = Path(__file__).with_name("glossary")


@cache
def shared_glossary(language: str) -> Mapping[str, str]:
    """Return every shared term with its meaning; nothing in a language that has none."""
    file = FOLDER / f"{language}.yaml"
    words: dict[str, str] = read_yaml(file).data if file.exists() else {}
    return words


def with_shared_terms(own: Mapping[str, str], texts: Iterable[str], language: str) -> dict[str, str]:
    """Return a module's own glossary and, after it, the shared terms that these texts use.

    Args:
        own: the module's own terms.
        texts: everything that may hold a `[[term]]`.
        language: of the module's words.
    """
    shared = shared_glossary(language)
    used = {term for text in texts for term in terms(text)}
    return dict(own) | {term: shared[term] for term in shared if term in used and term not in own}
