"""What a facilitator's form asks of a package. No Flask, no SQL, no network."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from modules.kit.module import Module
from scorm_export.course import ANSWERS, EDITIONS, Answers, Edition, Format

Problem = Literal["module", "format", "language", "unspoken", "answers"]


class PackageChoiceError(Exception):
    """A choice of which no package can be made; it is mended on the same page.

    Attributes:
        problem: A key of `problems` in the words.
        module: The one that does not speak a language.
        language: That language.
    """

    def __init__(self, problem: Problem, module: Module | None = None, language: str = "") -> None:
        super().__init__(problem)
        self.problem, self.module, self.language = problem, module, language


@dataclass(frozen=True)
class PackageChoice:
    """What a package is to hold.

    Attributes:
        modules: Each as it was chosen, with its steps and options; several make one course of several parts.
        languages: The first opens.
    """

    modules: tuple[Module, ...]
    format: str
    languages: tuple[str, ...]
    edition: Edition
    answers: Answers

    @property
    def key(self) -> tuple[object, ...]:
        """The same for choices of the same."""
        modules = tuple((module.id, module.variant, *module.settled.items()) for module in self.modules)
        return modules, self.format, self.languages, self.edition, self.answers


def read_package_choice(
    values: Callable[[str], Sequence[str]], offered: Mapping[str, Module], formats: Mapping[str, Format]
) -> PackageChoice:
    """Make sense of the form.

    Args:
        values: Gives the texts of a field.
        offered: The modules of this installation.
        formats: The formats there are, by name.

    Raises:
        PackageChoiceError: Something is missing, or does not go together.
    """
    modules = [
        module.in_variant(next(iter(values(f"variant-{name}")), None)).with_choices(
            {choice: next(iter(values(f"choice-{name}-{choice}")), "") for choice in module.choices}
        )
        for name, module in offered.items()
        if name in values("module")
    ]
    if not modules:
        raise PackageChoiceError("module")
    wanted = next(iter(values("format")), "")
    if wanted not in formats:
        raise PackageChoiceError("format")
    languages = tuple(name for name in languages_of(offered) if name in values("lang"))
    if not languages:
        raise PackageChoiceError("language")
    for module in modules:
        for language in languages:
            if language not in module.languages:
                raise PackageChoiceError("unspoken", module, language)
    edition = next((one for one in EDITIONS if one in values("edition")), EDITIONS[0])
    answers = next((one for one in ANSWERS if one in values("answers")), ANSWERS[0])
    if answers == "device" and not formats[wanted].may_keep_answers_on_device:
        raise PackageChoiceError("answers")
    return PackageChoice(tuple(modules), wanted, languages, edition, answers)


def languages_of(modules: Mapping[str, Module]) -> tuple[str, ...]:
    """The languages that any of the modules speaks, in the order of the first."""
    return tuple(dict.fromkeys(language for module in modules.values() for language in module.languages))
