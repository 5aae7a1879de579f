"""The questions that learners shared, to pass on to who can answer them."""

from __future__ import annotations

from typing import Any

from flask import Response

from lti_tool.rules import questions_list
from lti_tool.rules.shared import Question
from lti_tool.rules.shared import questions as questions_in
from lti_tool.views.class_page.look import Seen, look, see
from lti_tool.views.class_page.page import blueprint, part
from lti_tool.views.current import tool
from lti_tool.views.sheet import as_file
from lti_tool.words import words


@part("questions")
def questions(seen: Seen) -> dict[str, Any]:
    """What the part shows."""
    found = _questions(seen)
    return {"questions": found, "as_text": questions_list.as_text(found)}


@blueprint.post("/questions")
def as_table() -> Response:
    """The questions to pass on, as a table for a spreadsheet. It names nobody."""
    at = look()
    texts = words(at.language, "class/questions")
    with tool().database.read() as connection:
        seen = see(connection, at)
        table = questions_list.as_csv(_questions(seen), texts["heads"], at.language)
    return as_file(table.encode(), "text/csv; charset=utf-8", f"{texts['file']}-{seen.module.id}.csv")


def _questions(seen: Seen) -> list[Question]:
    return questions_in(seen.module, seen.spoken, seen.given())
