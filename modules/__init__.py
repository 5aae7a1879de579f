"""Learning modules and the kit that reads them. Imports nothing else of Wegwijs."""

from modules.kit.activity_type import ActivityType, Line, Refusal
from modules.kit.errors import ModuleError, Problem, RegistryError
from modules.kit.loader import load_module
from modules.kit.module import Activity, Module, Step
from modules.kit.registry import Registry, load_registry

__all__ = [
    "Activity",
    "ActivityType",
    "Line",
    "Module",
    "ModuleError",
    "Problem",
    "Refusal",
    "Registry",
    "RegistryError",
    "Step",
    "load_module",
    "load_registry",
]
