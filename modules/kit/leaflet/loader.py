"""From a leaflet's folder to a `Leaflet`, or to every mistake in it with file and line."""

from collections.abc import Iterator
from pathlib import Path

from modules.kit.activity_type import missing_and_extra
from modules.kit.consistency import DARK_PAPER, LIGHT_PAPER, READABLE_CONTRAST, contrast
from modules.kit.errors import ModuleError, Problem
from modules.kit.institution import Pack
from modules.kit.leaflet import Leaflet, LeafletStructure, LeafletWords
from modules.kit.validation import validated
from modules.kit.yaml_source import Place, YamlSource, read_yaml

STRUCTURE = "leaflet.yaml"


def load_leaflet(folder: Path, pack: Pack) -> Leaflet:
    """Read, check and freeze one leaflet.

    Args:
        folder: its folder; its name is the leaflet's id.
        pack: the institution pack whose facts it shows.

    Raises:
        ModuleError: with every mistake that could be found, each with file and line.
    """
    problems: list[Problem] = []
    source = read_yaml(folder / STRUCTURE)
    structure = validated(LeafletStructure, source, (), source.data, problems)
    if structure is None:
        raise ModuleError(problems)
    problems += _structure_problems(structure, folder, source)
    words: dict[str, LeafletWords] = {}
    for language in structure.languages:
        try:
            spoken = read_yaml(folder / f"{language}.yaml")
        except ModuleError as error:
            problems += error.problems
            continue
        found = validated(LeafletWords, spoken, (), spoken.data, problems)
        if found is not None:
            problems += _words_problems(found, structure, language, spoken)
            words[language] = found
    if problems:
        raise ModuleError(sorted(problems, key=lambda problem: (problem.file, problem.line)))
    return Leaflet(structure, words, pack, folder)


def _structure_problems(structure: LeafletStructure, folder: Path, source: YamlSource) -> Iterator[Problem]:
    if structure.id != folder.resolve().name:
        yield source.problem(("id",), f"the id is '{structure.id}' but the folder is '{folder.name}'")
    for paper, colour, shade in (
        (LIGHT_PAPER, structure.accent.light, "light"),
        (DARK_PAPER, structure.accent.dark, "dark"),
    ):
        if contrast(colour, paper) < READABLE_CONTRAST:
            yield source.problem(("accent", shade), f"{colour} can't be read on the {shade} paper {paper}")
    named: list[tuple[Place, str]] = [(("picture",), structure.picture)]
    named += [(("sections", at, "picture"), part.picture or "") for at, part in enumerate(structure.sections)]
    for place, picture in named:
        if picture and not (folder / "media" / picture).is_file():
            yield source.problem(place, f"there is no picture media/{picture}")


def _words_problems(
    words: LeafletWords, structure: LeafletStructure, language: str, source: YamlSource
) -> Iterator[Problem]:
    if language not in structure.checked and not words.unchecked:
        yield source.problem((), "no 'unchecked', but leaflet.yaml does not say that anybody checked this")
    sections = [section.id for section in structure.sections]
    for problem in missing_and_extra("sections", sections, words.sections):
        yield source.problem(problem.path, problem.message)
    for section in structure.sections:
        told = words.sections.get(section.id)
        for problem in missing_and_extra("items", section.items, told.items) if told else ():
            yield source.problem(("sections", section.id, *problem.path), problem.message)
