"""`totals.yaml`: what the facilitators of a group may be told of its answers to surveys, all together.

Without this file nothing is counted over a group. Who counts, and from how many answers, is not decided here.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from pydantic import Field, StringConstraints

from modules.kit.activity_types.survey import SurveyOptions, SurveyQuestion
from modules.kit.author_model import AuthorModel, Id
from modules.kit.errors import Problem
from modules.kit.module import GuideInLanguage, Module, Step
from modules.kit.yaml_source import Place, YamlSource, read_yaml

Figure = Annotated[int, Field(ge=0)]


class Table(AuthorModel):
    """The answers to one question, apart for each choice of another."""

    of: Id
    by: Id


class EarlierTable(Table):
    """The same table as others once found it; a figure that they don't give is left out."""

    counts: dict[str, dict[str, Figure]]
    """Per choice of `by`: how many chose each choice of `of`."""


class Earlier(AuthorModel):
    """What an earlier survey with the same questions found."""

    people: Annotated[int, Field(gt=0)]
    tables: Annotated[list[EarlierTable], Field(min_length=1)]


class Compare(AuthorModel):
    """A question that was asked before, with the same choices from least to most, in another module."""

    of: Id
    before: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]
    """`module/question`."""

    @property
    def module(self) -> str:
        """The module in which it was asked before."""
        return self.before.partition("/")[0]

    @property
    def question(self) -> str:
        """What it is called there."""
        return self.before.partition("/")[2]


class Totals(AuthorModel):
    """The whole of `totals.yaml`."""

    tables: list[Table] = []
    compare: list[Compare] = []
    earlier: Earlier | None = None


def survey_questions(steps: Sequence[Step]) -> Mapping[str, SurveyQuestion]:
    """Return every question of every survey by its id, in the order of the road."""
    return {question.id: question for _, question in _questions(steps)}


def surveys(module: Module) -> Mapping[str, SurveyOptions]:
    """Return the options of each survey by the activity's id, in the order of the road."""
    return {
        name: activity.options
        for name, activity in module.activities.items()
        if isinstance(activity.options, SurveyOptions)
    }


def comparable(module: Module, modules: Mapping[str, Module]) -> Mapping[str, Compare]:
    """Return what may be laid beside what was asked before, by the question's id.

    Nothing of a module that is not there, or that asks something else by now.
    """
    own = survey_questions(module.steps)
    found = {}
    for compare in module.totals.compare if module.totals else ():
        earlier = modules.get(compare.module)
        known = survey_questions(earlier.steps) if earlier is not None and earlier.totals else {}
        if compare.of in own and _is_same(own[compare.of], known.get(compare.question)):
            found[compare.of] = compare
    return found


def compare_problems(module: Module, modules: Mapping[str, Module]) -> Iterator[Problem]:
    """Yield what can't be compared although the earlier module is there.

    Args:
        module: the later one.
        modules: every module by id. One that is not among them is no mistake.
    """
    fits = comparable(module, modules)
    for index, compare in enumerate(module.totals.compare if module.totals else ()):
        if compare.of not in fits and compare.module in modules:
            source = read_yaml(module.folder / "totals.yaml")
            message = f"'{compare.before}' has other choices, is not counted, or is not there"
            yield source.problem(("compare", index, "before"), message)


def _is_same(own: SurveyQuestion, before: SurveyQuestion | None) -> bool:
    return before is not None and before.kind == "choice" and own.choices == before.choices


def totals_problems(
    totals: Totals, steps: Sequence[Step], guides: Mapping[str, GuideInLanguage], source: YamlSource
) -> Iterator[Problem]:
    """Yield what `totals.yaml` says that the module's surveys and guides don't have."""
    seen: dict[str, str] = {}
    for activity, question in _questions(steps):
        if question.id in seen:
            message = f"'{activity}' and '{seen[question.id]}' both have a question '{question.id}'"
            yield source.problem((), message)
        seen[question.id] = activity
    known = survey_questions(steps)
    if not known:
        yield source.problem((), "the module has no survey to count the answers of")
    for index, table in enumerate(totals.tables):
        yield from _table_problems(table, ("tables", index), known, source)
    for index, compare in enumerate(totals.compare):
        if compare.of not in known or known[compare.of].kind != "choice":
            message = f"'{compare.of}' is no question of the kind choice"
            yield source.problem(("compare", index, "of"), message)
        if sum(compare.of == other.of for other in totals.compare[: index + 1]) > 1:
            yield source.problem(("compare", index, "of"), f"'{compare.of}' is compared twice")
    for index, earlier in enumerate(totals.earlier.tables if totals.earlier else ()):
        place = ("earlier", "tables", index)
        found = list(_table_problems(earlier, place, known, source))
        yield from found or _figure_problems(earlier, (*place, "counts"), known, source)
    if totals.earlier and not (guides and all(guide.module.earlier for guide in guides.values())):
        yield source.problem(("earlier",), "each guide must say in 'earlier' where these figures come from")


def _questions(steps: Sequence[Step]) -> Iterator[tuple[str, SurveyQuestion]]:
    for step in steps:
        for activity in step.activities:
            if isinstance(activity.options, SurveyOptions):
                yield from ((activity.id, question) for question in activity.options.questions)


def _table_problems(
    table: Table, place: Place, known: Mapping[str, SurveyQuestion], source: YamlSource
) -> Iterator[Problem]:
    for key, name, kinds in (("of", table.of, ("choice", "multi")), ("by", table.by, ("choice",))):
        if name not in known or known[name].kind not in kinds:
            yield source.problem((*place, key), f"'{name}' is no question of the kind {' or '.join(kinds)}")


def _figure_problems(
    table: EarlierTable, place: Place, known: Mapping[str, SurveyQuestion], source: YamlSource
) -> Iterator[Problem]:
    for row, counts in table.counts.items():
        if row not in known[table.by].choices:
            yield source.problem((*place, row), f"'{row}' is no choice of '{table.by}'")
        for choice in counts:
            if choice not in known[table.of].choices:
                yield source.problem((*place, row, choice), f"'{choice}' is no choice of '{table.of}'")
