"""Which modules this Open edX has, found once in each process."""

import os
from functools import cache
from pathlib import Path

from modules.kit.module import Module
from modules.kit.registry import Registry, load_registry


@cache
def registry() -> Registry:
    """Every module that is installed; `WEGWIJS_MODULE_PATH` names folders with more of them.

    `WEGWIJS_INSTITUTION` names the institution pack with a school's own facts.
    """
    folders = os.environ.get("WEGWIJS_MODULE_PATH", "").split(os.pathsep)
    institution = os.environ.get("WEGWIJS_INSTITUTION") or None
    return load_registry([Path(folder) for folder in folders if folder], institution)


def find(name: str) -> Module | None:
    """Return the whole module of this name, if it is here and has no mistakes."""
    return registry().modules.get(name)


def edition_of(module: Module, variant: str, edition: str) -> Module:
    """Return what a block shows of a module: for who is alone, nothing that is done on campus.

    Who is there is kept in the LTI tool only: a block has the steps on campus, and no code for them.
    """
    part = module.in_variant(variant)
    at_home = part if edition == "class" else part.at_home()
    return at_home if at_home.steps else part


def is_broken(name: str) -> bool:
    """Whether a module of this name is here, with mistakes in it."""
    return any(broken.folder.name == name for broken in registry().broken)
