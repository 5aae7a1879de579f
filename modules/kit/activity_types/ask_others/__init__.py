"""Ask others: the same few questions put to one or more people, about the learner."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, cast

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
from modules.kit.fields import Ids, clean_by_id, clean_list, clean_record, numbered
from modules.kit.rich_text import plain


class AskOthersDone(AuthorModel):
    """When enough people were asked."""

    people: Annotated[int, Field(gt=0)] = 1
    """The fewest people who answered at least one question."""


class AskOthersOptions(ActivityOptions):
    """How many people, and what they are asked."""

    people: Annotated[int, Field(gt=0, le=12)]
    questions: Ids
    done: AskOthersDone = AskOthersDone()

    @model_validator(mode="after")
    def _reachable(self) -> "AskOthersOptions":
        if self.done.people > self.people:
            raise ValueError(f"done asks for {self.done.people} of {self.people} people")
        return self


class AskOthersWords(ActivityWords):
    """The questions in one language."""

    person: str
    """Who is asked: "Classmate"."""
    who: str
    """The label of the field for who it was: a first name or a nickname is enough."""
    intro: str = ""
    """What whoever is asked reads first, where it is not about the learner: a partner organisation."""
    questions: dict[str, str]


class AskOthers(ActivityType[AskOthersOptions, AskOthersWords]):
    """Answers of others. The value is a list of who and answers; a person left out holds their place."""

    name = "ask-others"
    Options = AskOthersOptions
    Words = AskOthersWords

    def check(self, options: AskOthersOptions, words: AskOthersWords) -> Iterator[WordsProblem]:
        """Yield the questions without words and the words without a question."""
        return missing_and_extra("questions", options.questions, words.questions)

    def clean(self, options: AskOthersOptions, value: JSON) -> JSON | Refusal:
        """Return the people in their places, or why they can't be kept."""
        nobody: dict[str, Any] = {"who": "", "answers": {}}
        return clean_list(value, options.people, lambda person: _clean_person(options, person), nobody)

    def done(self, options: AskOthersOptions, value: JSON) -> bool:
        """Tell whether enough people answered at least one question."""
        people = cast("list[dict[str, Any]]", value)
        return len([person for person in people if person["answers"]]) >= options.done.people

    def lines(self, options: AskOthersOptions, words: AskOthersWords, value: JSON) -> list[Line]:
        """Return each person's answers below their name and the question."""
        return [
            Line(
                f"{person['who'] or numbered(words.person, index, options.people)}"
                f" · {plain(words.questions[question])}",
                person["answers"][question],
            )
            for index, person in enumerate(cast("list[dict[str, Any]]", value))
            for question in options.questions
            if question in person["answers"]
        ]


def _clean_person(options: AskOthersOptions, value: JSON) -> dict[str, Any] | Refusal:
    who = clean_record(value, ["who"])
    if isinstance(who, Refusal):
        return who
    raw_answers = value.get("answers") if isinstance(value, Mapping) else None
    answers = clean_by_id(raw_answers, options.questions)
    return answers if isinstance(answers, Refusal) else {**who, "answers": answers}
