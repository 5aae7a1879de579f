"""A group's competences: learners' own estimates beside what assessors gave. No Flask, no SQL, no network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Literal, TypeAlias, get_args

from lti_tool.rules.group_totals import FEWEST
from modules.kit.activity_type import JSON, Refusal
from modules.kit.activity_types.rate import RateOptions
from modules.kit.activity_types.rubric_self import RubricSelfOptions, RubricSelfWords
from modules.kit.module import Activity, Module
from modules.kit.rich_text import plain

Side: TypeAlias = Literal["before", "after", "given"]
SIDES: tuple[Side, ...] = get_args(Side)
"""A learner's own estimate at the start and at the end, and what assessors gave."""


@dataclass(frozen=True)
class Figure:
    """A number and the highest it could be; the lowest is `least`."""

    number: float
    most: float
    least: float = 0


@dataclass(frozen=True)
class LearnersCompetences:
    """One learner: figures by side and competence, and when the scores were released."""

    sub: str
    figures: Mapping[Side, Mapping[str, Figure]] = field(default_factory=dict)
    released_at: int | None = None


@dataclass(frozen=True)
class Mean:
    """What a group has together. `share` is where the mean lies between least and most, in percent."""

    people: int
    number: float
    most: float
    share: float


def labels_of(module: Module, language: str) -> dict[str, str]:
    """The competences of a module and their names, in its own order; none where it has none."""
    said = module.words[language].activities
    found: dict[str, str] = {}
    if module.competences is not None:
        rated = module.activities[module.competences.before]
        groups = getattr(said[rated.id], "groups", {})
        found = {name: plain(groups[name]) for name in _options(rated).groups}
    if module.rubric is not None:
        criteria, named = module.activities[module.rubric.activity].options, said[module.rubric.activity]
        if isinstance(criteria, RubricSelfOptions) and isinstance(named, RubricSelfWords):
            found |= {name: plain(named.competences[name]) for name in criteria.competences.values()}
    return found


def estimate(activity: Activity, value: JSON) -> dict[str, Figure]:
    """How somebody rates each of their competences: the mean of what they rated of it."""
    options = _options(activity)
    rated = activity.type.clean(options, value)
    if isinstance(rated, Refusal) or not isinstance(rated, Mapping):
        return {}
    numbers = {item: int(number) for number, items in rated.items() for item in _texts(items)}
    found = {
        name: [numbers[item] for item in items if item in numbers] for name, items in options.groups.items()
    }
    return {name: Figure(fmean(own), options.scale, 1) for name, own in found.items() if own}


def of_group(people: Iterable[LearnersCompetences], competence: str) -> dict[Side, Mean]:
    """The mean of each side that at least five learners have a figure for."""
    everybody = list(people)
    found: dict[Side, Mean] = {}
    for side in SIDES:
        own = [one.figures[side][competence] for one in everybody if competence in one.figures.get(side, {})]
        if len(own) >= FEWEST:
            found[side] = _mean(own)
    return found


def _mean(own: Sequence[Figure]) -> Mean:
    share = fmean((one.number - one.least) / (one.most - one.least) for one in own if one.most > one.least)
    # A rubric may have got another number of criteria between two releases: the newest scale is told.
    most, least = own[-1].most, own[-1].least
    return Mean(len(own), least + share * (most - least), most, 100 * share)


def _options(activity: Activity) -> RateOptions:
    assert isinstance(activity.options, RateOptions)  # noqa: S101 (`wegwijs check` sees to it)
    return activity.options


def _texts(value: JSON) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list | tuple) else []
