"""The facilitator's guides as files beside a package; never inside it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from lti_tool.errors import PaperError
from modules.kit.guide_booklet import guide_pages, render_guide_booklet
from modules.kit.module import Module

ALWAYS = 315_532_800
"""1 January 1980, the moment that a package's files name: the real one would give other bytes every time."""


def guide_pdf(module: Module, language: str, now: int = ALWAYS) -> bytes:
    """Return the guide as PDF.

    Raises:
        PaperError: It can't be made; `no-typst` where the extra that makes it is not installed.
    """
    from lti_tool.paper.typesetting import typeset  # noqa: PLC0415 (what only the extra brings)

    pages: dict[str, Any] = guide_pages(module, language) or {}
    return typeset("guide", pages, now)


def guide_pdf_if_any(module: Module, language: str) -> bytes | None:
    """Return the guide as PDF, or None where Typst is not installed.

    Raises:
        click.ClickException: It can't be made for another reason.
    """
    try:
        return guide_pdf(module, language)
    except PaperError as problem:
        if problem.code == "no-typst":
            return None
        raise click.ClickException(f"{module.id}: {problem}") from problem


def guide_files(modules: Iterable[Module], languages: Sequence[str]) -> dict[str, bytes]:
    """Return the guides of modules in the wanted languages, or in all, by the name of their file.

    Raises:
        click.ClickException: A guide can't be made.
    """
    made: dict[str, bytes | None] = {}
    for module in modules:
        for language in (one for one in languages or module.guides if one in module.guides):
            name = f"guide-{module.id}-{language}"
            made[f"{name}.html"] = (render_guide_booklet(module, language) or "").encode()
            made[f"{name}.pdf"] = guide_pdf_if_any(module, language)
    return {name: content for name, content in made.items() if content}


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        click.ClickException: It can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(unfinished).chmod(0o644)
            Path(unfinished).replace(path)
        finally:
            Path(unfinished).unlink(missing_ok=True)
    except OSError as error:
        raise click.ClickException(f"cannot write {path}: {error.strerror or error}") from error
