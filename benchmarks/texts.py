"""Every text of a module or an institution pack, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from modules.kit.rich_text import plain


def texts_of(file: Path) -> Iterator[tuple[str, str]]:
    """Yield (place, text) for every text of a YAML file of words, marks of the glossary left out."""
    yield from _walk("", yaml.safe_load(file.read_text(encoding="utf-8")))


def _walk(place: str, part: object) -> Iterator[tuple[str, str]]:
    if isinstance(part, str):
        yield place, plain(part)
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield from _walk(f"{place}.{key}".lstrip("."), value)
    elif isinstance(part, list):
        for number, value in enumerate(part, start=1):
            yield from _walk(f"{place}.{number}", value)


def word_files(folder: Path, language: str) -> list[Path]:
    """The files of a folder that hold words of a language, guides and interface words among them."""
    # `nl.yaml`, `guide.nl.yaml`, and for a long module `nl.<part>.yaml` and `guide.nl.<part>.yaml`.
    return sorted(file for file in folder.rglob("*.yaml") if language in file.name.split(".")[:-1])
