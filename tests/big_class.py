"""A class at the link that is there: learners at all kinds of places, put straight into the database."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Connection, insert, select

from lti_tool.store.tables import answers, attempts, contact_wishes, learners, resource_links
from lti_tool.tool import Tool

DAY = 24 * 3600
_FULL = Path(__file__).parent / "browser" / "full_answers"
PRIVATE = "kanarie-van-iemand-die-niets-deelde"


def seed_class(tool: Tool, count: int, module: str = "identity", first: int = 0) -> None:
    """Let so many learners open the link, numbered from the first; always the same ones.

    Each got somewhere, some a long time ago.
    """
    full = yaml.safe_load((_FULL / f"{module}.yaml").read_text(encoding="utf-8"))["answers"]
    chance = random.Random(7)
    with tool.database.write() as connection:
        link, deployment = connection.execute(
            select(resource_links.c.id, resource_links.c.deployment_row).order_by(resource_links.c.id)
        ).first() or (0, 0)
        for number in range(first, first + count):
            values = {"deployment_row": deployment, "sub": f"seeded-{number}"}
            learner = connection.scalar(insert(learners).values(**values).returning(learners.c.id))
            how_far = chance.choice([0, 1, 3, 5, 8, len(full) - 1, len(full)])
            at = tool.now() - chance.choice([0, 0, 0, 1, 4, 9, 20]) * DAY - chance.randrange(DAY // 2)
            finished = at if how_far == len(full) and chance.random() < 0.7 else None
            new = {
                "learner_row": learner, "resource_link_row": link, "module": module, "role": "learner",
                "graded": True, "created_at": at - 3600, "finished_at": finished,
            }  # fmt: skip
            row = connection.scalar(insert(attempts).values(**new).returning(attempts.c.id))
            _answer(connection, row or 0, dict(list(full.items())[:how_far]), at, chance)
            if number % 3 == 0:
                how = "liefst via Smartschool, na 17 uur" if number % 2 else None
                wish = {"attempt_row": row, "wish": "no" if number % 5 == 0 else "yes", "how": how}
                connection.execute(insert(contact_wishes).values(changed_at=at, **wish))


def _answer(
    connection: Connection, row: int, given: Mapping[str, Any], at: int, chance: random.Random
) -> None:
    rows = []
    for place, (activity, value) in enumerate(given.items()):
        # The last one is often not done yet; nothing of it is shared.
        is_begun = place == len(given) - 1 and chance.random() < 0.6
        said = _little_of(value) if is_begun else value
        how = "paper" if not is_begun and chance.random() < 0.08 else "screen"
        rows.append({
            "attempt_row": row, "activity": activity, "value": json.dumps(said), "how": how,
            "audience": "learner", "revision": 1 + place % 4, "changed_at": at - 60 * (len(given) - place),
        })  # fmt: skip
    if rows:
        connection.execute(insert(answers), rows)


def _little_of(value: Any) -> Any:
    """The start of an answer: too little to be done, and not for anybody else."""
    if isinstance(value, dict):
        return {name: _little_of(one) for name, one in list(value.items())[:1]}
    if isinstance(value, list):
        return [_little_of(one) for one in value[:1]]
    return PRIVATE if isinstance(value, str) else value
