"""A module as the rest of Wegwijs sees it: checked, frozen, complete."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from modules.kit.activity_type import ActivityOptions, ActivityWords, AnyActivityType
from modules.kit.choices import known, settled
from modules.kit.structure import (
    Accent,
    ActivityGuide,
    Audience,
    Grading,
    Live,
    ModuleGuide,
    ModuleWords,
    StepGuide,
    StepWords,
    Track,
    Weight,
)

if TYPE_CHECKING:
    from modules.kit.totals import Totals

MY_QUESTIONS = "my-questions"
"""The activity every module has beside its own: the learner's questions ("Ik heb een vraag")."""


@dataclass(frozen=True)
class Activity:
    """One thing a learner does, on one screen."""

    id: str
    type: AnyActivityType
    options: ActivityOptions
    required: bool = True
    on_paper: bool = False
    widest_audience: Audience = "learner"
    live: Live = "cards"
    """How its class sees together what was shared with it."""
    minutes: int = 0
    """Its part of the step's."""
    weight: Weight = "must"
    """Whether a facilitator with little time does it, may do it, or lets it wait."""


@dataclass(frozen=True)
class Step:
    """One stop on the road: a few activities that belong together."""

    id: str
    minutes: int
    picture: str | None
    activities: tuple[Activity, ...]
    campus: bool = False
    """Whether it is done where the class meets."""


@dataclass(frozen=True)
class Rubric:
    """What people judge: the exercise with the criteria and levels, and the exercises that are handed in."""

    activity: str
    work: tuple[str, ...]


@dataclass(frozen=True)
class Competences:
    """The two exercises in which learners rate their own competences."""

    before: str
    after: str


@dataclass(frozen=True)
class WordsInLanguage:
    """Every word a learner reads, in one language."""

    module: ModuleWords
    steps: Mapping[str, StepWords]
    activities: Mapping[str, ActivityWords]
    series: str = ""
    """What the whole is called, where these are the words of a part of it."""

    def of_part(self, variant: str) -> "WordsInLanguage":
        """Return the words with a title that names a part of the module as well."""
        title = f"{self.module.title} · {self.module.variants[variant]}"
        return replace(self, module=self.module.model_copy(update={"title": title}), series=self.module.title)


@dataclass(frozen=True)
class GuideInLanguage:
    """Every word for the facilitator, in one language."""

    module: ModuleGuide
    steps: Mapping[str, StepGuide]
    activities: Mapping[str, ActivityGuide]


@dataclass(frozen=True)
class Module:
    """A learning module: its structure, its words per language, and the folder of its pictures."""

    id: str
    version: str
    track: Track
    languages: tuple[str, ...]
    minutes: int
    audience: tuple[str, ...]
    sources: tuple[str, ...]
    grading: Grading
    carries: tuple[str, ...]
    accent: Accent
    picture: str | None
    steps: tuple[Step, ...]
    questions: Activity
    """The activity `my-questions`, which no step holds."""
    words: Mapping[str, WordsInLanguage]
    guides: Mapping[str, GuideInLanguage]
    """Empty for a module without a guide."""
    folder: Path
    variants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The steps of each variant by its name, the default first; empty for a module without variants."""
    gradings: Mapping[str, Grading] = field(default_factory=dict)
    """How variants are graded that say so themselves, by name."""
    variant: str | None = None
    """The variant that this is; None for the whole module."""
    totals: "Totals | None" = None
    """What may be told of a group's answers; None: nothing."""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What whoever makes a course may choose, and from what; the first counts where nobody chose."""
    chosen: Mapping[str, str] = field(default_factory=dict)
    """What was chosen for this one, where that was chosen at all."""
    rubric: Rubric | None = None
    """What people judge; None where nobody does, as in a variant without the exercise with the criteria."""
    competences: Competences | None = None
    """Where learners rate their own competences, wherever in the module that is."""

    @property
    def parts(self) -> tuple[str, ...]:
        """The variants where together they are a course, one after another: no two of them share a step."""
        held = [step for steps in self.variants.values() for step in steps]
        return tuple(self.variants) if len(self.variants) > 1 and len(held) == len(set(held)) else ()

    def in_variant(self, wanted: str | None) -> "Module":
        """Return the module with the steps of a variant; of the first where there is none of that name.

        A part of a course is called after both. A module without variants, and one that is shown in a
        variant already, stay as they are.
        """
        if not self.variants or self.variant:
            return self
        name = wanted if wanted and wanted in self.variants else next(iter(self.variants))
        if name not in self._in_variants:
            self._in_variants[name] = self._in_variant(name)
        return self._in_variants[name]

    @cached_property
    def _in_variants(self) -> dict[str, "Module"]:
        return {}

    def _in_variant(self, name: str) -> "Module":
        steps = tuple(step for step in self.steps if step.id in self.variants[name])
        return replace(
            self,
            variant=name,
            steps=steps,
            minutes=sum(step.minutes for step in steps),
            grading=self.gradings.get(name, self.grading),
            rubric=self.rubric if self.rubric and _holds(steps, self.rubric.activity) else None,
            words={language: words.of_part(name) for language, words in self.words.items()}
            if self.parts
            else self.words,
        )

    def at_home(self) -> "Module":
        """Return the module as somebody does it alone: without what is done where the class meets."""
        steps = tuple(step for step in self.steps if not step.campus)
        if len(steps) == len(self.steps):
            return self
        return replace(
            self,
            steps=steps,
            minutes=sum(step.minutes for step in steps),
            rubric=self.rubric if self.rubric and _holds(steps, self.rubric.activity) else None,
        )

    def with_choices(self, chosen: Mapping[str, object]) -> "Module":
        """Return the module as somebody chose it for a course; what it does not offer is left out."""
        return replace(self, chosen=known(self.choices, chosen)) if self.choices else self

    @property
    def settled(self) -> Mapping[str, str]:
        """What counts in this module, for every choice it has."""
        return settled(self.choices, self.chosen)

    def is_position(self, position: object) -> bool:
        """Whether a page may say that the learner is there."""
        return isinstance(position, str) and (position in {"start", "end"} or position in self.activities)

    @property
    def default_language(self) -> str:
        """The language to use where nobody chose one."""
        return self.languages[0]

    def language(self, wanted: str | None) -> str:
        """Return the wanted language if the module speaks it (`nl-BE` counts as `nl`), else its default."""
        short = (wanted or "").replace("_", "-").split("-")[0].lower()
        return short if short in self.languages else self.default_language

    @cached_property
    def activities(self) -> Mapping[str, Activity]:
        """Every activity by id in the order of the road, `my-questions` last."""
        return {activity.id: activity for activity in self._all()}

    @cached_property
    def required(self) -> tuple[Activity, ...]:
        """The activities that progress counts."""
        return tuple(activity for activity in self._all() if activity.required)

    @property
    def media(self) -> Path:
        """The folder of the module's pictures."""
        return self.folder / "media"

    def _all(self) -> Iterator[Activity]:
        for step in self.steps:
            yield from step.activities
        yield self.questions


def _holds(steps: Iterable[Step], activity: str) -> bool:
    return any(one.id == activity for step in steps for one in step.activities)
