"""Every module and activity type that this installation has, found through three doors.

The doors: the folders beside the kit, any installed distribution (entry point groups below), and the
folders an administrator names in `WEGWIJS_MODULE_PATH`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from modules.kit.activity_type import ActivityType, AnyActivityType
from modules.kit.activity_types import BUILT_IN
from modules.kit.errors import ModuleError, Problem, RegistryError
from modules.kit.institution import NOBODYS, Pack
from modules.kit.institution_registry import find_pack
from modules.kit.leaflet import Leaflet
from modules.kit.leaflet.loader import load_leaflet
from modules.kit.loader import load_module
from modules.kit.module import Module

MODULES_GROUP = "wegwijs.modules"
"""Entry points whose object is the `Path` (or its text) of a module's folder or of a folder of modules."""

ACTIVITY_TYPES_GROUP = "wegwijs.activity_types"
"""Entry points whose object is an `ActivityType` or its class."""

BUILT_IN_MODULES = Path(__file__).parent.parent


@dataclass(frozen=True)
class BrokenModule:
    """A module that breaks the contract; it is listed with its mistakes and takes no other down."""

    folder: Path
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Registry:
    """What was found."""

    modules: Mapping[str, Module]
    """By id, in the order of their tracks."""
    broken: tuple[BrokenModule, ...]
    types: Mapping[str, AnyActivityType]
    pack: Pack
    """The institution pack that the modules refer to."""
    leaflets: Mapping[str, Leaflet]
    """Pages for the people around the learner, by id."""


def load_registry(module_path: Sequence[Path] = (), institution: str | None = None) -> Registry:
    """Find and load every module.

    Args:
        module_path: the folders an administrator named; each is a module's folder or holds such folders.
        institution: the id or the folder of the institution pack; ours where left out.

    Raises:
        RegistryError: two modules or two activity types carry one name; both are named.
    """
    broken: list[BrokenModule] = []
    types = _types(broken)
    pack = _pack(institution, broken)
    modules: dict[str, Module] = {}
    for folder in _folders(module_path, broken):
        try:
            module = load_module(folder, types.values(), pack)
        except ModuleError as error:
            broken.append(BrokenModule(folder, error.problems))
            continue
        if (other := modules.get(module.id)) is not None:
            raise RegistryError(
                f"two modules are called '{module.id}': {other.folder} and {folder}; remove or rename one"
            )
        modules[module.id] = module
    leaflets = {leaflet.id: leaflet for leaflet in _leaflets(pack, broken)}
    ordered = sorted(modules.values(), key=lambda module: (module.track.name, module.track.order, module.id))
    return Registry({module.id: module for module in ordered}, tuple(broken), types, pack, leaflets)


def _types(broken: list[BrokenModule]) -> dict[str, AnyActivityType]:
    origins: dict[str, str] = {}
    types: dict[str, AnyActivityType] = {}

    def add(kind: AnyActivityType, origin: str) -> None:
        if kind.name in types:
            raise RegistryError(
                f"two activity types are called '{kind.name}': from {origins[kind.name]} and from {origin}"
            )
        types[kind.name], origins[kind.name] = kind, origin

    for kind in BUILT_IN:
        add(kind, "the kit")
    for entry in entry_points(group=ACTIVITY_TYPES_GROUP):
        found = _load(entry, broken)
        made = found() if isinstance(found, type) and issubclass(found, ActivityType) else found
        if isinstance(made, ActivityType):
            add(made, _origin(entry))
        elif made is not None:
            broken.append(_broken_entry(entry, f"expected an ActivityType, came {made!r}"))
    return types


def _pack(institution: str | None, broken: list[BrokenModule]) -> Pack:
    try:
        return find_pack(institution)
    except ModuleError as error:  # the modules go on, and say calmly that these facts are not there
        broken.append(BrokenModule(error.problems[0].file, error.problems))
        return NOBODYS


def _leaflets(pack: Pack, broken: list[BrokenModule]) -> Iterator[Leaflet]:
    for file in sorted(BUILT_IN_MODULES.glob("*/leaflet.yaml")):
        try:
            yield load_leaflet(file.parent, pack)
        except ModuleError as error:
            broken.append(BrokenModule(file.parent, error.problems))


def _folders(module_path: Sequence[Path], broken: list[BrokenModule]) -> Iterator[Path]:
    yield from _modules_in(BUILT_IN_MODULES)
    for entry in entry_points(group=MODULES_GROUP):
        found = _load(entry, broken)
        if isinstance(found, str | Path):
            yield from _named(Path(found), _origin(entry), broken)
        elif found is not None:
            broken.append(_broken_entry(entry, f"expected a folder's path, came {found!r}"))
    for folder in module_path:
        yield from _named(folder, "WEGWIJS_MODULE_PATH", broken)


def _named(folder: Path, by: str, broken: list[BrokenModule]) -> Iterator[Path]:
    if (folder / "module.yaml").is_file():
        yield folder
        return
    found = list(_modules_in(folder)) if folder.is_dir() else []
    if not found:
        message = f"{by} names this folder, but it has no module.yaml and holds no folder with one"
        broken.append(BrokenModule(folder, (Problem(folder, 0, message),)))
    yield from found


def _modules_in(folder: Path) -> Iterator[Path]:
    return (file.parent for file in sorted(folder.glob("*/module.yaml")))


def _load(entry: EntryPoint, broken: list[BrokenModule]) -> object:
    try:
        found: object = entry.load()
    except Exception as error:  # whatever a stranger's code raises, the other modules go on
        broken.append(_broken_entry(entry, f"can't be imported: {error!r}"))
        return None
    return found


def _origin(entry: EntryPoint) -> str:
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value


def _broken_entry(entry: EntryPoint, message: str) -> BrokenModule:
    place = Path(entry.value)
    return BrokenModule(
        place, (Problem(place, 0, f"entry point '{entry.name}' of {_origin(entry)}: {message}"),)
    )
