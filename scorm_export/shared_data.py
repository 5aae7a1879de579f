"""What goes along by itself from one session to a later one of the same package.

Each session that another one looks back at gets a store of its own, which only that session writes. A
platform of SCORM 2004 4th edition keeps it (`adl.data`, Run-Time Environment 4.3); elsewhere the runtime
keeps it on the device. https://adlnet.gov/projects/scorm-2004-4th-edition/
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from modules.kit.activity_type import JSON
from modules.kit.carried import carried_into
from modules.kit.module import Module


@dataclass(frozen=True)
class SharedData:
    """What one session of a package hands on, and what it gets."""

    own: str | None = None
    """The id of the store that it writes; None where no other session of the package looks back at it."""
    takes: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """What it reads: by module, the store's id and the activities."""

    @property
    def settings(self) -> Mapping[str, JSON]:
        """What the runtime's host gets to know of it; nothing where nothing is handed on."""
        if not self:
            return {}
        taken: dict[str, JSON] = {
            module: {"store": store, "activities": list(activities)}
            for module, (store, activities) in self.takes.items()
        }
        return {"shared": {"own": self.own, "from": taken}}

    def __bool__(self) -> bool:
        return self.own is not None or bool(self.takes)


def shared_data(course: str, modules: Sequence[Module]) -> dict[str, SharedData]:
    """Return what the sessions of one package hand on to each other, by module.

    Args:
        course: The package's id, part of each store's: a platform may keep one space for all its courses.
        modules: The package's modules.
    """
    by_id = {module.id: module for module in modules}
    taken = {module.id: _taken(module, by_id) for module in modules}
    wanted = {name for names in taken.values() for name in names}
    stores = {name: f"urn:wegwijs:{quote(course)}:{quote(name)}" for name in wanted}
    return {
        name: SharedData(stores.get(name), {one: (stores[one], ids) for one, ids in taken[name].items()})
        for name in by_id
    }


def _taken(module: Module, by_id: Mapping[str, Module]) -> dict[str, tuple[str, ...]]:
    """What a module looks back at of the others here, by module."""
    found: dict[str, tuple[str, ...]] = {}
    for name in carried_into(module):
        earlier, _, activity = name.partition("/")
        # A variant may leave out the activity's step.
        if earlier in by_id and activity in by_id[earlier].carries and activity in by_id[earlier].activities:
            found[earlier] = (*found.get(earlier, ()), activity)
    return found
