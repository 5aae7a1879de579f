"""YAML with places: every value knows the line it came from, so that a mistake can be shown to its author."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from modules.kit.errors import ModuleError, Problem

Place: TypeAlias = tuple[str | int, ...]
"""The keys and positions that lead to a value, for example `("steps", 0, "minutes")`."""


# The parser in C where PyYAML brings it, as its wheels do: ten times faster.
_Fastest: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Fastest):  # type: ignore[misc]
    """YAML 1.2's plain idea of a boolean and of text: `no` is a word and `2026-11-21` stays text."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp"}
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


@dataclass(frozen=True)
class YamlSource:
    """One YAML file as data, with the line of each part."""

    file: Path
    data: Any
    lines: Mapping[Place, int]
    files: Mapping[str, Path] = field(default_factory=dict)
    """Where keys of the top stand that come from another file."""

    def line(self, place: Sequence[str | int]) -> int:
        """Return the line of the part at `place`, or of the nearest part around it."""
        for length in range(len(place), -1, -1):
            if (found := self.lines.get(tuple(place[:length]))) is not None:
                return found
        return 1

    def problem(self, place: Sequence[str | int], message: str) -> Problem:
        """Return a problem at `place` of this file."""
        file = self.files.get(str(place[0]), self.file) if place else self.file
        return Problem(file, self.line(place), message)

    def twice(self, other: "YamlSource") -> Iterator[Problem]:
        """Yield a problem for each key of the top that another file has as well."""
        for key in other.data:
            if key in self.data:
                before = self.files.get(key, self.file).name
                yield other.problem((key,), f"'{key}' stands in {before} as well; keep one of them")

    def joined(self, other: "YamlSource") -> "YamlSource":
        """Return both as one; each key keeps its file and line."""
        return replace(
            self,
            data={**other.data, **self.data},
            lines={**other.lines, **self.lines},
            files={**dict.fromkeys(other.data, other.file), **self.files},
        )


def read_yaml(file: Path) -> YamlSource:
    """Read one YAML file.

    Raises:
        ModuleError: the file can't be read, is no YAML, or names one key twice.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ModuleError([Problem(file, 0, "this file is missing")]) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ModuleError([Problem(file, 0, f"can't be read as UTF-8 text: {error}")]) from error
    loader = _Loader(text)
    try:
        _refuse_aliases(text)
        node = loader.get_single_node()
        if node is None:
            raise ModuleError([Problem(file, 1, "this file is empty; expected keys and values")])
        lines: dict[Place, int] = {}
        problems: list[Problem] = []
        _walk(node, (), file, lines, problems)
        if problems:
            raise ModuleError(problems)
        return YamlSource(file, loader.construct_document(node), lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        said = ": ".join(part for part in (error.context, error.problem) if part)
        raise ModuleError([Problem(file, line, f"this is no valid YAML: {said}")]) from error
    except yaml.YAMLError as error:
        raise ModuleError([Problem(file, 0, f"this is no valid YAML: {error}")]) from error
    finally:
        loader.dispose()


def _refuse_aliases(text: str) -> None:
    """An author needs none, and a circle of them would never end."""
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            mark: Any = event.start_mark
            raise yaml.composer.ComposerError(None, None, "aliases (*name) are not used here", mark)


def _walk(
    node: yaml.Node, place: Place, file: Path, lines: dict[Place, int], problems: list[Problem]
) -> None:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in seen:
                problems.append(Problem(file, line, f"'{key}' stands here twice (first on line {seen[key]})"))
            seen[key] = line
            # The key's line is where an author looks, also when its value begins further down.
            lines[(*place, key)] = line
            _walk(value_node, (*place, key), file, lines, problems)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _walk(item, (*place, index), file, lines, problems)
