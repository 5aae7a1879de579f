"""The words around every module: buttons, messages, what is said about saving and sharing."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import yaml

from modules.kit.activity_type import AnyActivityType

WORDS = Path(__file__).with_name("runtime") / "words"
FALLBACK = "en"


def interface_languages() -> list[str]:
    """Return the languages the interface speaks, in alphabetical order."""
    return sorted(file.stem for file in WORDS.glob("*.yaml"))


def shared_words(language: str) -> Mapping[str, str]:
    """Return the shared interface words, in English where the interface does not speak the language."""
    file = WORDS / f"{language}.yaml"
    return _read(file if file.exists() else WORDS / f"{FALLBACK}.yaml")


def interface_words(language: str, types: Iterable[AnyActivityType] = ()) -> dict[str, str]:
    """Return the shared interface words and those of the types, the latter as `<type>.<key>`."""
    words = dict(shared_words(language))
    for kind in types:
        file = kind.folder / f"ui.{language}.yaml"
        own = _read(file if file.exists() else kind.folder / f"ui.{FALLBACK}.yaml")
        words |= {f"{kind.name}.{key}": text for key, text in own.items()}
    return words


@cache
def _read(file: Path) -> Mapping[str, str]:
    if not file.exists():
        return {}
    words: dict[str, str] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return words
