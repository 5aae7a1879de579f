"""Asking others by a link: what may be asked, and how an answer joins what the learner typed. Only rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from modules.kit.activity_type import JSON, Refusal
from modules.kit.activity_types.ask_others import AskOthers, AskOthersOptions
from modules.kit.module import Activity, Module

ASK_SECONDS = 14 * 24 * 3600
"""How long a link works."""
MOST_OPEN = 12
"""Links of one learner's work that wait for an answer at once."""
LONGEST = 2_000
"""Characters that somebody who was asked may write in one field."""


def askable(module: Module, activity_id: object, person: object) -> Activity | None:
    """The activity with a place for this person, counted from 0; None where nobody can be asked for it."""
    activity = module.activities.get(activity_id) if isinstance(activity_id, str) else None
    if activity is None or not isinstance(activity.type, AskOthers):
        return None
    if not isinstance(person, int) or isinstance(person, bool):
        return None
    return activity if 0 <= person < options_of(activity).people else None


def options_of(activity: Activity) -> AskOthersOptions:
    """The questions of an activity for which others can be asked."""
    return cast("AskOthersOptions", activity.options)


def read_form(activity: Activity, form: Mapping[str, str]) -> dict[str, Any] | Refusal:
    """What somebody wrote: who they are, if they say so, and their answers by question.

    Returns:
        The person as the activity's value has it, or a refusal: `empty` or `too-long`.
    """
    questions = options_of(activity).questions
    fields = [form.get("who", ""), *(form.get(f"q-{name}", "") for name in questions)]
    who, *answers = (text.replace("\r\n", "\n") for text in fields)
    if max(map(len, (who, *answers))) > LONGEST:
        return Refusal("too-long")
    raw: JSON = [{"who": who, "answers": dict(zip(questions, answers, strict=True))}]
    people = activity.type.clean(activity.options, raw)
    if isinstance(people, Refusal):
        return people
    given = cast("list[dict[str, Any]]", people)
    return given[0] if given and given[0]["answers"] else Refusal("empty")


def joined(activity: Activity, value: JSON, person: int, given: Mapping[str, Any]) -> JSON | Refusal:
    """The learner's value with somebody's answer in that person's place.

    What the learner typed stays: an answer to the same question comes below it.

    Args:
        activity: Where others are asked.
        value: The learner's, clean; None where nothing was answered yet.
        person: The place, counted from 0.
        given: As `read_form` returns it.
    """
    people = [dict(one) for one in cast("list[dict[str, Any]]", value or [])]
    while len(people) <= person:
        people.append({"who": "", "answers": {}})
    typed = people[person]
    answers = {**typed["answers"]}
    for question, text in given["answers"].items():
        before = answers.get(question)
        answers[question] = text if before in {None, text} else f"{before}\n\n{text}"
    people[person] = {"who": typed["who"] or given["who"], "answers": answers}
    return activity.type.clean(activity.options, people)
