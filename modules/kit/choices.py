"""What whoever makes a course chooses for its learners, such as the frame in which they reflect.

A module names each choice and what there is (`choices: {scaffold: [deal, what]}`); the first of them counts
where nobody chose.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Choices: TypeAlias = Mapping[str, Sequence[str]]
"""What there is to choose from, by choice."""

Chosen: TypeAlias = Mapping[str, str]
"""What was chosen, by choice."""


def known(choices: Choices, chosen: Mapping[str, object]) -> dict[str, str]:
    """Return what was chosen, as far as the module still offers it; what nobody chose is absent."""
    return {
        name: option
        for name, offered in choices.items()
        if isinstance(option := chosen.get(name), str) and option in offered
    }


def settled(choices: Choices, chosen: Mapping[str, object]) -> dict[str, str]:
    """Return one option for every choice: the one chosen, else the first."""
    return {name: offered[0] for name, offered in choices.items()} | known(choices, chosen)
