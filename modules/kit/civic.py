"""The civic attest of a school: what a course unit is checked against, when a student gets one, how it reads.

A school names its own criteria, rule, words and signatories in two optional kinds of file of its institution
pack: `civic.yaml` and, for each of the pack's languages, `civic.<language>.yaml`. Without them there is a
proposal of Wegwijs, which nobody signs; whoever administers must be able to see that it is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from modules.kit.author_model import AuthorModel, Id, each_once
from modules.kit.errors import ModuleError, Problem
from modules.kit.reading import Day, Url
from modules.kit.validation import validated
from modules.kit.yaml_source import YamlSource, read_yaml

if TYPE_CHECKING:
    from modules.kit.institution import Pack

STRUCTURE = "civic.yaml"
BUILT_IN = Path(__file__).with_name("civic")

Line = Annotated[str, Field(min_length=1, max_length=160)]
"""A line on paper."""

Sessions = Annotated[int, Field(ge=0, le=20)]


class AttestRule(AuthorModel):
    """What must hold of a student's sessions before an attest is proposed. A person grants it."""

    present: Sessions
    """On campus in so many sessions."""
    done: Sessions
    """So many sessions done."""
    released: bool
    """The student got the outcome of what assessors thought of the final work."""


class CivicStructure(AuthorModel):
    """The whole of `civic.yaml`."""

    criteria: Annotated[list[Id], Field(min_length=1, max_length=6), AfterValidator(each_once)]
    """What a course unit is checked against; each has a title and a question in the words."""
    rule: AttestRule
    signatories: Annotated[list[Id], Field(max_length=4), AfterValidator(each_once)] = []
    """Who signs, in this order."""
    checked_on: Day | None = None
    """When those who decide about it last said that all of this is theirs; without it, it is a proposal."""


class Criterion(AuthorModel):
    """What one criterion is called, and what the coordinator of a course unit is asked about it."""

    title: Line
    ask: Annotated[str, Field(min_length=1, max_length=600)]


class Signatory(AuthorModel):
    """Who signs an attest, and as what."""

    name: Line
    role: Line


class CivicWords(AuthorModel):
    """The whole of `civic.<language>.yaml`."""

    issuer: Line
    """Who gives the attest: the school by its full name."""
    issuer_url: Url | None = None
    title: Line
    """What the attest is called."""
    text: Annotated[str, Field(min_length=1, max_length=1200)]
    """What it says of whoever gets it; a blank line begins a new paragraph."""
    criteria: dict[Id, Criterion]
    signatories: dict[Id, Signatory] = {}


@dataclass(frozen=True)
class Civic:
    """Criteria, rule, signatories and words: checked and frozen."""

    criteria: tuple[str, ...]
    rule: AttestRule
    signatories: tuple[str, ...]
    words: Mapping[str, CivicWords]
    """By language; the first is what a language without words of its own gets."""
    checked_on: str | None = None

    @property
    def is_proposal(self) -> bool:
        """Whether nobody of the school has said yet that all of this is theirs."""
        return self.checked_on is None

    def spoken(self, language: str) -> str:
        """Return the language that is answered with: the wanted one, or the first."""
        return language if language in self.words else next(iter(self.words))

    def words_in(self, language: str) -> CivicWords:
        """Return the words in a language, or in the first."""
        return self.words[self.spoken(language)]


def find_civic(pack: Pack) -> Civic:
    """Return what the pack says of the civic attest, or else the proposal of Wegwijs."""
    return pack.civic or proposal()


@cache
def proposal() -> Civic:
    """Return what counts where no school has said anything: three criteria, and nobody who signs."""
    return _read(BUILT_IN, ["nl", "en"])


def load_civic(folder: Path, languages: Sequence[str]) -> Civic | None:
    """Read and check what a pack's folder says of the civic attest; None where it says nothing.

    Args:
        folder: the pack's folder.
        languages: the pack's languages, each of which needs the words.

    Raises:
        ModuleError: with every mistake that could be found, each with file and line.
    """
    if not (folder / STRUCTURE).is_file():
        if lonely := sorted(folder.glob("civic.*.yaml")):
            raise ModuleError([Problem(file, 0, f"there is no {STRUCTURE} beside it") for file in lonely])
        return None
    return _read(folder, languages)


def _read(folder: Path, languages: Sequence[str]) -> Civic:
    problems: list[Problem] = []
    source = read_yaml(folder / STRUCTURE)
    structure = validated(CivicStructure, source, (), source.data, problems)
    if structure is None:
        raise ModuleError(problems)
    words = _words(folder, structure, languages, problems)
    if problems:
        raise ModuleError(sorted(problems, key=lambda problem: (problem.file, problem.line)))
    return Civic(
        tuple(structure.criteria), structure.rule, tuple(structure.signatories), words, structure.checked_on
    )


def _words(
    folder: Path, structure: CivicStructure, languages: Sequence[str], problems: list[Problem]
) -> Mapping[str, CivicWords]:
    found: dict[str, CivicWords] = {}
    for language in languages:
        try:
            source = read_yaml(folder / f"civic.{language}.yaml")
        except ModuleError as error:
            problems += error.problems
            continue
        words = validated(CivicWords, source, (), source.data, problems)
        if words is not None:
            problems += _unlike("criteria", structure.criteria, words.criteria, source)
            problems += _unlike("signatories", structure.signatories, words.signatories, source)
            found[language] = words
    return found


def _unlike(
    section: str, named: Sequence[str], told: Mapping[str, object], source: YamlSource
) -> Iterator[Problem]:
    """What only one of the two files knows."""
    for name in named:
        if name not in told:
            yield source.problem((section,), f"no words for '{name}' of the {section} in {STRUCTURE}")
    for name in told:
        if name not in named:
            yield source.problem((section, name), f"'{name}' is not in the {section} of {STRUCTURE}")
