"""One small activity of each type that civic reflection brought: its structure, its words, a full answer."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sample:
    """What `one_activity.module_with` makes a module of."""

    structure: str
    words: str
    value: Any


SAMPLES = {
    "stakeholder-map": Sample(
        "type: stakeholder-map, roles: [gains, decides, works], people: 6, done: {people: 3}",
        """\
title: Wie hoort erbij?
ask: Wie is betrokken bij de nood, en wie wordt vergeten?
centre: Veilig fietsen
person: Persoon of groep
name: Wie?
name-hint: Een rol of een groep, geen naam.
role: Wat zijn zij hierin?
roles: {gains: heeft er baat bij, decides: beslist, works: "werkt eraan, ook zonder [[idee]]"}
ring: Hoe dicht bij de nood?
rings: {near: heel dicht, middle: iets verder, far: veraf}
forgotten: Wordt vergeten of niet gehoord
add: Nog iemand""",
        [
            {"name": "Kinderen uit de buurt", "role": "gains", "ring": "near", "forgotten": True},
            {"name": "Ouders", "role": "gains", "ring": "near"},
            {"name": "Stad Hasselt, dienst mobiliteit", "role": "decides", "ring": "middle"},
            {"name": "Fietsersbond", "role": "works", "ring": "middle"},
            {"name": "Buschauffeurs", "role": "works", "ring": "far", "forgotten": True},
        ],
    ),
}
