"""Choose and answer: several questions, of which the learner answers those that speak to them."""

from collections.abc import Iterator
from typing import Annotated, cast

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
from modules.kit.fields import Ids, clean_by_id
from modules.kit.rich_text import plain


class ChooseAndAnswerDone(AuthorModel):
    """When there are enough answers."""

    answers: Annotated[int, Field(gt=0)]
    """The fewest questions with an answer."""


class ChooseAndAnswerOptions(ActivityOptions):
    """The questions, and how many are enough."""

    questions: Ids
    done: ChooseAndAnswerDone

    @model_validator(mode="after")
    def _reachable(self) -> "ChooseAndAnswerOptions":
        if self.done.answers > len(self.questions):
            raise ValueError(f"done asks for {self.done.answers} of {len(self.questions)} questions")
        return self


class ChooseAndAnswerWords(ActivityWords):
    """The questions in one language."""

    questions: dict[str, str]


class ChooseAndAnswer(ActivityType[ChooseAndAnswerOptions, ChooseAndAnswerWords]):
    """Questions to choose from. The value is the texts by question; what is blank is absent."""

    name = "choose-and-answer"
    Options = ChooseAndAnswerOptions
    Words = ChooseAndAnswerWords

    def check(self, options: ChooseAndAnswerOptions, words: ChooseAndAnswerWords) -> Iterator[WordsProblem]:
        """Yield the questions without words and the words without a question."""
        return missing_and_extra("questions", options.questions, words.questions)

    def clean(self, options: ChooseAndAnswerOptions, value: JSON) -> JSON | Refusal:
        """Return the answers in the order of the questions, or why they can't be kept."""
        return clean_by_id(value, options.questions)

    def done(self, options: ChooseAndAnswerOptions, value: JSON) -> bool:
        """Tell whether enough questions have an answer."""
        return len(cast("dict[str, str]", value)) >= options.done.answers

    def lines(self, options: ChooseAndAnswerOptions, words: ChooseAndAnswerWords, value: JSON) -> list[Line]:
        """Return each answer below its question."""
        answers = cast("dict[str, str]", value)
        return [
            Line(plain(words.questions[key]), answers[key]) for key in options.questions if key in answers
        ]

    def headings(self, options: ChooseAndAnswerOptions, words: ChooseAndAnswerWords) -> list[str]:
        """Return the questions."""
        return [plain(words.questions[key]) for key in options.questions]
