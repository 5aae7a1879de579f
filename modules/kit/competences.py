"""Two exercises in which learners rate their own competences: a course can put them beside a rubric."""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from modules.kit.activity_types.rate import RateOptions
from modules.kit.activity_types.rubric_self import RubricSelfOptions
from modules.kit.errors import Problem
from modules.kit.module import Activity, Step
from modules.kit.structure import ModuleStructure
from modules.kit.yaml_source import YamlSource


def competences_problems(
    structure: ModuleStructure, steps: Sequence[Step], source: YamlSource
) -> Iterator[Problem]:
    """Yield why the two can't be compared, be told to anybody, or be put beside the rubric."""
    said = structure.competences
    if said is None:
        return
    there = {one.id: one for step in steps for one in step.activities}
    before, after = there.get(said.before), there.get(said.after)
    wrong = [
        source.problem(("competences", side), problem)
        for side, name, found in (("before", said.before, before), ("after", said.after, after))
        if (problem := _why_not(found, name))
    ]
    yield from wrong
    if wrong or before is None or after is None:
        return
    first, second = cast("RateOptions", before.options), cast("RateOptions", after.options)
    if (first.groups, first.scale) != (second.groups, second.scale):
        message = f"'{before.id}' and '{after.id}' rate other things; expected the same groups and scale"
        yield source.problem(("competences",), message)
    for name in _of_rubric(structure, there):
        if name not in first.groups:
            message = f"the rubric has a competence '{name}', '{before.id}' has no such group"
            yield source.problem(("competences",), message)


def _why_not(activity: Activity | None, name: str) -> str | None:
    if activity is None or not isinstance(activity.options, RateOptions):
        came = f"is of type '{activity.type.name}'" if activity else "is not there"
        return f"'{name}' {came}; expected an activity of type 'rate', with a group for each competence"
    if activity.widest_audience == "learner":
        return f"nobody can share '{name}'; expected a widest-audience of facilitator or class"
    return None


def _of_rubric(structure: ModuleStructure, there: Mapping[str, Activity]) -> list[str]:
    rubric = there.get(structure.rubric.activity) if structure.rubric else None
    if rubric is None or not isinstance(rubric.options, RubricSelfOptions):
        return []
    return list(dict.fromkeys(rubric.options.competences.values()))
