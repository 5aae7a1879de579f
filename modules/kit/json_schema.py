"""The contract as JSON Schema, so that an author's editor completes and underlines.

The files in `modules/kit/schema/` are made here (`python -m modules.kit.json_schema`) and a test holds them
to the models. A module names them in its first line:
`# yaml-language-server: $schema=../kit/schema/module.schema.json`.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from modules.kit.activity_type import AnyActivityType
from modules.kit.activity_types import BUILT_IN
from modules.kit.civic import CivicStructure, CivicWords
from modules.kit.institution import PackStructure, PackWords
from modules.kit.leaflet import LeafletStructure, LeafletWords
from modules.kit.structure import (
    ActivityGuide,
    ModuleGuide,
    ModuleStructure,
    ModuleWords,
    StepGuide,
    StepWords,
)
from modules.kit.totals import Totals

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = Path(__file__).with_name("schema")


def schemas(types: Iterable[AnyActivityType] = BUILT_IN) -> Mapping[str, dict[str, Any]]:
    """Return the schema of each kind of file, by file name."""
    usable = [kind for kind in types if kind.name != "questions"]
    return {
        "module.schema.json": _module_schema(usable),
        "words.schema.json": _layered(ModuleWords, StepWords, [kind.Words for kind in usable]),
        "words-part.schema.json": _part(_layered(ModuleWords, StepWords, [kind.Words for kind in usable])),
        "guide-part.schema.json": _part(_layered(ModuleGuide, StepGuide, [ActivityGuide])),
        "totals.schema.json": {"$schema": DIALECT} | _schema(Totals),
        "pack.schema.json": {"$schema": DIALECT} | _schema(PackStructure),
        "leaflet.schema.json": {"$schema": DIALECT} | _schema(LeafletStructure),
        "leaflet-words.schema.json": {"$schema": DIALECT} | _schema(LeafletWords),
        "pack-words.schema.json": {"$schema": DIALECT} | _schema(PackWords),
        "civic.schema.json": {"$schema": DIALECT} | _schema(CivicStructure),
        "civic-words.schema.json": {"$schema": DIALECT} | _schema(CivicWords),
        "guide.schema.json": _layered(ModuleGuide, StepGuide, [ActivityGuide]),
    }


def write_schemas(folder: Path = FOLDER) -> None:
    """Write every schema into `folder`."""
    folder.mkdir(exist_ok=True)
    for name, schema in schemas().items():
        (folder / name).write_text(as_text(schema), encoding="utf-8")


def as_text(schema: Mapping[str, Any]) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _module_schema(types: Iterable[AnyActivityType]) -> dict[str, Any]:
    schema = _schema(ModuleStructure)
    common = schema["$defs"]["ActivityStructure"]
    variants = []
    for kind in types:
        own = _schema(kind.Options)
        schema["$defs"] |= own.pop("$defs", {})
        variants.append(
            {
                "type": "object",
                "description": _first_line(kind),
                "properties": {
                    **common["properties"],
                    "type": {"const": kind.name},
                    **own.get("properties", {}),
                },
                "required": sorted({*common["required"], *own.get("required", [])}),
                "additionalProperties": False,
            }
        )
    schema["$defs"]["ActivityStructure"] = {"oneOf": variants}
    return {"$schema": DIALECT, "title": "A module's structure (module.yaml)"} | schema


def _layered(
    top: type[BaseModel], step: type[BaseModel], activities: Iterable[type[BaseModel]]
) -> dict[str, Any]:
    """Nest three models: beside the top's keys stand steps, beside a step's keys stand activities."""
    definitions: dict[str, Any] = {}
    layers = []
    for model in (top, step, *activities):
        layer = _schema(model)
        definitions |= layer.pop("$defs", {})
        layers.append(layer)
    outer, middle, *inner = layers
    middle["additionalProperties"] = {"anyOf": inner}
    outer["additionalProperties"] = middle
    title = f"{_first_line(top)} Then one key per step, and in it one key per activity."
    return {"$schema": DIALECT, "description": title} | outer | {"$defs": definitions}


def _part(whole: dict[str, Any]) -> dict[str, Any]:
    """The schema of a file that holds some of the steps, and none of the module's own words."""
    kept = {key: whole[key] for key in ("$schema", "type", "additionalProperties", "$defs")}
    return kept | {"description": "Steps of a long module: one key per step, and in it one key per activity."}


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True)


def _first_line(documented: object) -> str:
    return (documented.__doc__ or "").strip().splitlines()[0]


if __name__ == "__main__":
    write_schemas()
