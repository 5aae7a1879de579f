"""Questions: what the learner would like to know, kept from anywhere in the module."""
# ruff: noqa: ARG002  (every type's rules get the options, whether they need them or not)

import re
from collections.abc import Sequence
from typing import cast

from modules.kit.activity_type import (
    JSON,
    ActivityOptions,
    ActivityType,
    ActivityWords,
    Asked,
    Line,
    Refusal,
)
from modules.kit.fields import clean_list, clean_record

MOST = 100
"""How many questions are kept: more than anyone asks, few enough to store."""

_STEP_ID = re.compile(r"[a-z0-9-]{1,40}", re.ASCII)


class Questions(ActivityType[ActivityOptions, ActivityWords]):
    """Questions of the learner's own. The value is the list of them, each with its step's id, or ""."""

    name = "questions"
    Options = ActivityOptions
    Words = ActivityWords

    def clean(self, options: ActivityOptions, value: JSON) -> JSON | Refusal:
        """Return the questions that have text, or why they can't be kept."""
        nothing: dict[str, str] = {}
        questions = clean_list(value, MOST, _clean_question, nothing)
        if isinstance(questions, Refusal):
            return questions
        return [asked for asked in questions if asked["text"]]

    def done(self, options: ActivityOptions, value: JSON) -> bool:
        """Tell whether there is a question."""
        return len(cast("list[dict[str, str]]", value)) > 0

    def lines(self, options: ActivityOptions, words: ActivityWords, value: JSON) -> list[Line]:
        """Return the questions."""
        return [Line("", asked["text"]) for asked in cast("list[dict[str, str]]", value)]

    def questions(self, options: ActivityOptions, words: ActivityWords, value: JSON) -> Sequence[Asked]:
        """Return each question with the step where it came up."""
        return [Asked(asked["text"], step=asked["step"]) for asked in cast("list[dict[str, str]]", value)]


def _clean_question(value: JSON) -> dict[str, str] | Refusal:
    record = clean_record(value, ("step", "text"))
    if isinstance(record, Refusal) or _STEP_ID.fullmatch(record["step"]):
        return record
    return {**record, "step": ""}
