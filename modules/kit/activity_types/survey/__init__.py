"""Survey: a few questions with given answers or an open one; some come only after certain answers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, TypeAlias, cast

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
from modules.kit.fields import Ids, PerhapsIds, clean_ids, clean_or_empty
from modules.kit.rich_text import plain

RATHER_NOT = "rather-not"
"""Stands in the value in place of all answers: the learner would rather not say."""

Answers: TypeAlias = Mapping[str, str | Sequence[str]]


class SurveyQuestion(AuthorModel):
    """One question."""

    id: Id
    kind: Literal["choice", "multi", "text"]
    """One of the choices, any of them, or a text."""
    choices: PerhapsIds = []
    when: dict[str, Ids] = {}
    """The question is asked only where each of these earlier questions has one of these choices."""
    rows: Annotated[int, Field(gt=0, le=12)] = 2
    """How tall the field of a text is at first."""

    @model_validator(mode="after")
    def _choices_fit(self) -> "SurveyQuestion":
        if self.id == RATHER_NOT:
            raise ValueError(f"'{RATHER_NOT}' is kept for the type; choose another id")
        if self.kind == "text" and self.choices:
            raise ValueError("a question of the kind text has no choices")
        if self.kind != "text" and len(self.choices) < 2:
            raise ValueError(f"a question of the kind {self.kind} needs at least two choices")
        return self


class SurveyDone(AuthorModel):
    """When enough was answered. Whoever says they would rather not is done as well."""

    answers: Annotated[int, Field(gt=0)] = 1
    """The fewest answers."""


class SurveyOptions(ActivityOptions):
    """The questions of one screen, in order."""

    questions: Annotated[list[SurveyQuestion], Field(min_length=1, max_length=20)]
    done: SurveyDone = SurveyDone()

    @model_validator(mode="after")
    def _hang_together(self) -> "SurveyOptions":
        earlier: dict[str, SurveyQuestion] = {}
        for question in self.questions:
            if question.id in earlier:
                raise ValueError("each id may stand here once")
            for name, choices in question.when.items():
                known = earlier[name].choices if name in earlier else []
                if unknown := [choice for choice in choices if choice not in known]:
                    raise ValueError(
                        f"'{question.id}' hangs on '{name}: {unknown[0]}', which no earlier question offers"
                    )
            earlier[question.id] = question
        always = [question for question in self.questions if not question.when]
        if self.done.answers > len(always):
            raise ValueError(f"done asks for {self.done.answers} answers, and everybody gets {len(always)}")
        return self


class SurveyQuestionWords(AuthorModel):
    """A question in one language."""

    ask: str = ""
    """The question; the first may leave it out where the activity's own `ask` says it all."""
    hint: str = ""
    choices: dict[str, str] = {}
    """How each choice reads; a table of a group's answers takes what stands before a colon."""


class SurveyWords(ActivityWords):
    """The questions in one language."""

    questions: dict[str, SurveyQuestionWords]


class Survey(ActivityType[SurveyOptions, SurveyWords]):
    """Questions that nobody has to answer.

    The value is the answers by question: a choice, a list of choices or a text. A question that is not asked
    has none.
    """

    name = "survey"
    Options = SurveyOptions
    Words = SurveyWords

    def check(self, options: SurveyOptions, words: SurveyWords) -> Iterator[WordsProblem]:
        """Yield the questions and choices without words, and the words without them."""
        yield from missing_and_extra("questions", [one.id for one in options.questions], words.questions)
        for question in options.questions:
            if question.id not in words.questions:
                continue
            own, at = words.questions[question.id], ("questions", question.id)
            if not own.ask and question is not options.questions[0]:
                yield WordsProblem(
                    at, f"no 'ask' for '{question.id}'; only the first question may leave it out"
                )
            for problem in missing_and_extra("choices", question.choices, own.choices):
                yield WordsProblem((*at, *problem.path), problem.message)

    def clean(self, options: SurveyOptions, value: JSON) -> JSON | Refusal:
        """Return the answers to what is asked, in the order of the questions, or why they can't be kept."""
        raw: JSON = {} if value is None else value
        if not isinstance(raw, Mapping):
            return Refusal("wrong-shape")
        if raw.get(RATHER_NOT) is True:
            return {RATHER_NOT: True}
        answers: dict[str, str | Sequence[str]] = {}
        for question in options.questions:
            if question.id not in raw or not is_asked(question, answers):
                continue
            answer = _clean_answer(question, raw[question.id])
            if isinstance(answer, Refusal):
                return answer
            if answer:
                answers[question.id] = answer
        return answers

    def done(self, options: SurveyOptions, value: JSON) -> bool:
        """Tell whether enough was answered, or the learner would rather not."""
        found = cast("Mapping[str, JSON]", value)
        return RATHER_NOT in found or len(found) >= options.done.answers

    def lines(self, options: SurveyOptions, words: SurveyWords, value: JSON) -> list[Line]:
        """Return each answer below its question."""
        answers = cast("Answers", value)
        return [
            Line(plain(words.questions[one.id].ask), _in_words(one, words.questions[one.id], answers[one.id]))
            for one in options.questions
            if one.id in answers
        ]


def is_asked(question: SurveyQuestion, answers: Answers) -> bool:
    """Tell whether a question is asked of somebody with these answers to the earlier ones."""

    def holds(name: str, wanted: Sequence[str]) -> bool:
        answer = answers.get(name, ())
        given = [answer] if isinstance(answer, str) else answer
        return any(choice in wanted for choice in given)

    return all(holds(name, wanted) for name, wanted in question.when.items())


def _clean_answer(question: SurveyQuestion, raw: JSON) -> str | list[str] | Refusal:
    if question.kind == "text":
        return clean_or_empty(raw)
    if question.kind == "multi":
        return clean_ids(raw, question.choices)
    chosen = clean_ids([raw], question.choices)
    return chosen if isinstance(chosen, Refusal) else "".join(chosen)


def _in_words(question: SurveyQuestion, words: SurveyQuestionWords, answer: str | Sequence[str]) -> str:
    if question.kind == "text":
        return cast("str", answer)
    chosen = [answer] if isinstance(answer, str) else answer
    return " · ".join(plain(words.choices[choice]) for choice in chosen)
