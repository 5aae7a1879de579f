"""From a module's folder to a `Module`, or to every mistake in it with file and line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from modules.kit.activity_type import AnyActivityType
from modules.kit.activity_types import BUILT_IN
from modules.kit.consistency import structure_problems, words_problems
from modules.kit.errors import ModuleError, Problem
from modules.kit.furnish import furnished
from modules.kit.institution import Pack
from modules.kit.institution_registry import default_pack
from modules.kit.module import (
    MY_QUESTIONS,
    Activity,
    Competences,
    GuideInLanguage,
    Module,
    Rubric,
    Step,
    WordsInLanguage,
)
from modules.kit.structure import (
    ActivityGuide,
    ActivityStructure,
    ModuleGuide,
    ModuleStructure,
    ModuleWords,
    StepGuide,
    StepWords,
)
from modules.kit.timing import shared_out
from modules.kit.totals import Totals, totals_problems
from modules.kit.validation import validated
from modules.kit.yaml_source import Place, YamlSource, read_yaml

M = TypeVar("M", bound=BaseModel)
Types = Mapping[str, AnyActivityType]


def load_module(
    folder: Path, types: Iterable[AnyActivityType] = BUILT_IN, pack: Pack | None = None
) -> Module:
    """Read, check, complete and freeze one module.

    Args:
        folder: the module's folder; its name is the module's id.
        types: the activity types a module may use; those of the kit where left out.
        pack: the institution pack it may refer to; the one that comes with Wegwijs where left out.

    Raises:
        ModuleError: with every mistake that could be found, each with file and line.
    """
    module = _Folder(folder, {kind.name: kind for kind in types}).module()
    return furnished(module, pack or default_pack())


class _Folder:
    """One reading of one folder; collects problems, so that an author sees them all at once."""

    def __init__(self, folder: Path, types: Types) -> None:
        self.folder = folder
        self.types = types
        self.problems: list[Problem] = []

    def module(self) -> Module:
        source = read_yaml(self.folder / "module.yaml")
        structure = self.model(ModuleStructure, source, (), source.data)
        if structure is None:
            raise ModuleError(self.problems)
        steps = tuple(self.steps(structure, source))
        self.problems += structure_problems(structure, steps, self.folder, source)
        self.stop_at_problems()  # words are checked against the structure, so that comes first
        words = {language: self.words(language, structure, steps) for language in structure.languages}
        guides = self.guides(structure, steps)
        totals = self.totals(steps, guides)
        self.stop_at_problems()
        return Module(
            id=structure.id,
            version=structure.version,
            track=structure.track,
            languages=tuple(structure.languages),
            minutes=structure.minutes,
            audience=tuple(structure.audience),
            sources=tuple(structure.sources),
            grading=structure.grading,
            carries=tuple(structure.carries),
            accent=structure.accent,
            picture=structure.picture,
            steps=steps,
            questions=self.my_questions(),
            words={language: spoken for language, spoken in words.items() if spoken},
            guides=guides,
            folder=self.folder,
            variants={name: tuple(one.steps) for name, one in structure.editions.items()},
            gradings={name: one.grading for name, one in structure.editions.items() if one.grading},
            totals=totals,
            choices={name: tuple(options) for name, options in structure.choices.items()},
            rubric=_rubric(structure),
            competences=_competences(structure),
        )

    def stop_at_problems(self) -> None:
        if self.problems:
            raise ModuleError(sorted(self.problems, key=lambda problem: (problem.file, problem.line)))

    def model(self, kind: type[M], source: YamlSource, place: Place, data: object) -> M | None:
        return validated(kind, source, place, data, self.problems)

    # Structure

    def steps(self, structure: ModuleStructure, source: YamlSource) -> Iterator[Step]:
        for index, step in enumerate(structure.steps):
            minutes = shared_out(step.minutes, [activity.minutes for activity in step.activities])
            found = (
                self.activity(activity, minutes[position], source, ("steps", index, "activities", position))
                for position, activity in enumerate(step.activities)
            )
            yield Step(step.id, step.minutes, step.picture, tuple(a for a in found if a), step.campus)

    def activity(
        self, structure: ActivityStructure, minutes: int, source: YamlSource, place: Place
    ) -> Activity | None:
        kind = self.types.get(structure.type)
        if kind is None:
            known = ", ".join(sorted(set(self.types) - {"questions"}))
            self.problems.append(
                source.problem(
                    (*place, "type"),
                    f"there is no activity type '{structure.type}'; expected one of: {known}",
                )
            )
            return None
        options = self.model(kind.Options, source, place, structure.model_extra)
        if options is None:
            return None
        return Activity(
            id=structure.id,
            type=kind,
            options=options,
            required=structure.required,
            on_paper=structure.on_paper,
            widest_audience=structure.widest_audience,
            live=structure.live or kind.live,
            minutes=minutes,
            weight=structure.weight or ("must" if structure.required else "may"),
        )

    def my_questions(self) -> Activity:
        kind = self.types["questions"]
        return Activity(MY_QUESTIONS, kind, kind.Options(), required=False, widest_audience="facilitator")

    def totals(self, steps: Sequence[Step], guides: Mapping[str, GuideInLanguage]) -> Totals | None:
        if not (self.folder / "totals.yaml").exists():
            return None
        source = self.read("totals.yaml")
        totals = self.model(Totals, source, (), source.data) if source else None
        if source and totals:
            self.problems += totals_problems(totals, steps, guides, source)
        return totals

    # Words

    def words(
        self, language: str, structure: ModuleStructure, steps: Sequence[Step]
    ) -> WordsInLanguage | None:
        source = self.read_all(language)
        if source is None:
            return None
        own, per_step, per_activity = self.split(source, steps)
        module_words = self.model(ModuleWords, source, (), own)
        step_words = {name: self.model(StepWords, source, (name,), data) for name, data in per_step.items()}
        activity_words = {
            activity.id: self.model(
                activity.type.Words, source, (step.id, activity.id), per_activity.get(activity.id)
            )
            for step in steps
            for activity in step.activities
            if activity.id in per_activity
        }
        if module_words is None or None in step_words.values() or None in activity_words.values():
            return None
        found = WordsInLanguage(
            module_words,
            {name: words for name, words in step_words.items() if words},
            {name: words for name, words in activity_words.items() if words},
        )
        self.problems += words_problems(found, language, structure, steps, source)
        own_questions = self.types["questions"].Words.model_validate(
            _my_questions_words().get(language, _my_questions_words()["en"])
        )
        return WordsInLanguage(found.module, found.steps, {**found.activities, MY_QUESTIONS: own_questions})

    def guides(self, structure: ModuleStructure, steps: Sequence[Step]) -> dict[str, GuideInLanguage]:
        """A guide is optional, but where one language has it every language needs it."""
        if not any((self.folder / f"guide.{language}.yaml").exists() for language in structure.languages):
            return {}
        guides = {language: self.guide(language, steps) for language in structure.languages}
        return {language: guide for language, guide in guides.items() if guide}

    def guide(self, language: str, steps: Sequence[Step]) -> GuideInLanguage | None:
        source = self.read_all(f"guide.{language}")
        if source is None:
            return None
        own, per_step, per_activity = self.split(source, steps)
        module_guide = self.model(ModuleGuide, source, (), own)
        step_guides = {name: self.model(StepGuide, source, (name,), data) for name, data in per_step.items()}
        places = {activity.id: step.id for step in steps for activity in step.activities}
        activity_guides = {
            name: self.model(ActivityGuide, source, (step, name), per_activity[name])
            for name, step in places.items()  # the order of the road, whichever files they stand in
            if name in per_activity
        }
        if module_guide is None:
            return None
        return GuideInLanguage(
            module_guide,
            {name: guide for name, guide in step_guides.items() if guide},
            {name: guide for name, guide in activity_guides.items() if guide},
        )

    def read_all(self, name: str) -> YamlSource | None:
        """Read `<name>.yaml` and the files that stand beside it for a long module, `<name>.<part>.yaml`."""
        source = self.read(f"{name}.yaml")
        for file in sorted(self.folder.glob(f"{name}.*.yaml")):
            part = self.read(file.name)
            if source and part:
                self.problems += source.twice(part)
                source = source.joined(part)
        return source

    def read(self, name: str) -> YamlSource | None:
        try:
            source = read_yaml(self.folder / name)
        except ModuleError as error:
            self.problems += error.problems
            return None
        if not isinstance(source.data, dict):
            self.problems.append(source.problem((), "expected keys and values, one key per step"))
            return None
        return source

    def split(
        self, source: YamlSource, steps: Sequence[Step]
    ) -> tuple[dict[str, Any], dict[str, dict[str, Any]], dict[str, Any]]:
        """Part a words file into the module's own keys, those of each step, and those of each activity."""
        by_id = {step.id: step for step in steps}
        own: dict[str, Any] = {}
        per_step: dict[str, dict[str, Any]] = {}
        per_activity: dict[str, Any] = {}
        for key, data in source.data.items():
            step = by_id.get(key)
            if step is None:
                own[key] = data
            elif not isinstance(data, dict):
                self.problems.append(
                    source.problem((key,), f"'{key}' is a step; expected its title and activities")
                )
            else:
                ids = {activity.id for activity in step.activities}
                per_step[key] = {name: words for name, words in data.items() if name not in ids}
                per_activity |= {name: words for name, words in data.items() if name in ids}
        return own, per_step, per_activity


@cache
def _my_questions_words() -> Mapping[str, Mapping[str, str]]:
    data: dict[str, dict[str, str]] = read_yaml(Path(__file__).with_name("my_questions.yaml")).data
    return data


def _rubric(structure: ModuleStructure) -> Rubric | None:
    said = structure.rubric
    return Rubric(said.activity, tuple(said.work)) if said else None


def _competences(structure: ModuleStructure) -> Competences | None:
    said = structure.competences
    return Competences(said.before, said.after) if said else None
