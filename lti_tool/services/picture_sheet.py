"""A picture of a group in words: the one sheet that the page and every file are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lti_tool.rules.group_totals import FEWEST, FEWEST_TEXTS, NO_ANSWER, Figure, Shown
from lti_tool.rules.outcome import MOVES
from lti_tool.rules.picture_sheet import PERCENT_FROM, Bar, Chart, Report, Series, Sheet, Table, limits, share
from lti_tool.services.group_picture import Asked, Outcome, Picture
from modules.kit.activity_types.survey import SurveyQuestionWords, SurveyWords
from modules.kit.module import Module
from modules.kit.rich_text import plain
from modules.kit.totals import EarlierTable, surveys

Words = Mapping[str, Any]


@dataclass(frozen=True)
class Scene:
    """What a sheet is about, beside the picture.

    Attributes:
        module: With all its steps.
        course: Its title; empty where the platform gave none.
        day: A moment in words.
        everywhere: Whether it is of all courses.
    """

    module: Module
    language: str
    course: str
    day: Callable[[int], str]
    everywhere: bool = False


@dataclass(frozen=True)
class _Spoken:
    """A question in words."""

    ask: str
    choices: Mapping[str, str]

    def short(self, choice: str) -> str:
        """A choice in a table: what stands before its colon, where it has one."""
        return self.choices[choice].partition(":")[0]


def sheet_of(picture: Picture, scene: Scene, texts: Words) -> Sheet:
    """Put a picture into words.

    Args:
        picture: What may be shown.
        scene: What it is about.
        texts: The words of the part `picture`.
    """
    spoken = _spoken(scene.module, scene.language)
    charts = [
        chart for asked in picture.asked for chart in _charts(asked, picture, scene.module, spoken, texts)
    ]
    bars = [bar for chart in charts for series in chart.series for bar in series.bars]
    taken = picture.taken_at is not None
    return Sheet(
        title=texts["title"],
        facts=_facts(picture, scene, texts),
        people=picture.people,
        waiting=picture.waiting,
        small=picture.small,
        groups=picture.groups,
        taken=taken,
        limits=limits(
            picture.people,
            texts["limits"],
            compared=any(asked.outcome for asked in picture.asked),
            moved=any(asked.outcome and asked.outcome.moved.people for asked in picture.asked),
            open_figures=any(bar.open for bar in bars),
        )
        if taken
        else [],
        charts=charts,
        report=_report(scene, spoken, texts["earlier"]),
    )


def _facts(picture: Picture, scene: Scene, texts: Words) -> list[tuple[str, str]]:
    names, facts = texts["facts"], []
    facts.append(
        (names["module"], plain(scene.module.words[scene.module.language(scene.language)].module.title))
    )
    if scene.everywhere or scene.course:
        facts.append((names["course"], names["all"] if scene.everywhere else scene.course))
    if picture.groups > 1:
        facts.append((names["group"], names["places"].format(groups=picture.groups)))
    facts.append((names["people"], str(picture.people)))
    if picture.taken_at is not None:
        last, first = scene.day(picture.taken_at), scene.day(picture.since or picture.taken_at)
        facts.append(
            (names["taken"], last if first == last else names["times"].format(first=first, last=last))
        )
    return facts


def _spoken(module: Module, language: str) -> Mapping[str, _Spoken]:
    found = {}
    for activity, options in surveys(module).items():
        said = module.words[module.language(language)].activities[activity]
        assert isinstance(said, SurveyWords)  # noqa: S101 (a survey's words are those of a survey)
        for question in options.questions:
            found[question.id] = _spoken_question(said, said.questions[question.id])
    return found


def _spoken_question(of: SurveyWords, own: SurveyQuestionWords) -> _Spoken:
    return _Spoken(plain(own.ask or of.ask), {name: plain(text) for name, text in own.choices.items()})


# Charts


def _charts(
    asked: Asked, picture: Picture, module: Module, spoken: Mapping[str, _Spoken], texts: Words
) -> Iterator[Chart]:
    own, question = spoken[asked.question.id], asked.question
    ask = own.ask
    people = asked.shown.people
    if people is None:
        fewest = FEWEST_TEXTS if question.kind == "text" else FEWEST
        yield Chart(question.id, ask, texts["few"].format(fewest=fewest))
        return
    if question.kind == "text":
        yield Chart(question.id, ask, texts["wrote"].format(count=people))
        return
    series, note = _series(asked, module, texts)
    parts = _parts(asked, spoken, texts)
    yield Chart(
        id=question.id,
        ask=ask,
        note=note,
        labels=[own.choices[choice] for choice in _choices(asked)],
        series=series,
        table=parts,
        remark=texts["not-parted"] if asked.parted and parts is None and picture.groups == 1 else "",
    )
    if asked.outcome:
        yield _moved(asked, asked.outcome, own, texts["moved"], texts)


def _choices(asked: Asked) -> list[str]:
    return [figure.choice for figure in asked.shown.figures]


def _series(asked: Asked, module: Module, texts: Words) -> tuple[list[Series], str]:
    """The bars of one question and what is said of how many answered."""
    shown, names, people = asked.shown, texts["series"], asked.shown.people or 0
    choices = _choices(asked)
    if asked.outcome:
        before = asked.outcome.before
        later = _one_series("now", names["after"], shown, choices, texts)
        if before.people is None:
            return [later], texts["only-after"].format(after=people)
        said = texts["both-times"].format(before=before.people, after=people)
        return [_one_series("before", names["before"], before, choices, texts), later], said
    report = _whole_report(module, asked.question.id)
    if report is not None:
        said = texts["beside-report"].format(count=people, people=report.people)
        return [
            _one_series("now", names["now"], shown, choices, texts),
            _one_series("report", names["report"], report, choices, texts),
        ], said
    said = texts["many" if asked.question.kind == "multi" else "answered"].format(count=people)
    return [_one_series("now", "", shown, choices, texts)], said


def _one_series(kind: str, name: str, shown: Shown, choices: Sequence[str], texts: Words) -> Series:
    people = shown.people or 0
    figures = {figure.choice: figure for figure in shown.figures}
    # A choice that this picture does not know: it is older.
    none = Bar(0, 0, 0, texts["earlier"]["none"])
    bars = [_bar(figures[one], people, texts) if one in figures else none for one in choices]
    return Series(kind, name, people, texts["answered"].format(count=people), bars)


def _bar(figure: Figure, people: int, texts: Words) -> Bar:
    high = figure.span[1]
    key = figure.bound or ("of-percent" if people >= PERCENT_FROM else "of")
    # "At least six of seven" is drawn as six, "at most one" as one: what is said is what is drawn.
    said = {"count": figure.count, "high": high, "people": people, "share": share(figure.count, people)}
    return Bar(
        share=share(figure.count, people),
        share_most=share(max(high, figure.count), people),
        number=figure.count,
        text=texts[key].format(**said),
        open=texts["open"][figure.bound].format(high=high) if figure.bound else "",
    )


def _moved(asked: Asked, outcome: Outcome, own: _Spoken, names: Words, texts: Words) -> Chart:
    name, ask = f"{asked.question.id}-moved", names["ask"].format(question=own.ask)
    if outcome.moved.people is None:
        return Chart(name, ask, names["not"])
    series = _one_series("now", "", outcome.moved, MOVES, texts)
    note = names["note"].format(count=outcome.moved.people)
    return Chart(name, ask, note, [names[way] for way in MOVES], [series])


# Tables


def _parts(asked: Asked, spoken: Mapping[str, _Spoken], texts: Words) -> Table | None:
    if asked.table is None:
        return None
    own, by = spoken[asked.question.id], spoken[asked.table.by]

    def cell(part: Shown, choice: str) -> str:
        [figure] = [one for one in part.figures if one.choice == choice]
        key = {"least": "least-short", "most": "most"}.get(figure.bound or "")
        return str(texts[key].format(count=figure.count)) if key else str(figure.count)

    return Table(
        caption=texts["parted"].format(question=by.ask),
        columns=[_part_name(part, by, texts) for part in asked.parts],
        people=[part.people or 0 for part in asked.parts],
        rows=[
            (own.short(choice), [cell(part, choice) for part in asked.parts]) for choice in _choices(asked)
        ],
    )


def _part_name(part: Shown, by: _Spoken, texts: Words) -> str:
    names = [texts["no-answer"] if name == NO_ANSWER else by.short(name) for name in part.part]
    return names[0] if len(names) == 1 else texts["others"].format(names=", ".join(names))


# What others found


def _whole_report(module: Module, question: str) -> Shown | None:
    """What an earlier survey found of everybody, where it says how many chose each answer."""
    tables = module.totals.earlier.tables if module.totals and module.totals.earlier else []
    for table in tables:
        choices = list(next(iter(table.counts.values()), {}))
        if table.of == question and _is_whole(table, module):
            sums = {one: sum(counts[one] for counts in table.counts.values()) for one in choices}
            return Shown(sum(sums.values()), [Figure(one, number) for one, number in sums.items()])
    return None


def _is_whole(table: EarlierTable, module: Module) -> bool:
    """Whether each answer has its figure: then they add up to everybody."""
    said = [question for options in surveys(module).values() for question in options.questions]
    known = next((set(one.choices) for one in said if one.id == table.of), set())
    return all(set(counts) == known for counts in table.counts.values())


def _report(scene: Scene, spoken: Mapping[str, _Spoken], texts: Words) -> Report | None:
    module = scene.module
    earlier = module.totals.earlier if module.totals else None
    guide = module.guides.get(module.language(scene.language))
    if earlier is None or guide is None:
        return None
    return Report(
        title=texts["title"].format(people=earlier.people),
        about=[text for text in guide.module.earlier.split("\n\n") if text.strip()],
        tables=[_report_table(table, module, spoken, texts) for table in earlier.tables],
    )


def _report_table(table: EarlierTable, module: Module, spoken: Mapping[str, _Spoken], texts: Words) -> Table:
    own, by = spoken[table.of], spoken[table.by]
    sums = {part: sum(counts.values()) for part, counts in table.counts.items()}
    whole = _is_whole(table, module)

    def cell(part: str, choice: str) -> str:
        count = table.counts[part].get(choice)
        if count is None:
            return str(texts["none"])
        found = share(count, sums[part])
        return str(texts["share"].format(count=count, share=found)) if whole else str(count)

    return Table(
        caption=own.ask,
        columns=[by.short(part) for part in table.counts],
        people=list(sums.values()) if whole else None,
        rows=[(own.short(choice), [cell(part, choice) for part in table.counts]) for choice in own.choices],
    )
