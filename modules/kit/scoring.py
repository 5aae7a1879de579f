"""Done, progress and score: the same rules as `runtime/progress.js`.

A personal answer is never scored on its content: `completion` counts what is done and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from modules.kit.answers import Answer
from modules.kit.module import Activity, Module


@dataclass(frozen=True)
class Progress:
    """How far a learner is."""

    done: tuple[str, ...]
    """The ids of all done activities, also of those that are not required, in the order of the road."""
    required_done: int
    required: int

    @property
    def fraction(self) -> float:
        """Done required activities / required activities, 0 to 1; 1 where nothing is required."""
        return self.required_done / self.required if self.required else 1.0


def is_done(activity: Activity, answer: Answer | None) -> bool:
    """Tell whether the activity's rule holds, or the learner did it on paper where that counts."""
    if answer is None:
        return False
    if answer.how == "paper":
        return activity.on_paper
    return activity.type.done(activity.options, answer.value)


def progress(module: Module, answers: Mapping[str, Answer]) -> Progress:
    """Return how far a learner with these answers is."""
    done = tuple(name for name, activity in module.activities.items() if is_done(activity, answers.get(name)))
    return Progress(done, sum(activity.id in done for activity in module.required), len(module.required))


def score(module: Module, answers: Mapping[str, Answer]) -> float | None:
    """Return the score from 0 to 1, or None where a person decides (`rubric`)."""
    if module.grading == "completion":
        return progress(module, answers).fraction
    if module.grading == "points":
        return _points(module, answers)
    return None


def score_to_send(module: Module, answers: Mapping[str, Answer]) -> float | str | None:
    """The score of a finished attempt, 0 to 1; None for work that a person judges; or why there is none."""
    if not any(is_done(activity, answers.get(activity.id)) for activity in module.required):
        # A zero for somebody who only looked around would be a judgement.
        return "nothing-done"
    found = score(module, answers)
    return None if found is None else within_bounds(found)


def within_bounds(score: float) -> float:
    """A score from 0 to 1."""
    return min(max(score, 0.0), 1.0)


def _points(module: Module, answers: Mapping[str, Answer]) -> float:
    earned = possible = 0.0
    for name, activity in module.activities.items():
        answer = answers.get(name)
        result = activity.type.points(activity.options, answer.value if answer else None)
        if result is not None:
            earned, possible = earned + result[0], possible + result[1]
    return earned / possible if possible else 0.0
