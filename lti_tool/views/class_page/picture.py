"""The picture of a group, a part of the class page: in words, and never more than the rules let through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lti_tool.rules.group_totals import FEWEST, FEWEST_TEXTS, NO_ANSWER, Figure, Shown
from lti_tool.services.group_picture import Asked, picture_of
from lti_tool.views.class_page.look import Seen
from lti_tool.views.class_page.page import part
from lti_tool.views.current import tool
from lti_tool.words import words
from modules.kit.activity_types.survey import SurveyQuestionWords, SurveyWords
from modules.kit.module import Module
from modules.kit.rich_text import plain
from modules.kit.totals import EarlierTable, surveys


@dataclass(frozen=True)
class SpokenQuestion:
    """A question in words."""

    ask: str
    choices: Mapping[str, str]

    def short(self, choice: str) -> str:
        """A choice in a table: what stands before its colon, where it has one."""
        return self.choices[choice].partition(":")[0]


@dataclass(frozen=True)
class SpokenTable:
    """A table in words: a row for each answer, a column for each part of a group."""

    caption: str
    columns: Sequence[str]
    people: Sequence[int] | None
    rows: Sequence[tuple[str, Sequence[str]]]


@part("picture", offered=lambda seen: seen.module.totals is not None)
def picture(seen: Seen) -> dict[str, Any]:
    """What the part shows."""
    texts = words(seen.language, "class/picture")
    # The module with all its steps: a link may show fewer than it did when its learners answered.
    whole = tool().registry.modules[seen.module.id]
    spoken = _spoken(whole, whole.language(seen.language))
    found = picture_of(tool().database, seen.place.link_row, whole, seen.module, seen.now)
    return {
        "fewest": FEWEST,
        "picture": found,
        "questions": [_question(asked, spoken, texts) for asked in found.asked],
        "earlier": _earlier(whole, seen.language, spoken, texts),
    }


def _spoken(module: Module, language: str) -> Mapping[str, SpokenQuestion]:
    found = {}
    for activity, options in surveys(module).items():
        said = module.words[language].activities[activity]
        assert isinstance(said, SurveyWords)  # noqa: S101 (a survey's words are those of a survey)
        for question in options.questions:
            found[question.id] = _spoken_question(said, said.questions[question.id])
    return found


def _spoken_question(of: SurveyWords, own: SurveyQuestionWords) -> SpokenQuestion:
    return SpokenQuestion(plain(own.ask or of.ask), {name: plain(text) for name, text in own.choices.items()})


def _question(asked: Asked, spoken: Mapping[str, SpokenQuestion], texts: Mapping[str, Any]) -> dict[str, Any]:
    own, kind, people = spoken[asked.question.id], asked.question.kind, asked.shown.people
    fewest = FEWEST_TEXTS if kind == "text" else FEWEST
    said = {"text": "wrote", "multi": "many", "choice": "answered"}[kind]
    return {
        "id": asked.question.id,
        "ask": own.ask,
        "note": texts["few"].format(fewest=fewest) if people is None else texts[said].format(count=people),
        "bars": [_bar(figure, people, own, texts) for figure in asked.shown.figures] if people else [],
        "table": _parts(asked, spoken, texts) if asked.parts else None,
        "parted": asked.parted,
    }


def _bar(figure: Figure, people: int, own: SpokenQuestion, texts: Mapping[str, Any]) -> dict[str, Any]:
    key = figure.bound or "of"
    return {
        "label": own.choices[figure.choice],
        "width": round(100 * figure.count / people),
        "text": texts[key].format(count=figure.count, people=people),
    }


def _parts(
    asked: Asked, spoken: Mapping[str, SpokenQuestion], texts: Mapping[str, Any]
) -> SpokenTable | None:
    if asked.table is None:
        return None
    own, by = spoken[asked.question.id], spoken[asked.table.by]

    def cell(part: Shown, choice: str) -> str:
        [figure] = [one for one in part.figures if one.choice == choice]
        key = {"least": "least-short", "most": "most", None: None}[figure.bound]
        return texts[key].format(count=figure.count) if key else str(figure.count)

    choices = [figure.choice for figure in asked.shown.figures]
    return SpokenTable(
        caption=texts["parted"].format(question=by.ask),
        columns=[_part_name(part, by, texts) for part in asked.parts],
        people=[part.people or 0 for part in asked.parts],
        rows=[(own.short(choice), [cell(part, choice) for part in asked.parts]) for choice in choices],
    )


def _part_name(part: Shown, by: SpokenQuestion, texts: Mapping[str, Any]) -> str:
    names = [texts["no-answer"] if name == NO_ANSWER else by.short(name) for name in part.part]
    return names[0] if len(names) == 1 else texts["others"].format(names=", ".join(names))


def _earlier(
    module: Module, language: str, spoken: Mapping[str, SpokenQuestion], texts: Mapping[str, Any]
) -> dict[str, Any] | None:
    """What an earlier survey found, and where that stands."""
    earlier = module.totals.earlier if module.totals else None
    guide = module.guides.get(module.language(language))
    if earlier is None or guide is None:
        return None
    return {
        "title": texts["earlier"]["title"].format(people=earlier.people),
        "about": [text for text in guide.module.earlier.split("\n\n") if text.strip()],
        "tables": [_earlier_table(table, spoken, texts["earlier"]) for table in earlier.tables],
    }


def _earlier_table(
    table: EarlierTable, spoken: Mapping[str, SpokenQuestion], texts: Mapping[str, Any]
) -> SpokenTable:
    own, by = spoken[table.of], spoken[table.by]
    # Where each answer has its figure, they add up to everybody.
    sums = {part: sum(counts.values()) for part, counts in table.counts.items()}
    whole = all(set(counts) == set(own.choices) for counts in table.counts.values())

    def cell(part: str, choice: str) -> str:
        count = table.counts[part].get(choice)
        if count is None:
            return str(texts["none"])
        share = round(100 * count / sums[part])
        return str(texts["share"].format(count=count, share=share)) if whole else str(count)

    return SpokenTable(
        caption=own.ask,
        columns=[by.short(part) for part in table.counts],
        people=list(sums.values()) if whole else None,
        rows=[(own.short(choice), [cell(part, choice) for part in table.counts]) for choice in own.choices],
    )
