"""Whether what there is of a student meets the rule of the attest, and what is missing. A person decides.

No Flask, no SQL, no network.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal, TypeAlias

from modules.kit.activity_type import Refusal
from modules.kit.civic import AttestRule
from modules.kit.module import Module

LONGEST_NAME = 120
LONGEST_REASON = 500
MOST_MADE = 20
"""So often a learner may make one attest: each number is published for ever."""
_KEPT_MARKS = "\u200c\u200d"
"""Joiners, without which names in some scripts are spelled wrong."""

Need: TypeAlias = Literal["present", "done", "released"]


@dataclass(frozen=True)
class Course:
    """What a module has that a rule may ask for: sessions, those on campus, and whether people judge."""

    sessions: int
    on_campus: int
    judged: bool


@dataclass(frozen=True)
class Traces:
    """What there is of one student."""

    present: int
    done: int
    released: bool


@dataclass(frozen=True)
class Part:
    """One thing that the rule asks for: how much is there, how much is wanted, and how much there can be."""

    need: Need
    there: int
    wanted: int
    most: int

    @property
    def is_met(self) -> bool:
        """Whether this is enough."""
        return self.there >= self.wanted


def has_attest(module: Module) -> bool:
    """Whether an attest can be had of a whole module: people judge it, and there are steps on campus."""
    return module.rubric is not None and any(step.campus for step in module.steps)


def course_of(module: Module) -> Course:
    """What the rule is held against: the whole module, in no variant."""
    sessions = [module.in_variant(name) for name in module.parts] or [module]
    on_campus = sum(any(step.campus for step in one.steps) for one in sessions)
    return Course(len(sessions), on_campus, judged=module.rubric is not None)


def parts_of(rule: AttestRule, course: Course, traces: Traces) -> tuple[Part, ...]:
    """What the rule asks for, each with what is there. It never asks for more than a module has."""
    asked = (
        Part("present", traces.present, min(rule.present, course.on_campus), course.on_campus),
        Part("done", traces.done, min(rule.done, course.sessions), course.sessions),
        Part("released", int(traces.released), int(rule.released and course.judged), 1),
    )
    return tuple(part for part in asked if part.wanted)


def is_met(parts: tuple[Part, ...]) -> bool:
    """Whether all of it is there."""
    return all(part.is_met for part in parts)


def tidy_name(text: str) -> str | Refusal:
    """The name that must stand on an attest, in the one way of writing it that its hash is made of."""
    known = unicodedata.normalize("NFC", text)
    seen = "".join(" " if char.isspace() else char for char in known if char.isspace() or _is_seen(char))
    name = " ".join(seen.split())
    if not any(char.isalpha() for char in name):
        return Refusal("empty")
    return name if len(name) <= LONGEST_NAME else Refusal("too-long")


def tidy_reason(text: str) -> str | None:
    """What a facilitator says of a decision; None where nothing is said."""
    seen = "".join(char for char in text if char == "\n" or _is_seen(char) or char == " ").strip()
    return seen[:LONGEST_REASON] or None


def _is_seen(char: str) -> bool:
    """Whether a letter can be read; those that only turn the direction of others around can't."""
    return char in _KEPT_MARKS or not unicodedata.category(char).startswith("C")
