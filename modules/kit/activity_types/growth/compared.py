"""What two self-assessments say beside each other: one row for each thing, of then and of now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from modules.kit.activity_type import Source
from modules.kit.rich_text import plain

Per: TypeAlias = Literal["item", "group"]

COMPARABLE = ("rate", "rubric-self")
"""The types whose answers are numbers on a scale."""


@dataclass(frozen=True)
class Row:
    """One thing: its name, and the number it had then and has now; None where nobody gave one."""

    label: str
    then: float | None
    now: float | None


@dataclass(frozen=True)
class Compared:
    """All rows, and the scale from 1 on which they stand."""

    rows: Sequence[Row]
    scale: int
    least: str
    most: str


def compared(per: Per, then: Source | None, now: Source | None) -> Compared | None:
    """Return the two beside each other; None where neither has a number.

    Args:
        per: one row for each item or criterion, or for each group or competence, as their mean.
        then: the earlier self-assessment; None where it is not there.
        now: the later one. Both ask the same, so either says what the rows are called.
    """
    asked = now or then
    if asked is None:
        return None
    before, after = _numbers(then), _numbers(now)
    rows = [Row(label, _mean(before, ids), _mean(after, ids)) for label, ids in _things(asked, per)]
    if all(row.then is None and row.now is None for row in rows):
        return None
    return Compared(rows, *_scale(asked))


def unlike(per: Per, then: Source, now: Source) -> Iterator[str]:
    """Yield why two activities can't stand beside each other."""
    if then.type != now.type:
        yield f"the first is of the type '{then.type}', the second '{now.type}'; expected the same"
    elif then.type == "rate":
        if (then.options.groups, then.options.scale) != (now.options.groups, now.options.scale):
            yield "the two don't rate the same: their groups, items and scale must be equal"
    elif (then.options.criteria, then.options.levels) != (now.options.criteria, now.options.levels):
        yield "the two don't score the same: their criteria and levels must be equal"
    elif per == "group" and not now.options.competences:
        yield "'per: group' needs 'competences' in the rubric"


def _things(asked: Source, per: Per) -> list[tuple[str, Sequence[str]]]:
    """What each row is called, and the ids of what it is the mean of."""
    options, words = asked.options, asked.words
    if asked.type == "rate":
        if per == "group":
            return [(plain(words.groups[group]), items) for group, items in options.groups.items()]
        return [(plain(words.items[item].label), [item]) for item in options.items]
    if per == "item":
        return [(plain(words.criteria[one].label), [one]) for one in options.criteria]
    shown = {one: options.competences[one] for one in options.criteria if one in options.competences}
    return [
        (plain(words.competences[name]), [one for one, of in shown.items() if of == name])
        for name in dict.fromkeys(shown.values())
    ]


def _numbers(source: Source | None) -> Mapping[str, int]:
    if source is None or not source.value:
        return {}
    if source.type == "rate":
        return {item: int(number) for number, items in source.value.items() for item in items}
    levels: Sequence[str] = source.options.levels
    return {one: levels.index(said["level"]) + 1 for one, said in source.value.items() if "level" in said}


def _scale(asked: Source) -> tuple[int, str, str]:
    if asked.type == "rate":
        return asked.options.scale, plain(asked.words.least), plain(asked.words.most)
    levels = asked.options.levels
    return len(levels), plain(asked.words.levels[levels[0]]), plain(asked.words.levels[levels[-1]])


def _mean(numbers: Mapping[str, int], ids: Sequence[str]) -> float | None:
    found = [numbers[one] for one in ids if one in numbers]
    return round(sum(found) / len(found), 1) if found else None
