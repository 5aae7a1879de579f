"""From an institution pack's folder to a `Pack`, or to every mistake in it with file and line."""

from collections.abc import Iterator
from pathlib import Path

from modules.kit.civic import load_civic
from modules.kit.errors import ModuleError, Problem
from modules.kit.glossary import shared_glossary
from modules.kit.institution import (
    SECTIONS,
    Entry,
    EntryWords,
    Pack,
    PackStructure,
    PackWords,
    Section,
    unknown_numbers,
)
from modules.kit.rich_text import terms
from modules.kit.validation import validated
from modules.kit.yaml_source import YamlSource, read_yaml

STRUCTURE = "pack.yaml"


def load_pack(folder: Path) -> Pack:
    """Read, check and freeze one pack. What is not filled in yet is no mistake (`institution_check.py`).

    Args:
        folder: the pack's folder; its name is the pack's id.

    Raises:
        ModuleError: with every mistake that could be found, each with file and line.
    """
    problems: list[Problem] = []
    source = read_yaml(folder / STRUCTURE)
    structure = validated(PackStructure, source, (), source.data, problems)
    if structure is None:
        raise ModuleError(problems)
    problems += _structure_problems(structure, folder, source)
    _stop_at(problems)  # words are checked against the structure, so that comes first
    words: dict[str, PackWords] = {}
    for language in structure.languages:
        try:
            spoken = read_yaml(folder / f"{language}.yaml")
        except ModuleError as error:
            problems += error.problems
            continue
        found = validated(PackWords, spoken, (), spoken.data, problems)
        if found is not None:
            problems += _words_problems(found, structure, language, spoken)
            words[language] = found
    try:
        civic = load_civic(folder, structure.languages)
    except ModuleError as error:
        problems += error.problems
        civic = None
    _stop_at(problems)
    return Pack(structure, words, folder, civic)


def _stop_at(problems: list[Problem]) -> None:
    if problems:
        raise ModuleError(sorted(problems, key=lambda problem: (problem.file, problem.line)))


def _structure_problems(structure: PackStructure, folder: Path, source: YamlSource) -> Iterator[Problem]:
    if structure.id != folder.resolve().name:
        yield source.problem(("id",), f"the id is '{structure.id}' but the folder is '{folder.name}'")
    if (contact := structure.contact) and contact.source not in structure.sources:
        yield source.problem(("contact", "source"), f"'{contact.source}' is not one of the 'sources'")
    for section in SECTIONS:
        entries: list[Entry] = getattr(structure, section)
        seen: set[str] = set()
        for index, entry in enumerate(entries):
            place = (section, index)
            if entry.id in seen:
                yield source.problem((*place, "id"), f"'{entry.id}' stands twice in '{section}'")
            seen.add(entry.id)
            if entry.source is not None and entry.source not in structure.sources:
                yield source.problem((*place, "source"), f"'{entry.source}' is not one of the 'sources'")


def _words_problems(
    words: PackWords, structure: PackStructure, language: str, source: YamlSource
) -> Iterator[Problem]:
    for name in structure.sources:
        if not words.sources.get(name):
            yield source.problem(("sources",), f"no words for the source '{name}'")
    for section in SECTIONS:
        entries: dict[str, Entry] = {entry.id: entry for entry in getattr(structure, section)}
        told: dict[str, EntryWords] = getattr(words, section)
        for name, spoken in told.items():
            if name not in entries:
                yield source.problem((section, name), f"'{name}' is not in '{section}' of {STRUCTURE}")
            else:
                yield from _entry_problems(spoken, entries[name], section, language, source)


def _entry_problems(
    words: EntryWords, entry: Entry, section: Section, language: str, source: YamlSource
) -> Iterator[Problem]:
    place = (section, entry.id)
    texts = {("text",): words.text} | {("facts", name): text for name, text in words.facts.items()}
    for name in words.facts:
        if name not in entry.facts:
            yield source.problem((*place, "facts", name), f"'{name}' is not among the facts in {STRUCTURE}")
    for part, text in texts.items():
        for number in unknown_numbers(text, entry.values):
            yield source.problem(
                (*place, *part), f"'{{{number}}}' has no number in the 'values' of {STRUCTURE}"
            )
        for term in terms(text):
            if term not in shared_glossary(language):
                yield source.problem((*place, *part), f"'{term}' is not in the toolbox's glossary")
