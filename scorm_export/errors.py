"""What can go wrong with an export: mistakes that whoever asked for it can mend."""

from modules.kit.errors import WegwijsError


class ExportError(WegwijsError):
    """A package can't be made as asked: unknown format or language, or a folder that can't be written."""


class PackageError(WegwijsError):
    """A package breaks a rule; `problems` holds every one found."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))
