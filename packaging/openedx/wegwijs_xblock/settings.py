"""What an author may set of a block, and what is wrong with what was set."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from wegwijs_xblock.catalogue import edition_of, find, is_broken, registry
from xblock.fields import Boolean, Float, Scope, String

from modules.kit.module import Module

EDITIONS = ("self", "class")
LONGEST_TITLE = 255
NAMES = ("display_name", "module", "variant", "language", "edition", "has_score", "weight")
"""Of all settings, in the order of the form."""


class Settings:
    """The fields that an author sets. They are attributes of the block's element in OLX."""

    fixed_module = ""
    """The module of a block that shows one module only; "" where the author chooses."""

    display_name = String(default="Wegwijs", scope=Scope.settings)
    module = String(default="", scope=Scope.settings, help="The id of a module.")
    variant = String(default="", scope=Scope.settings, help="Which steps; the usual ones where empty.")
    language = String(default="", scope=Scope.settings, help="One language; the learner's where empty.")
    edition = String(default=EDITIONS[0], scope=Scope.settings, help="self or class.")
    has_score = Boolean(default=True, scope=Scope.settings, help="Whether the course gets a score.")
    weight = Float(default=1.0, scope=Scope.settings, help="What the score counts for.")

    @property
    def module_id(self) -> str:
        """The module that this block is to show."""
        return self.fixed_module or self.module

    @property
    def shown_module(self) -> Module | None:
        """The module with the steps to show; None where it can't be shown."""
        module = find(self.module_id)
        return edition_of(module, self.variant, self.edition) if module else None


@dataclass(frozen=True)
class Mistake:
    """Something in the settings that an author should mend."""

    code: str
    """Of the words for it."""
    facts: Mapping[str, str]
    stops: bool = True
    """Whether learners see nothing because of it."""


def mistakes(block: Settings) -> Iterator[Mistake]:
    """Yield what is wrong with a block as it is set; a learner meets what can be shown all the same."""
    name = block.module_id
    module = find(name)
    if not name:
        yield Mistake("none", {})
    elif module is None and is_broken(name):
        yield Mistake("broken", {"module": name})
    elif module is None:
        yield Mistake("unknown", {"module": name, "there": ", ".join(registry().modules)})
    else:
        if block.variant and block.variant not in module.variants:
            shown = module.in_variant(None).variant or module.id
            facts = {"module": name, "variant": block.variant, "shown": shown}
            yield Mistake("variant", facts, stops=False)
        if block.language and block.language not in module.languages:
            facts = {"module": name, "language": block.language, "shown": ", ".join(module.languages)}
            yield Mistake("language", facts, stops=False)


def read_form(given: Mapping[str, Any], fixed_module: str) -> tuple[dict[str, Any], Sequence[str]]:
    """Return the settings that a form sent, and the names of those that can't be kept.

    Args:
        given: What came, by name.
        fixed_module: The module of a block that shows one only, or "".
    """
    chosen = str(given.get("module") or "")
    module = find(fixed_module or chosen)
    # Where the module has no choice, what was chosen of another module means nothing.
    variant = str(given.get("variant") or "") if module and module.variants else ""
    is_judged = module is not None and module.in_variant(variant or None).grading == "rubric"
    values: dict[str, Any] = {
        "display_name": str(given.get("display_name") or "").strip(),
        "module": "" if fixed_module else chosen,
        "variant": variant,
        "language": str(given.get("language") or ""),
        "edition": given.get("edition"),
        # Where a person judges there is no score of ours to pass on.
        "has_score": given.get("has_score") is True and not is_judged,
        "weight": _number(given.get("weight")),
    }
    wrong = {
        "display_name": len(values["display_name"]) > LONGEST_TITLE,
        "module": module is None,
        "variant": bool(module and values["variant"] and values["variant"] not in module.variants),
        "language": bool(module and values["language"] and values["language"] not in module.languages),
        "edition": values["edition"] not in EDITIONS,
        "weight": values["weight"] is None,
    }
    return values, [name for name in NAMES if wrong.get(name)]


def _number(given: Any) -> float | None:
    try:
        number = float(str(given).replace(",", "."))
    except ValueError:
        return None
    return number if isfinite(number) and number >= 0 else None
