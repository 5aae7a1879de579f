"""What commands need of the machine they run on."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lti_tool.settings import Settings, module_folders, read_settings
from modules.kit.registry import Registry, load_registry

if TYPE_CHECKING:
    from lti_tool.store.db import Database


def settings() -> Settings:
    """The settings from the environment."""
    return read_settings(os.environ)


def registry() -> Registry:
    """The modules of this installation, with the facts of its institution pack."""
    found = settings()
    return load_registry(module_folders(found), found.institution)


def database() -> Database:
    """The database, in the shape this version needs."""
    from lti_tool.store.db import Database  # noqa: PLC0415

    found = Database(settings().database_url)
    found.prepare()
    return found
