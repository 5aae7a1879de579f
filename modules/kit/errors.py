"""All errors of the kit. They are an author's or an administrator's mistakes; a learner's are values."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """One mistake in a module's files: where it is, what came, what was expected."""

    file: Path
    line: int
    """Counted from 1; 0 where the whole file is meant."""
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


class WegwijsError(Exception):
    """The base of every error that Wegwijs raises for a mistake someone can mend."""


class ModuleError(WegwijsError):
    """A module's folder breaks the contract; `problems` holds every mistake found, in file order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class PageError(WegwijsError):
    """An activity can't be shown: its type's template and words don't fit, or its script can't be used."""


class RegistryError(WegwijsError):
    """Two modules or two activity types carry one name, so neither can be trusted."""
