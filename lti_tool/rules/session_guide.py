"""What a facilitator needs of a session at the moment itself, exercise by exercise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lti_tool.rules.plan import Plan
from modules.kit.module import Activity, Module, Step
from modules.kit.rich_text import plain
from modules.kit.structure import ActivityGuide, Audience, StepGuide, Weight


@dataclass(frozen=True)
class GuidedExercise:
    """One exercise, in the words of a language; a module without a guide has only what learners read."""

    id: str
    step: str
    title: str
    ask: str
    hint: str
    minutes: int
    weight: Weight
    widest_audience: Audience
    on_paper: bool
    about_step: str
    """The purpose of its step, at the first exercise of it."""
    guide: ActivityGuide

    @property
    def depths(self) -> tuple[Sequence[str], ...]:
        """The follow-up questions: to warm up, to go deeper, to go further."""
        return by_depth(self.guide.questions)


def guided(module: Module, language: str, plan: Plan) -> list[GuidedExercise]:
    """The exercises in the order of the road, with the minutes and the weight of the plan.

    Args:
        module: The module, with the steps that its link shows.
        language: One of the module's.
        plan: Of its exercises.
    """
    planned = {one.id: one for one in plan.exercises}
    found = []
    for step, activity, is_first in _on_the_road(module):
        words = module.words[language].activities[activity.id]
        guides = module.guides.get(language)
        own = guides.activities.get(activity.id) if guides else None
        about = guides.steps.get(step.id, StepGuide()).purpose if guides and is_first else ""
        found.append(
            GuidedExercise(
                id=activity.id,
                step=plain(module.words[language].steps[step.id].title),
                title=plain(words.title),
                ask=plain(words.ask),
                hint=plain(words.hint),
                minutes=planned[activity.id].minutes,
                weight=planned[activity.id].weight,
                widest_audience=activity.widest_audience,
                on_paper=activity.on_paper,
                about_step=about,
                guide=own or ActivityGuide(purpose=""),
            )
        )
    return found


def by_depth(questions: Sequence[str]) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    """Part questions in three: guides write them from the easiest to the one that goes furthest.

    Each part has as many as the next or one more, so that there is always one to begin with.
    """
    first = -(-len(questions) // 3)
    second = first + -(-(len(questions) - first) // 2)
    return questions[:first], questions[first:second], questions[second:]


def materials(exercises: Sequence[GuidedExercise]) -> list[str]:
    """What is needed for the exercises that are planned, each thing once."""
    found: dict[str, str] = {}
    for one in exercises:
        if one.weight != "later":
            for item in one.guide.materials:
                found.setdefault(item.casefold(), item)
    return list(found.values())


def _on_the_road(module: Module) -> Iterator[tuple[Step, Activity, bool]]:
    for step in module.steps:
        for index, activity in enumerate(step.activities):
            yield step, activity, index == 0
