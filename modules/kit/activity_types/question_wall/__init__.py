"""Question wall: questions under a few themes, each still open, answered or passed on by the learner."""

from collections.abc import Iterator, Sequence
from typing import Annotated, TypedDict, cast

from pydantic import Field

from modules.kit.activity_type import (
    JSON,
    ActivityOptions,
    ActivityType,
    ActivityWords,
    Asked,
    AuthorModel,
    Line,
    Piece,
    Refusal,
    WordsProblem,
    missing_and_extra,
)
from modules.kit.fields import Ids, clean_list, clean_record
from modules.kit.rich_text import plain

MOST = 60
"""How many questions are kept: more than anyone asks, few enough to store."""

STATES = ("open", "answered", "passed")


class QuestionWallDone(AuthorModel):
    """When there are enough questions."""

    questions: Annotated[int, Field(gt=0, le=MOST)] = 1
    """The fewest questions, answered or not."""


class QuestionWallOptions(ActivityOptions):
    """The themes, and where earlier questions may come from."""

    themes: Ids
    done: QuestionWallDone = QuestionWallDone()
    from_: list[Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$")]] = []
    """Questions from earlier modules, such as `identity/my-questions`; those of this module always come."""


class Theme(AuthorModel):
    """A theme in one language."""

    label: str
    examples: list[str] = []
    """Questions to start from: a learner can take one over."""


class QuestionWallWords(ActivityWords):
    """The themes in one language."""

    themes: dict[str, Theme]
    states: dict[str, str]
    """How each state reads: `open`, `answered` and `passed`."""
    answer: str
    """The label of what the learner found out."""


class OnTheWall(TypedDict):
    """One question."""

    theme: str
    text: str
    state: str
    answer: str


class QuestionWall(ActivityType[QuestionWallOptions, QuestionWallWords]):
    """Questions under themes. The value is the list of them, each with its state and what was found."""

    name = "question-wall"
    Options = QuestionWallOptions
    Words = QuestionWallWords
    live = "wall"

    def check(self, options: QuestionWallOptions, words: QuestionWallWords) -> Iterator[WordsProblem]:
        """Yield the themes and states without words, and the words without a theme or state."""
        yield from missing_and_extra("themes", options.themes, words.themes)
        yield from missing_and_extra("states", STATES, words.states)

    def carries_in(self, options: QuestionWallOptions) -> Sequence[str]:
        """Return the questions of earlier modules that may go on the wall."""
        return options.from_

    def clean(self, options: QuestionWallOptions, value: JSON) -> JSON | Refusal:
        """Return the questions that hold any text, or why they can't be kept."""
        nothing: dict[str, str] = {}
        questions = clean_list(value, MOST, lambda raw: _clean_question(options, raw), nothing)
        if isinstance(questions, Refusal):
            return questions
        return [asked for asked in questions if asked["text"] or asked["answer"]]

    def done(self, options: QuestionWallOptions, value: JSON) -> bool:
        """Tell whether there are enough questions."""
        return len([asked for asked in cast("list[OnTheWall]", value) if asked["text"]]) >= (
            options.done.questions
        )

    def lines(self, options: QuestionWallOptions, words: QuestionWallWords, value: JSON) -> list[Line]:  # noqa: ARG002
        """Return each question below its theme and state, then what was found."""
        found = []
        for asked in cast("list[OnTheWall]", value):
            theme = plain(words.themes[asked["theme"]].label)
            found.append(Line(f"{theme} · {plain(words.states[asked['state']])}", asked["text"]))
            found.append(Line(f"{theme} · {plain(words.answer)}", asked["answer"]))
        return [line for line in found if line.text]

    def questions(
        self,
        options: QuestionWallOptions,  # noqa: ARG002
        words: QuestionWallWords,
        value: JSON,
    ) -> Sequence[Asked]:
        """Return what the learner passed on, with its theme."""
        return [
            Asked(asked["text"], about=plain(words.themes[asked["theme"]].label))
            for asked in cast("list[OnTheWall]", value)
            if asked["text"] and asked["state"] == "passed"
        ]

    def pieces(
        self,
        options: QuestionWallOptions,  # noqa: ARG002
        words: QuestionWallWords,
        value: JSON,
    ) -> list[Piece]:
        """Return the questions under their theme; what the learner found out is their own."""
        return [
            Piece(asked["text"], plain(words.themes[asked["theme"]].label), state=asked["state"])
            for asked in cast("list[OnTheWall]", value)
            if asked["text"]
        ]

    def headings(self, options: QuestionWallOptions, words: QuestionWallWords) -> list[str]:
        """Return the themes."""
        return [plain(words.themes[theme].label) for theme in options.themes]


def _clean_question(options: QuestionWallOptions, value: JSON) -> dict[str, str] | Refusal:
    record = clean_record(value, ("theme", "text", "state", "answer"))
    if isinstance(record, Refusal):
        return record
    return {
        **record,
        # A theme that a newer version of the module no longer has must not take the question along.
        "theme": record["theme"] if record["theme"] in options.themes else options.themes[0],
        "state": record["state"] if record["state"] in STATES else "open",
    }
