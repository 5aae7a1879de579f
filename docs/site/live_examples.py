"""A small module around one exercise of each activity type: from a module that uses it, or its cases."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from modules.kit.activity_type import AnyActivityType
from modules.kit.activity_types import BUILT_IN
from modules.kit.loader import load_module
from modules.kit.module import Activity, Module
from modules.kit.registry import load_registry
from scorm_export import folder as package_folder
from scorm_export.export import prepare

ENTRY = "index.html"
"""The page that an example opens with."""
_FRAME = {
    "nl": {
        "title": "Voorbeeld",
        "tagline": "Een oefening om te bekijken",
        "intro": "Kijk rond.",
        "outro": "Klaar.",
    },
    "en": {
        "title": "Example",
        "tagline": "An exercise to look at",
        "intro": "Have a look.",
        "outro": "Done.",
    },
}
_COVERS = {"nl": "Voorbeeld", "en": "Example"}


@dataclass(frozen=True)
class Example:
    """A type with a live example."""

    name: str
    structure: str
    """YAML of the exercise, and of those that it looks back at."""
    words: Mapping[str, str]
    """By language, YAML."""
    needs: tuple[str, ...]
    origin: str
    """The module it comes from; empty for one made of the type's cases."""
    files: Mapping[str, bytes]
    """The page and all it needs, by path; none for a type that needs others and that no module uses."""


def examples() -> list[Example]:
    """Make the example of every type that an author can name.

    Raises:
        ModuleError: An example breaks the contract.
    """
    modules = load_registry().modules.values()
    return [
        _example(kind, _used(kind, modules))
        for kind in sorted(BUILT_IN, key=lambda one: one.name)
        if kind.name != "questions"
    ]


def _used(kind: AnyActivityType, modules: Any) -> tuple[Module, Activity] | None:
    """The shortest exercise of this type in our modules, with the fewest before it."""
    found = [
        (module, activity)
        for module in modules
        for step in module.steps
        for activity in step.activities
        if activity.type.name == kind.name and not activity.type.follows(activity.options)
    ]

    def length(one: tuple[Module, Activity]) -> tuple[int, int]:
        module, activity = one
        words = module.words[module.default_language].activities[activity.id]
        return len(_before(module, activity)), len(words.model_dump_json())

    return min(found, key=length, default=None)


def _before(module: Module, activity: Activity) -> list[str]:
    """What an exercise looks back at in its own module, and what that looks back at; in order."""
    found: list[str] = []
    for name in activity.type.looks_back_at(activity.options):
        earlier = module.activities[name]
        found += [one for one in [*_before(module, earlier), name] if one not in found]
    return found


def _example(kind: AnyActivityType, used: tuple[Module, Activity] | None) -> Example:
    if used:
        module, activity = used
        names = [*_before(module, activity), activity.id]
        structures, words = _from_module(module, names)
        glossary = {language: module.words[language].module.glossary for language in words}
        media = [file for name in names for file in module.media.glob(f"{name}-*")]
    else:
        names, structures, words = _from_cases(kind)
        glossary = {language: dict.fromkeys(_terms(words), "…") for language in words}
        media = []
    files = {} if used is None and _needs_others(kind) else _live(kind, structures, words, glossary, media)
    return Example(
        kind.name,
        _yaml(structures),
        {language: _yaml(one) for language, one in words.items()},
        tuple(names[:-1]),
        used[0].id if used else "",
        files,
    )


def _live(
    kind: AnyActivityType,
    structures: list[Any],
    words: Mapping[str, Any],
    glossary: Mapping[str, Mapping[str, str]],
    media: list[Path],
) -> dict[str, bytes]:
    """The pages of a module with this exercise, as the html format writes them: they need no server."""
    with tempfile.TemporaryDirectory() as place:
        made = Path(place) / f"example-{kind.name}"
        _write(made, structures, words, glossary, media)
        (package,) = prepare([load_module(made)], format="html")
        return {path: content for path, content in package.files.items() if path != package_folder.LIST}


def _yaml(data: Any) -> str:
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100))


def _needs_others(kind: AnyActivityType) -> bool:
    return bool(kind.looks_back_at(_options_of_cases(kind)))


def _options_of_cases(kind: AnyActivityType) -> Any:
    return kind.Options.model_validate(_cases(kind)["cases"][0]["options"])


def _cases(kind: AnyActivityType) -> Any:
    return json.loads((kind.folder / "cases.json").read_text(encoding="utf-8"))


def _from_module(module: Module, names: list[str]) -> tuple[list[Any], dict[str, Any]]:
    raw = yaml.safe_load((module.folder / "module.yaml").read_text(encoding="utf-8"))
    all_of = {one["id"]: one for step in raw["steps"] for one in step["activities"]}
    structures = []
    for name in names:
        one = {key: value for key, value in all_of[name].items() if key not in ("minutes", "weight")}
        structures.append(one)
    words = {}
    for language in module.languages:
        spoken = {}
        for file in sorted([module.folder / f"{language}.yaml", *module.folder.glob(f"{language}.*.yaml")]):
            for step in yaml.safe_load(file.read_text(encoding="utf-8")).values():
                if isinstance(step, dict):
                    spoken |= {name: step[name] for name in names if name in step}
        words[language] = {name: spoken[name] for name in names}
    return structures, words


def _from_cases(kind: AnyActivityType) -> tuple[list[str], list[Any], dict[str, Any]]:
    own = _options_of_cases(kind).model_dump(by_alias=True, mode="json", exclude_defaults=True)
    return (
        ["example"],
        [{"id": "example", "type": kind.name, **own}],
        {"nl": {"example": _cases(kind)["words"]}},
    )


def _write(
    made: Path,
    structures: list[Any],
    words: Mapping[str, Any],
    glossary: Mapping[str, Mapping[str, str]],
    media: list[Path],
) -> None:
    (made / "media").mkdir(parents=True)
    choices = _choices(structures)
    structure = {
        "id": made.name,
        "version": "1.0.0",
        "track": {"name": "examples", "order": 1},
        "languages": list(words),
        "minutes": 5 * len(structures),
        "audience": ["secondary"],
        "grading": "completion",
        "accent": {"light": "#0b6e5f", "dark": "#7fd6c4"},
        **({"choices": {name: list(options) for name, options in choices.items()}} if choices else {}),
        "steps": [{"id": "the-step", "minutes": 5 * len(structures), "activities": structures}],
    }
    _save(made / "module.yaml", structure)
    for language, own in words.items():
        frame: dict[str, Any] = {**_FRAME[language], "glossary": dict(glossary[language])}
        if choices:
            frame["choices"] = {
                name: {"title": name, "options": {option: {"name": option} for option in options}}
                for name, options in choices.items()
            }
        _save(made / f"{language}.yaml", {**frame, "the-step": {"title": _COVERS[language], **own}})
    for file in media:
        shutil.copy(file, made / "media" / file.name)


def _choices(structures: list[Any]) -> dict[str, Any]:
    """The choices of a course that exercises follow."""
    kinds = {kind.name: kind for kind in BUILT_IN}
    found: dict[str, Any] = {}
    for one in structures:
        kind = kinds[one["type"]]
        options = kind.Options.model_validate(
            {key: value for key, value in one.items() if key in _aliases(kind)}
        )
        found |= kind.follows(options)
    return found


def _aliases(kind: AnyActivityType) -> set[str]:
    return {field.alias or name for name, field in kind.Options.model_fields.items()}


def _terms(data: Any) -> Iterator[str]:
    from modules.kit.rich_text import terms  # noqa: PLC0415

    if isinstance(data, str):
        yield from terms(data)
    elif isinstance(data, Mapping):
        for one in data.values():
            yield from _terms(one)
    elif isinstance(data, list):
        for one in data:
            yield from _terms(one)


def _save(file: Path, data: Any) -> None:
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
