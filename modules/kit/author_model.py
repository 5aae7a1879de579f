"""What every part of an author's files shares: how keys are written, what an id is, and no guessing."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

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


def done_unless_said(data: Any, of: str, key: str, *, most: int | None = None) -> Any:
    """Return options in which `done` asks for all of something, where the author does not say what is enough.

    Args:
        data: The options before they are checked: an author's mistakes may be in them, and are named later.
        of: The option that holds the things, or says how many there are.
        key: The name of the rule in `done`.
        most: No more of them are asked for.
    """
    there = data.get(of) if isinstance(data, Mapping) and "done" not in data else None
    if not isinstance(there, int | list | Mapping):
        return data
    count = there if isinstance(there, int) else len(there)
    return {**data, "done": {key: max(1, min(count, most or count))}}


def kebab_case(name: str) -> str:
    """Return the name as authors write it in YAML: `what_hint` becomes `what-hint`, `from_` `from`."""
    return name.rstrip("_").replace("_", "-")


class AuthorModel(BaseModel):
    """A part of an author's files: kebab-case names, nothing unknown, no silent conversion."""

    model_config = ConfigDict(
        alias_generator=kebab_case, extra="forbid", frozen=True, strict=True, populate_by_name=False
    )
