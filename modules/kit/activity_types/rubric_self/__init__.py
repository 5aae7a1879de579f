"""Rubric self-score: the learner says, for each criterion, which level fits and why; a person decides."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, TypeAlias, cast

from pydantic import Field, model_validator

from modules.kit.activity_type import (
    JSON,
    ActivityOptions,
    ActivityType,
    ActivityWords,
    AuthorModel,
    Line,
    Refusal,
    WordsProblem,
    missing_and_extra,
)
from modules.kit.author_model import Id, done_unless_said
from modules.kit.fields import Ids, clean_by_id
from modules.kit.rich_text import plain

Scores: TypeAlias = dict[str, dict[str, str]]


class RubricSelfDone(AuthorModel):
    """When enough is weighed."""

    criteria: Annotated[int, Field(gt=0)]
    """The fewest criteria with a level, and a reason where those are asked."""


class RubricSelfOptions(ActivityOptions):
    """The criteria, the levels, and which competence each criterion shows."""

    criteria: Annotated[Ids, Field(max_length=12)]
    levels: Annotated[Ids, Field(min_length=2, max_length=6)]
    """From the lowest to the highest; the first gives one point where a person scores."""
    competences: dict[Id, Id] = {}
    """The competence of each criterion that shows one."""
    reasons: bool = True
    """Whether a reason is asked with each level."""
    done: RubricSelfDone = Field(default_factory=lambda: RubricSelfDone(criteria=1))
    """All criteria, unless the module says otherwise."""

    @model_validator(mode="before")
    @classmethod
    def _all_by_default(cls, data: Any) -> Any:
        return done_unless_said(data, "criteria", "criteria")

    @model_validator(mode="after")
    def _sensible(self) -> "RubricSelfOptions":
        if self.done.criteria > len(self.criteria):
            raise ValueError(f"done asks for {self.done.criteria} of {len(self.criteria)} criteria")
        for criterion in self.competences:
            if criterion not in self.criteria:
                raise ValueError(f"'{criterion}' shows a competence, and is not among the criteria")
        return self


class CriterionWords(AuthorModel):
    """One criterion in one language."""

    label: str
    levels: dict[str, str]
    """What each level looks like here."""


class RubricSelfWords(ActivityWords):
    """The rubric in one language."""

    criteria: dict[str, CriterionWords]
    levels: dict[str, str]
    """The names of the levels."""
    competences: dict[str, str] = {}
    reason: str = ""
    """The label of the reason; needed where reasons are asked."""


class RubricSelf(ActivityType[RubricSelfOptions, RubricSelfWords]):
    """Levels with reasons. The value is both by criterion; what is not said is absent."""

    name = "rubric-self"
    Options = RubricSelfOptions
    Words = RubricSelfWords

    def check(self, options: RubricSelfOptions, words: RubricSelfWords) -> Iterator[WordsProblem]:
        """Yield the criteria, levels and competences without words, and the words that belong to none."""
        yield from missing_and_extra("criteria", options.criteria, words.criteria)
        yield from missing_and_extra("levels", options.levels, words.levels)
        named = list(dict.fromkeys(options.competences.values()))
        yield from missing_and_extra("competences", named, words.competences)
        for name, criterion in words.criteria.items():
            for problem in missing_and_extra("levels", options.levels, criterion.levels):
                yield WordsProblem(("criteria", name, *problem.path), problem.message)
        if options.reasons and not words.reason:
            yield WordsProblem((), "no words for 'reason', which module.yaml asks for")

    def clean(self, options: RubricSelfOptions, value: JSON) -> JSON | Refusal:
        """Return levels and reasons in the order of the criteria, or why they can't be kept."""
        if value is not None and not isinstance(value, Mapping):
            return Refusal("wrong-shape")
        names = ("level", "reason") if options.reasons else ("level",)
        scores: dict[str, JSON] = {}
        for criterion in options.criteria:
            said = clean_by_id((value or {}).get(criterion), names)
            if isinstance(said, Refusal):
                return said
            if said.get("level", options.levels[0]) not in options.levels:
                del said["level"]
            if said:
                scores[criterion] = said
        return scores

    def done(self, options: RubricSelfOptions, value: JSON) -> bool:
        """Tell whether enough criteria have a level, and a reason where those are asked."""
        scores = cast("Scores", value).values()
        whole = [said for said in scores if "level" in said and ("reason" in said or not options.reasons)]
        return len(whole) >= options.done.criteria

    def lines(self, options: RubricSelfOptions, words: RubricSelfWords, value: JSON) -> list[Line]:
        """Return the level of each criterion, then its reason."""
        scores = cast("Scores", value)
        found = []
        for criterion in options.criteria:
            said, label = scores.get(criterion, {}), plain(words.criteria[criterion].label)
            if "level" in said:
                found.append(Line(label, plain(words.levels[said["level"]])))
            if "reason" in said:
                found.append(Line(f"{label} · {plain(words.reason)}", said["reason"]))
        return found
