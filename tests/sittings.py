"""What a learner opens at once: a module, or one session of a module that is a course of several."""

from modules.kit.module import Module
from modules.kit.registry import load_registry

LONGEST = 180
"""In minutes: a longer module is a course, whose sessions have a link or a package each."""


def whole(module: Module) -> Module:
    """The module with all its steps, also where a learner usually gets a part."""
    return module.in_variant(max(module.variants, key=lambda name: len(module.variants[name]), default=None))


def sittings(module: Module) -> dict[str, Module]:
    """The module by its id; a course by session instead: every variant that fits in a sitting."""
    if module.minutes <= LONGEST:
        return {module.id: whole(module)}
    parts = {f"{module.id}-{name}": module.in_variant(name) for name in module.variants}
    return {name: part for name, part in parts.items() if part.minutes <= LONGEST}


def all_sittings() -> dict[str, Module]:
    """Every sitting of every module, by name."""
    return {
        name: part for module in load_registry().modules.values() for name, part in sittings(module).items()
    }
