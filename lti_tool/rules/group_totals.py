"""What may be told of a group's answers to surveys: totals from which nobody's answer can be worked out.

- Nothing of a question with fewer than five answers. Of an open one never a text, and their number from ten.
- Where all, or all but one, chose the same, the figure says "at least": who is the one stays open.
- Parts of a group are shown only if each has five answers, also who is left over, and none is nearly alike;
  and a question is parted in one way only: else the whole less the parts would tell of somebody.
- A picture takes the place of one that was shown only when five learners' answers differ, and not nearly all
  in the same way: else the difference between the two would be somebody's answer. Who came or went is hidden
  by four others who did, and not by those who changed a word. The same holds in each part that stands apart.

No Flask, no SQL, no network.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

from modules.kit.activity_type import JSON
from modules.kit.activity_types.survey import RATHER_NOT, Survey, SurveyQuestion
from modules.kit.module import Module
from modules.kit.totals import Table, survey_questions, surveys

FEWEST = 5
FEWEST_TEXTS = 10

Answers = Mapping[str, str | Sequence[str]]
"""One learner's answers to all surveys of a module, by question."""
NO_ANSWER = ""
"""The part of a group that did not answer the question by which a table is parted."""


@dataclass(frozen=True)
class Count:
    """How many answered, and how many of them chose what. Exact: not to be shown as it is."""

    people: int
    chosen: Mapping[str, int]


@dataclass(frozen=True)
class Tally:
    """A group's answers counted. Exact: not to be shown as it is.

    Attributes:
        people: Who answered anything.
        parts: Per table, as `of/by`: the answers to `of`, apart for each choice of `by`.
    """

    people: int
    questions: Mapping[str, Count]
    parts: Mapping[str, Mapping[str, Count]]


@dataclass(frozen=True)
class Figure:
    """How many chose something, as it may be shown.

    Attributes:
        count: The number; where it is between two numbers, the lower one.
        bound: "least" where it may be one more, "most" where it may be one less, "between" where it is
            between two numbers.
        high: The higher of these.
    """

    choice: str
    count: int
    bound: str | None = None
    high: int | None = None

    @property
    def span(self) -> tuple[int, int]:
        """The fewest and the most that it may be."""
        spans = {"least": (self.count, self.count + 1), "most": (self.count - 1, self.count)}
        return spans.get(self.bound or "", (self.count, self.count if self.high is None else self.high))


@dataclass(frozen=True)
class Shown:
    """The answers to a question, of everybody or of a part of the group.

    Attributes:
        people: How many answered; None while they are too few to tell.
        part: The choices of the other question that make this part; empty for everybody.
    """

    people: int | None
    figures: Sequence[Figure]
    part: tuple[str, ...] = ()


def answers_of(module: Module, values: Mapping[str, JSON]) -> Answers:
    """One learner's answers, from the values of the activities; nothing of what is no longer asked."""
    found: dict[str, str | Sequence[str]] = {}
    for activity, options in surveys(module).items():
        value = Survey().clean(options, values.get(activity))
        if isinstance(value, Mapping) and RATHER_NOT not in value:
            found |= cast("Answers", value)
    return found


def tally(module: Module, group: Sequence[Answers]) -> Tally:
    """Count a group's answers. Whoever answered nothing is not in it."""
    told = [answers for answers in group if answers]
    tables = module.totals.tables if module.totals else []
    return Tally(
        people=len(told),
        questions={name: _count(one, told) for name, one in survey_questions(module.steps).items()},
        parts={key_of(table): _parts(module, table, told) for table in tables},
    )


def key_of(table: Table) -> str:
    """The name under which a table is counted."""
    return f"{table.of}/{table.by}"


def _count(question: SurveyQuestion, group: Iterable[Answers]) -> Count:
    given = [answers[question.id] for answers in group if question.id in answers]
    if question.kind == "text":
        return Count(len(given), {})
    picked = [{one} if isinstance(one, str) else set(one) for one in given]
    chosen = {choice: sum(choice in one for one in picked) for choice in question.choices}
    return Count(len(given), chosen)


def _parts(module: Module, table: Table, group: Sequence[Answers]) -> dict[str, Count]:
    questions = survey_questions(module.steps)
    names = [*questions[table.by].choices, NO_ANSWER]
    return {
        name: _count(questions[table.of], [one for one in group if one.get(table.by, NO_ANSWER) == name])
        for name in names
    }


def written(counted: Tally) -> dict[str, Any]:
    """A tally as JSON."""
    return asdict(counted)


def read(said: Mapping[str, Any]) -> Tally:
    """The tally of a JSON that `written` made."""
    parts = {key: _counts(rows) for key, rows in said["parts"].items()}
    return Tally(said["people"], _counts(said["questions"]), parts)


def _counts(said: Mapping[str, Any]) -> dict[str, Count]:
    return {name: Count(**one) for name, one in said.items()}


def changes(shown: Mapping[str, int], now: Mapping[str, int]) -> int:
    """How many learners' answers are new, changed or gone since.

    Args:
        shown: The revision of each learner's answers in the picture that was shown.
        now: The same, as they are now.
    """
    return sum(shown.get(name) != now.get(name) for name in {*shown, *now})


def may_be_shown(shown: Mapping[str, int] | None, now: Mapping[str, int]) -> bool:
    """Whether a picture of the answers as they are now may take the place of the one that was shown."""
    came_or_went = 0 if shown is None else len(shown.keys() ^ now.keys())
    return len(now) >= FEWEST and changes(shown or {}, now) >= FEWEST and not 0 < came_or_went < FEWEST


def tells_who_came(shown: Tally, now: Tally, differ: int) -> bool:
    """Whether the difference between two pictures would be what those who differ answered.

    Args:
        shown: The picture that was shown.
        now: The one that would take its place.
        differ: How many learners' answers are new, changed or gone.
    """
    return any(
        _differ_alike(before, count, differ)
        for name, count in now.questions.items()
        if (before := shown.questions.get(name)) is not None and min(before.people, count.people) >= FEWEST
    )


def parts_to_show(shown: Tally, now: Tally) -> Mapping[str, Mapping[str, Count]]:
    """The parts of a picture that takes the place of another: as they are now, or as they were shown.

    As long as the difference would be what a few of a part answered, they stay. They no longer add up to
    the whole then, and are not told.
    """
    return {
        key: shown.parts[key] if key in shown.parts and _parts_tell(shown.parts[key], parts) else parts
        for key, parts in now.parts.items()
    }


def adds_up(parts: Mapping[str, Count], whole: Count) -> bool:
    """Whether parts are of the same picture as the whole."""
    return bool(parts) and _sum(list(parts.values())) == whole


def _parts_tell(shown: Mapping[str, Count], now: Mapping[str, Count]) -> bool:
    if shown.keys() != now.keys() or not _stand_apart(shown):
        return False  # asked in another way by now, or never told
    if not _stand_apart(now):
        return True
    groups = _both_ways(_grouped(shown), _grouped(now))
    return not groups or any(
        _differs_by_few(_sum([shown[name] for name in names]), _sum([now[name] for name in names]))
        for names in groups
    )


def _both_ways(one: Sequence[tuple[str, ...]], other: Sequence[tuple[str, ...]]) -> Sequence[tuple[str, ...]]:
    """The groups that can be made from either way to part the same people; none where they overlap."""
    for whole, fine in ((one, other), (other, one)):
        if all(any({*names} <= {*group} for group in whole) for names in fine):
            return whole
    return ()


def _differs_by_few(before: Count, after: Count) -> bool:
    came = abs(after.people - before.people)
    return before != after and (came < FEWEST or _differ_alike(before, after, came))


def _differ_alike(before: Count, after: Count, differ: int) -> bool:
    return any(
        abs(after.chosen[choice] - before.chosen[choice]) >= differ - 1
        for choice in after.chosen.keys() & before.chosen.keys()
        # Where both say "at least", neither does the difference tell of anybody.
        if not (_is_open(before, choice) and _is_open(after, choice))
    )


def _is_open(count: Count, choice: str) -> bool:
    return count.chosen[choice] >= count.people - 1


def show(question: SurveyQuestion, count: Count) -> Shown:
    """The answers of everybody to one question."""
    fewest = FEWEST_TEXTS if question.kind == "text" else FEWEST
    if count.people < fewest:
        return Shown(None, ())
    return Shown(count.people, _figures(question, count))


def _figures(question: SurveyQuestion, count: Count) -> Sequence[Figure]:
    chosen = {choice: count.chosen[choice] for choice in question.choices if choice in count.chosen}
    return figures_of(chosen, count.people, one_each=question.kind == "choice")


def figures_of(chosen: Mapping[str, int], people: int, *, one_each: bool) -> Sequence[Figure]:
    """How many chose what, as it may be shown.

    Args:
        chosen: The exact numbers.
        people: How many answered.
        one_each: Whether everybody chose one thing.
    """
    nearly_all = people - 1
    alike = {choice for choice, number in chosen.items() if number >= nearly_all}

    def figure(choice: str, number: int) -> Figure:
        if choice in alike:
            return Figure(choice, nearly_all, "least")
        # Of one choice each, the others must add up to what is left.
        return Figure(choice, 1, "most") if alike and one_each else Figure(choice, number)

    return [figure(choice, number) for choice, number in chosen.items()]


def table_to_show(tables: Sequence[Table], parts: Mapping[str, Mapping[str, Count]]) -> Table | None:
    """Of several tables of one question, the one to show: the first that has parts; None where none has.

    Only one: where two ways to part a group overlap but for one person, they would tell of that person.
    """
    return next((table for table in tables if len(_grouped(parts.get(key_of(table), {}))) > 1), None)


def show_parts(question: SurveyQuestion, parts: Mapping[str, Count]) -> Sequence[Shown]:
    """The answers to one question, of each part of the group; nothing where that would tell too much.

    Parts that are too small stand together, with the smallest of the others if they must. Who stands with
    whom depends on how many they are and never on what they answered: that would tell of it.
    """
    if not _stand_apart(parts):
        return ()
    groups = {names: _sum([parts[name] for name in names]) for names in _grouped(parts)}
    return [Shown(whole.people, _figures(question, whole), names) for names, whole in groups.items()]


def _stand_apart(parts: Mapping[str, Count]) -> bool:
    groups = [_sum([parts[name] for name in names]) for names in _grouped(parts)]
    return len(groups) > 1 and not any(_is_nearly_alike(whole) for whole in groups)


def _grouped(parts: Mapping[str, Count]) -> Sequence[tuple[str, ...]]:
    """The names of the parts that stand apart, then of those that stand together."""
    by_size = sorted((name for name in parts if parts[name].people), key=lambda name: parts[name].people)
    rest = [name for name in by_size if parts[name].people < FEWEST]
    apart = [name for name in by_size if name not in rest]
    while rest and apart and sum(parts[name].people for name in rest) < FEWEST:
        rest.append(apart.pop(0))
    together = tuple(name for name in parts if name in rest)
    return [*((name,) for name in parts if name in apart), *([together] if together else [])]


def _is_nearly_alike(count: Count) -> bool:
    return max(count.chosen.values(), default=0) >= count.people - 1


def _sum(counts: Sequence[Count]) -> Count:
    names = counts[0].chosen if counts else {}
    return Count(
        sum(one.people for one in counts), {name: sum(one.chosen[name] for one in counts) for name in names}
    )
