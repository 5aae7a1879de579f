"""From a module's folder to everything its preview shows, or to its mistakes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from modules.kit.carried import carry_problems
from modules.kit.errors import ModuleError, PageError, Problem
from modules.kit.guide_booklet import render_guide_booklet
from modules.kit.loader import load_module
from modules.kit.module import Module
from modules.kit.page import page_assets, render_page
from modules.kit.registry import Registry
from modules.kit.totals import compare_problems

HOST = "preview"

Seen = tuple[tuple[str, int, int], ...]
"""Every file of a folder, when it changed (nanoseconds) and its size (bytes): equal where nothing changed."""


@dataclass(frozen=True)
class Built:
    """What a preview shows; either pages or mistakes."""

    title: str
    languages: tuple[str, ...]
    guided: tuple[str, ...] = ()
    """The languages that have a guide."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Path below the module's address → what stands there."""
    problems: tuple[Problem, ...] = ()


def seen(folder: Path) -> Seen:
    """Look at a folder: what is hidden, such as an editor's own files, does not count."""
    found = []
    for file in sorted(folder.rglob("*")):
        if any(part.startswith(".") for part in file.relative_to(folder).parts):
            continue
        try:
            state = file.stat()
        except OSError:  # went while we looked
            continue
        found.append((str(file), state.st_mtime_ns, state.st_size))
    return tuple(found)


def build(folder: Path, registry: Registry, variant: str | None) -> Built:
    """Make every page of the module in a folder.

    Args:
        folder: The module's folder.
        registry: The activity types, the institution pack, and the modules that it may look back at.
        variant: Which of the module's variants; its first where there is none of that name.
    """
    try:
        module = load_module(folder, registry.types.values(), registry.pack)
        if problems := [
            *carry_problems(module, registry.modules),
            *compare_problems(module, registry.modules),
        ]:
            raise ModuleError(problems)
        return _pages(module.in_variant(variant))
    except ModuleError as error:
        return _broken(folder, error.problems)
    except PageError as error:
        return _broken(folder, (Problem(folder, 0, str(error)),))
    except OSError as error:  # a file that went, or is being written
        file = Path(error.filename) if isinstance(error.filename, str) else folder
        return _broken(folder, (Problem(file, 0, error.strerror or str(error)),))


def _pages(module: Module) -> Built:
    files = page_assets(module, [HOST])
    names = {language: f"index.{language}.html" for language in module.languages}
    for language, name in names.items():
        page = render_page(module, language, host=HOST, settings={}, page_names=names)
        files[name] = page.encode()
        if guide := render_guide_booklet(module, language):
            files[f"guide.{language}.html"] = guide.encode()
    title = module.words[module.default_language].module.title
    return Built(title, tuple(module.languages), tuple(module.guides), files)


def _broken(folder: Path, problems: tuple[Problem, ...]) -> Built:
    return Built(folder.resolve().name, (), problems=problems)
