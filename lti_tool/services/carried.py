"""What a learner takes along from earlier modules into this one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection

from lti_tool.store import carried
from modules.kit.carried import Carried, carried_into, carry
from modules.kit.module import Module


def gather(
    connection: Connection, attempt_row: int, module: Module, modules: Mapping[str, Module], language: str
) -> dict[str, Any]:
    """The newest answers that a module looks back at, by `module/activity`, in its own order.

    Of what the learner leaves behind only the titles come, so that it can be taken along again.

    Args:
        connection: A transaction.
        attempt_row: The work that looks back.
        module: That of the attempt.
        modules: Every module by id.
        language: The page's.
    """
    names = carried_into(module)
    if not names:
        return {}
    found: dict[str, Carried] = {}
    for name, value in carried.answers_elsewhere(connection, attempt_row, names):
        # An answer that was emptied does not hide what the same person wrote elsewhere.
        if name not in found and (answer := carry(modules, name, language, value)):
            found[name] = answer
    left = carried.left(connection, attempt_row)
    return {name: _shown(found[name], is_left=name in left) for name in names if name in found}


def change(connection: Connection, attempt_row: int, wanted: Mapping[str, bool]) -> None:
    """Take answers along or leave them behind, in this module and in all later ones."""
    for name, is_wanted in wanted.items():
        act = carried.take_again if is_wanted else carried.leave
        act(connection, attempt_row, name)


def _shown(answer: Carried, *, is_left: bool) -> dict[str, Any]:
    if is_left:
        return {"module": answer.module, "title": answer.title, "lines": [], "value": None, "left": True}
    return asdict(answer)
