"""What every part of an author's files shares: how keys are written, what an id is, and no guessing."""

from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

Id: TypeAlias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]


def each_once(ids: list[str]) -> list[str]:
    """Return a list of ids as it is.

    Raises:
        ValueError: One of them stands in it twice.
    """
    if len(set(ids)) < len(ids):
        raise ValueError("each id may stand here once")
    return ids


def kebab_case(name: str) -> str:
    """Return the name as authors write it in YAML: `what_hint` becomes `what-hint`, `from_` `from`."""
    return name.rstrip("_").replace("_", "-")


class AuthorModel(BaseModel):
    """A part of an author's files: kebab-case names, nothing unknown, no silent conversion."""

    model_config = ConfigDict(
        alias_generator=kebab_case, extra="forbid", frozen=True, strict=True, populate_by_name=False
    )
