"""An author's data against a typed model: the model's words about a mistake become the author's."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from modules.kit.author_model import kebab_case
from modules.kit.errors import Problem
from modules.kit.yaml_source import Place, YamlSource

M = TypeVar("M", bound=BaseModel)


def validated(
    kind: type[M], source: YamlSource, place: Place, data: object, problems: list[Problem]
) -> M | None:
    """Return the data as a model, or None; every mistake is added to `problems` with file and line.

    Args:
        kind: the model.
        source: the file that the data comes from.
        place: where in that file it stands.
        data: what stands there.
        problems: the mistakes found so far.
    """
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        problems += (
            source.problem((*place, *found["loc"]), _explain(found, kind)) for found in error.errors()
        )
        return None


def _explain(found: ErrorDetails, kind: type[BaseModel]) -> str:
    """Say what came and what was expected, in an author's words."""
    name = found["loc"][-1] if found["loc"] else "this"
    if found["type"] == "missing":
        return f"'{name}' is missing"
    if found["type"] == "extra_forbidden":
        known = ", ".join(kebab_case(field) for field in kind.model_fields)
        at_top = len(found["loc"]) == 1
        return f"'{name}' is not known here" + (f"; expected one of: {known}" if at_top else "")
    if found["type"] in {"model_type", "model_attributes_type", "dict_type"}:
        return f"'{name}': expected keys and values, came {found['input']!r}"
    return f"'{name}': {found['msg'].lower()}, came {found['input']!r}"
