"""A module made complete: what it takes from the institution pack and from the shared glossary is put in.

Done once, at loading, so that every page, package and data block of a module shows the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar, cast

from pydantic import BaseModel

from modules.kit.activity_type import ActivityWords
from modules.kit.glossary import with_shared_terms
from modules.kit.institution import Pack
from modules.kit.module import Activity, Module, WordsInLanguage
from modules.kit.reading import Link

T = TypeVar("T")

WordsByLanguage = Mapping[str, Mapping[str, ActivityWords]]
"""By language, by activity."""


def furnished(module: Module, pack: Pack) -> Module:
    """Return the module with what it refers to: pages and links of the pack, hard words of the toolbox."""
    options: dict[str, Activity] = {}
    words: dict[str, dict[str, ActivityWords]] = {name: {} for name in module.words}
    for name, activity in module.activities.items():
        options[name], spoken = _activity(activity, module, pack)
        for language, told in spoken.items():
            words[language][name] = told
    steps = tuple(
        replace(step, activities=tuple(options[activity.id] for activity in step.activities))
        for step in module.steps
    )
    return replace(
        module,
        steps=steps,
        words={name: _words(found, words[name], name) for name, found in module.words.items()},
    )


def _activity(activity: Activity, module: Module, pack: Pack) -> tuple[Activity, Mapping[str, ActivityWords]]:
    spoken = {
        name: _linked(words.activities[activity.id], pack, name) for name, words in module.words.items()
    }
    options, told = activity.type.from_pack(activity.options, spoken, pack)
    # What nobody can do must keep nobody from finishing.
    required = activity.required and not activity.type.is_empty(options)
    return replace(activity, options=options, required=required), told


def _linked(part: T, pack: Pack, language: str) -> T:
    """Return a part of the words with every link to the pack in it filled in, as far as the pack has it."""
    if isinstance(part, Link):
        return cast("T", _link(part, pack, language))
    if isinstance(part, BaseModel):
        old = {name: getattr(part, name) for name in type(part).model_fields}
        new = {name: _linked(value, pack, language) for name, value in old.items()}
        changed = {name: value for name, value in new.items() if value is not old[name]}
        return part.model_copy(update=changed) if changed else part
    if isinstance(part, dict):
        filled = {name: _linked(value, pack, language) for name, value in part.items()}
        return cast("T", filled) if any(filled[name] is not part[name] for name in part) else part
    return part


def _link(link: Link, pack: Pack, language: str) -> Link:
    found = pack.link(link.pack, language) if link.pack else None
    if found is None:
        return link
    own = {"label": link.label or found.label, "purpose": link.purpose or found.purpose, "pack": link.pack}
    return found.model_copy(update=own)


def _words(words: WordsInLanguage, activities: Mapping[str, ActivityWords], language: str) -> WordsInLanguage:
    filled = replace(words, activities=activities)
    glossary = with_shared_terms(words.module.glossary, _texts(filled), language)
    return replace(filled, module=words.module.model_copy(update={"glossary": glossary}))


def _texts(words: WordsInLanguage) -> Iterator[str]:
    models = (words.module, *words.steps.values(), *words.activities.values())
    for model in models:
        yield from _strings(model.model_dump(mode="json"))


def _strings(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for part in data.values():
            yield from _strings(part)
    elif isinstance(data, list):
        for part in data:
            yield from _strings(part)
