"""Handing questions over to who can answer them: which are still open, and the mail to do it with. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias
from urllib.parse import quote

from lti_tool.rules import questions_list
from lti_tool.rules.live import ItemOf
from lti_tool.rules.live import question as mark_of
from lti_tool.rules.live_words import alike
from lti_tool.rules.shared import Question

QuestionState: TypeAlias = Literal["open", "passed", "answered"]
STATES: tuple[QuestionState, ...] = ("open", "passed", "answered")
"""As they stand on the page: what waits for somebody first."""

_LONGEST_MAIL = 1800
"""Characters of a `mailto:`: some mail programs cut off what is longer."""


@dataclass(frozen=True)
class Item:
    """A question with how far it is. The same words of two learners are one, as on the wall of the class."""

    item: str
    question: Question
    state: QuestionState


@dataclass(frozen=True)
class Mail:
    """A mail with questions.

    Attributes:
        body: All of it.
        href: Opens it in a mail program; without the questions where they don't fit in an address.
        fits: Whether they do.
    """

    to: str | None
    subject: str
    body: str
    href: str
    fits: bool


def items(found: Sequence[Question], item_of: ItemOf, marks: Mapping[str, str]) -> list[Item]:
    """Questions with what facilitators said of them.

    Args:
        found: The questions that are shared.
        item_of: Gives what stands for a question in the marks.
        marks: By item. What is no state of a question counts as open.
    """
    named = [(item_of(mark_of(one.activity, alike(one.text))), one) for one in found]
    return [Item(item, one, _state(marks.get(item))) for item, one in named]


def by_state(found: Sequence[Item]) -> dict[QuestionState, list[Item]]:
    """The same, open ones first; states that no question has are left out."""
    sorted_out = {state: [one for one in found if one.state == state] for state in STATES}
    return {state: there for state, there in sorted_out.items() if there}


def mail(
    found: Sequence[Question], to: str | None, words: Mapping[str, Any], fill: Callable[[str], str]
) -> Mail:
    """The mail with questions; it names nobody.

    Args:
        found: The questions.
        to: The address of who can answer; None where none is known.
        words: `subject`, `before`, `after` and `paste` of the page's words.
        fill: Fills in what these speak of.
    """
    subject, before = fill(words["subject"]), fill(words["before"])
    body = "\n\n".join((before, questions_list.as_text(found), fill(words["after"])))
    href = _mailto(to, subject, body)
    if len(href) <= _LONGEST_MAIL:
        return Mail(to, subject, body, href, fits=True)
    short = "\n\n".join((before, words["paste"], fill(words["after"])))
    return Mail(to, subject, body, _mailto(to, subject, short), fits=False)


def _mailto(to: str | None, subject: str, body: str) -> str:
    said = {"subject": subject, "body": body.replace("\n", "\r\n")}
    return f"mailto:{quote(to or '', safe='@')}?" + "&".join(
        f"{name}={quote(text, safe='')}" for name, text in said.items()
    )


def _state(mark: str | None) -> QuestionState:
    return next((state for state in STATES if state == mark), "open")
