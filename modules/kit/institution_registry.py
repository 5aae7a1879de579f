"""Which institution packs this installation has, and which one is in use.

The doors are those of the modules: the folders beside them, any installed distribution (entry point group
below), and a folder that an administrator names.
"""

import os
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from modules.kit.errors import ModuleError, Problem
from modules.kit.institution import Pack
from modules.kit.institution_loader import STRUCTURE, load_pack

INSTITUTIONS_GROUP = "wegwijs.institutions"
"""Entry points named after a pack's id, whose object is the `Path` (or its text) of its folder."""

BUILT_IN_PACKS = Path(__file__).parent.parent / "institutions"
DEFAULT = "ucll-limburg"


@cache
def default_pack() -> Pack:
    """Return the pack that is used where nobody named one."""
    return load_pack(BUILT_IN_PACKS / DEFAULT)


def find_pack(wanted: str | None) -> Pack:
    """Return the pack of this id, or in this folder.

    Args:
        wanted: an id, or a path where it holds a separator or names a folder with a pack; None for ours.

    Raises:
        ModuleError: the pack has mistakes, or there is no such pack.
    """
    if not wanted:
        return default_pack()
    folder = Path(wanted)
    if os.sep in wanted or (folder / STRUCTURE).is_file():
        return load_pack(folder)
    if (BUILT_IN_PACKS / wanted / STRUCTURE).is_file():
        return load_pack(BUILT_IN_PACKS / wanted)
    entries = {entry.name: entry for entry in entry_points(group=INSTITUTIONS_GROUP)}
    if wanted in entries:
        return load_pack(_folder(entries[wanted]))
    there = ", ".join(sorted({*pack_names(), *entries}))
    raise ModuleError([Problem(folder, 0, f"there is no institution pack '{wanted}'; there are: {there}")])


def pack_names() -> list[str]:
    """Return the ids of the packs that come with Wegwijs."""
    return sorted(file.parent.name for file in BUILT_IN_PACKS.glob(f"*/{STRUCTURE}"))


def _folder(entry: EntryPoint) -> Path:
    try:
        found: object = entry.load()
    except Exception as error:
        message = f"entry point '{entry.name}' of {INSTITUTIONS_GROUP} can't be imported: {error!r}"
        raise ModuleError([Problem(Path(entry.value), 0, message)]) from error
    if not isinstance(found, str | Path):
        message = f"entry point '{entry.name}': expected a folder's path, came {found!r}"
        raise ModuleError([Problem(Path(entry.value), 0, message)])
    return Path(found)
