"""What goes along from one module to a later one: the earlier names it (`carries`), the later shows it.

An activity of another module is named `module/activity`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from modules.kit.activity_type import JSON, Line, Refusal
from modules.kit.errors import Problem
from modules.kit.module import Module
from modules.kit.rich_text import plain
from modules.kit.yaml_source import read_yaml


@dataclass(frozen=True)
class Carried:
    """One answer of an earlier module, as a later one shows it."""

    module: str
    """The earlier module's title."""
    title: str
    """The activity's title."""
    lines: Sequence[Line]
    value: JSON


def carried_into(module: Module) -> tuple[str, ...]:
    """Return what this module looks back at and does not hold, as `module/activity`, in its road's order.

    Those are activities of other modules, and for a variant also those of the module's other steps: a course
    may have a link for each part.
    """
    return tuple(dict.fromkeys(_looked_for(module)))


def _looked_for(module: Module) -> Iterator[str]:
    for one in module.activities.values():
        for name in one.type.looks_back_at(one.options):
            if name not in module.activities and name in module.carries:
                yield f"{module.id}/{name}"
        yield from one.type.carries_in(one.options)


def carry(modules: Mapping[str, Module], name: str, language: str, value: JSON) -> Carried | None:
    """Return an answer as a later module shows it; None where it does not go along, or has nothing to show.

    Args:
        modules: every module by id.
        name: `module/activity`.
        language: the page's; where the earlier module does not speak it, its own default.
        value: the answer's value as it was kept; the module may have changed since.
    """
    module_id, _, activity_id = name.partition("/")
    module = modules.get(module_id)
    if module is None or activity_id not in module.carries:
        return None
    activity = module.activities[activity_id]
    cleaned = activity.type.clean(activity.options, value)
    if isinstance(cleaned, Refusal):
        return None
    words = module.words[module.language(language)]
    spoken = words.activities[activity_id]
    lines = activity.type.lines(activity.options, spoken, cleaned)
    return Carried(plain(words.module.title), plain(spoken.title), lines, cleaned) if lines else None


def carry_problems(module: Module, modules: Mapping[str, Module]) -> Iterator[Problem]:
    """Yield what a module looks back at and never gets, where the earlier module is there to ask.

    Args:
        module: the later module.
        modules: every module by id; one that is not there is no mistake, as sessions can stand alone.
    """
    for index, step in enumerate(module.steps):
        for position, activity in enumerate(step.activities):
            for name in activity.type.carries_in(activity.options):
                if message := _why_not_carried(module, modules, name):
                    source = read_yaml(module.folder / "module.yaml")
                    yield source.problem(("steps", index, "activities", position, "from"), message)


def _why_not_carried(module: Module, modules: Mapping[str, Module], name: str) -> str | None:
    module_id, _, activity_id = name.partition("/")
    if module_id == module.id:
        return f"'{name}' is in this module itself; write '{activity_id}'"
    earlier = modules.get(module_id)
    if earlier is None or activity_id in earlier.carries:
        return None
    carried = ", ".join(earlier.carries) or "nothing"
    return f"'{module_id}' does not carry '{activity_id}'; it carries: {carried}"
