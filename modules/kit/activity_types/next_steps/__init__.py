"""Next steps: things to do afterwards, each with its day; the learner ticks what they will do."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, TypedDict, cast

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
from modules.kit.author_model import Id
from modules.kit.fields import Ids, clean_by_id, clean_ids, clean_record
from modules.kit.institution import Pack
from modules.kit.reading import Day, Link
from modules.kit.rich_text import plain


class NextStepsDone(AuthorModel):
    """When enough is planned."""

    steps: Annotated[int, Field(gt=0)] = 1
    """The fewest steps that are ticked."""


class NextStepsOptions(ActivityOptions):
    """The steps, and their days where they are known beforehand."""

    items: Ids
    days: dict[Id, Day] = {}
    """Days by item. A facilitator's day for the same item, and then that of the pack, comes first."""
    pack: Literal["dates"] | None = None
    """Whether days and links come from the institution pack's section `dates`, by the same ids."""
    done: NextStepsDone = NextStepsDone()

    @model_validator(mode="after")
    def _known(self) -> "NextStepsOptions":
        for item in self.days:
            if item not in self.items:
                raise ValueError(f"there is a day for '{item}', which is not among the items")
        if self.done.steps > len(self.items):
            raise ValueError(f"done asks for {self.done.steps} of {len(self.items)} steps")
        return self


class NextStep(AuthorModel):
    """A step in one language."""

    label: str
    text: str = ""
    """What it is and for whom."""
    link: Link | None = None
    """Where to read more; the pack's own where left out."""


class NextStepsWords(ActivityWords):
    """The steps in one language."""

    items: dict[str, NextStep]
    when: str
    """The label of the learner's own note of when, for a step without a day."""


class Planned(TypedDict):
    """What the learner will do, and when."""

    planned: list[str]
    when: dict[str, str]


class NextSteps(ActivityType[NextStepsOptions, NextStepsWords]):
    """Steps to tick. The value is the ticked ids in the list's order, and the learner's own notes of when."""

    name = "next-steps"
    Options = NextStepsOptions
    Words = NextStepsWords

    def check(self, options: NextStepsOptions, words: NextStepsWords) -> Iterator[WordsProblem]:
        """Yield the steps without words and the words without a step."""
        return missing_and_extra("items", options.items, words.items)

    def from_pack(
        self, options: NextStepsOptions, words: Mapping[str, NextStepsWords], pack: Pack
    ) -> tuple[NextStepsOptions, Mapping[str, NextStepsWords]]:
        """Return the steps with the days and links of the pack's entries of the same names."""
        section = options.pack
        if section is None:
            return options, words
        found = {item: entry for item in options.items if (entry := pack.entry(section, item))}
        days = {item: entry.when for item, entry in found.items() if entry.when}
        filled = {
            language: spoken.model_copy(
                update={
                    "items": {
                        item: step.model_copy(update={"link": step.link or pages[item].link})
                        if item in pages
                        else step
                        for item, step in spoken.items.items()
                    }
                }
            )
            for language, spoken in words.items()
            for pages in [pack.pages(section, language)]
        }
        return options.model_copy(update={"days": options.days | days}), filled

    def clean(self, options: NextStepsOptions, value: JSON) -> JSON | Refusal:
        """Return what is ticked and noted, or why it can't be kept."""
        shape = clean_record(value, ())
        if isinstance(shape, Refusal):
            return shape
        raw = cast("dict[str, JSON]", value or {})
        planned = clean_ids(raw.get("planned"), options.items)
        if isinstance(planned, Refusal):
            return planned
        when = clean_by_id(raw.get("when"), options.items)
        return when if isinstance(when, Refusal) else {"planned": planned, "when": when}

    def done(self, options: NextStepsOptions, value: JSON) -> bool:
        """Tell whether enough steps are ticked."""
        return len(cast("Planned", value)["planned"]) >= options.done.steps

    def lines(self, options: NextStepsOptions, words: NextStepsWords, value: JSON) -> list[Line]:
        """Return each ticked step, with the learner's own note of when."""
        found = cast("Planned", value)
        return [
            Line("", " · ".join([plain(words.items[item].label), *note]))
            for item in options.items
            if item in found["planned"]
            for note in [[found["when"][item]] if item in found["when"] else []]
        ]

    def dated(self, options: NextStepsOptions, words: NextStepsWords) -> Mapping[str, str]:
        """Return the steps, for which a facilitator may set a day."""
        return {item: plain(words.items[item].label) for item in options.items}
