"""What becomes of answers that a page sent: kept, in conflict with what stands there, or refused.

For places that keep all answers of an attempt as one document. Where each answer is a row of a database, the
database itself compares the revisions; the rules are the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from modules.kit.activity_type import JSON, Refusal
from modules.kit.answers import Answer, is_same, read_answer
from modules.kit.module import Module


@dataclass
class Kept:
    """What became of each answer, by the id of its activity."""

    answers: dict[str, Answer]
    """Everything that is kept now."""
    saved: dict[str, int] = field(default_factory=dict)
    """The new revision."""
    conflicts: dict[str, Answer] = field(default_factory=dict)
    """What stands there instead, changed by somebody else meanwhile."""
    refused: dict[str, str] = field(default_factory=dict)
    """Why it can't be kept."""


def keep(module: Module, standing: Mapping[str, Answer], given: Mapping[str, JSON]) -> Kept:
    """Put answers beside those that are kept, each on its own terms; nothing is changed in place.

    Args:
        module: The whole module, also where a page shows some of its steps.
        standing: What is kept.
        given: What the page sent, as `read_answer` reads it: with the revision each is based on.
    """
    result = Kept(dict(standing))
    for name, raw in given.items():
        activity = module.activities.get(name)
        answer = read_answer(activity, raw) if activity else Refusal("unknown-activity")
        if isinstance(answer, Refusal):
            result.refused[name] = answer.code
            continue
        there = standing.get(name)
        if there is None or there.revision == answer.revision:
            # Nothing stands where the page knew something: its work was taken away under it, and what the
            # page has is all that is left.
            revision = answer.revision + 1
            result.answers[name] = Answer(answer.value, answer.how, answer.audience, revision)
            result.saved[name] = revision
        elif is_same(answer, there):
            # Our reply to the first sending got lost on its way; nothing is in conflict.
            result.saved[name] = there.revision
        else:
            result.conflicts[name] = there
    return result
