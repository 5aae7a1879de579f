"""The files of a new module, and the folder they come in: there whole, or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import yaml

from modules.kit.activity_type import AnyActivityType
from modules.kit.json_schema import schemas

HERE = Path(__file__).parent
WRITTEN = ("nl", "en")
"""The languages that the examples speak."""
SCHEMAS = ("module", "words", "guide")
MINUTES = 5
"""Of each exercise."""
_STEPS = {"start": {"nl": "Begin", "en": "Start"}, "more": {"nl": "Verder", "en": "Further"}}


@cache
def examples() -> Mapping[str, Mapping[str, Any]]:
    """An exercise of each type that can stand on its own, by the type's name."""
    found: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "examples.yaml").read_text(encoding="utf-8"))
    return found


def files(
    folder: str, name: str, languages: Sequence[str], types: Sequence[str], known: Iterable[AnyActivityType]
) -> dict[str, str]:
    """Return every file of a new module, relative path → text.

    Args:
        folder: How comments call the module's folder.
        name: The module's id.
        languages: What it speaks; one that the examples don't speak gets English words to translate.
        types: Which of `examples` it shows, each once.
        known: The activity types of this installation, for the schemas.
    """
    shared = {"folder": folder, "id": name, "languages": languages, "minutes": MINUTES * len(types)}
    made = {
        "module.yaml": _render("module.yaml", steps=_steps(types, "en"), **shared),
        "media/cover.svg": _render("cover.svg"),
    }
    for language in languages:
        spoken = language if language in WRITTEN else "en"
        data = {
            **shared,
            "language": language,
            "translate": language != spoken,
            "steps": _steps(types, spoken),
        }
        made[f"{language}.yaml"] = _render(f"words.{spoken}.yaml", **data)
        made[f"guide.{language}.yaml"] = _render(f"guide.{spoken}.yaml", **data)
    return made | schema_files(known)


def schema_files(known: Iterable[AnyActivityType]) -> dict[str, str]:
    """Return the schemas that the first line of each file names, relative path → text."""
    every = schemas(known)
    names = [f"{one}.schema.json" for one in SCHEMAS]
    return {
        f".schema/{name}": json.dumps(every[name], ensure_ascii=False, separators=(",", ":")) + "\n"
        for name in names
    }


def write(folder: Path, content: Mapping[str, str]) -> None:
    """Write the folder; nothing of it stays when that fails half-way.

    Args:
        folder: Not there yet, or empty.
        content: Relative path → text.

    Raises:
        OSError: It can't be written, or came to hold something meanwhile.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        made = workshop / folder.name
        for name, text in content.items():
            file = made / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        if folder.exists():
            folder.rmdir()  # only an empty one goes
        made.rename(folder)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _steps(types: Sequence[str], language: str) -> list[dict[str, Any]]:
    parts = {"start": types[:1], "more": types[1:]}
    return [
        {
            "id": step,
            "title": _STEPS[step][language],
            "minutes": MINUTES * len(names),
            "activities": [
                {
                    "id": examples()[name]["id"],
                    "type": name,
                    "structure": examples()[name]["structure"],
                    "words": examples()[name][language]["words"].rstrip(),
                    "guide": examples()[name][language]["guide"].rstrip(),
                }
                for name in names
            ],
        }
        for step, names in parts.items()
        if names
    ]


def _render(template: str, **data: Any) -> str:
    text = (HERE / "templates" / template).read_text(encoding="utf-8")
    environment = jinja2.Environment(keep_trailing_newline=True, autoescape=False)  # noqa: S701 - YAML, our own words
    return environment.from_string(text).render(**data)
