"""A facilitator's look at the class of a link: who looks, at what, and how learners are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from flask import request
from sqlalchemy import Connection

from lti_tool.attempt_token import Ticket
from lti_tool.errors import ApiError
from lti_tool.rules.pseudonym import pseudonym
from lti_tool.rules.shared import Given
from lti_tool.services.class_grades import LinkOfGrades
from lti_tool.store import grade_list, platforms, roster, shared_answers
from lti_tool.store.attempts import Attempt
from lti_tool.store.roster import Place
from lti_tool.views.api import check_token, find_attempt
from lti_tool.views.current import browser_language, tool
from lti_tool.words import LANGUAGES, words
from modules.kit.module import Module


@dataclass(frozen=True)
class Look:
    """A facilitator's look: whose link, in which language, and a newer token if it is time for one."""

    ticket: Ticket
    language: str
    newer: str | None


@dataclass(frozen=True)
class Seen:
    """What a part is made from."""

    connection: Connection
    look: Look
    attempt: Attempt
    module: Module
    now: int

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.look.language

    @property
    def spoken(self) -> str:
        """The language of the module's own words."""
        return self.module.language(self.look.language)

    @property
    def link(self) -> LinkOfGrades:
        """For the grades of the link."""
        return LinkOfGrades(self.look.ticket.attempt_row, self.look.ticket.deployment_row, self.module)

    @cached_property
    def place(self) -> Place:
        """Where the link stands, by our numbers."""
        return roster.place_of(self.connection, self.attempt.id)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Learners' names by the platform's id, as far as the platform gave them and they are kept."""
        return grade_list.names_at(self.connection, self.attempt.id, self.now)

    @cached_property
    def _registration(self) -> int | None:
        return platforms.number_of(self.connection, self.look.ticket.deployment_row)

    def door(self, page: str) -> str:
        """The address of another page for the same class."""
        return f"/{page}/{self._registration}/{self.module.id}/{self.language}"

    @property
    def packages(self) -> str:
        """The address of the page with packages."""
        return f"/packages/{self._registration}/{self.language}"

    def name_of(self, sub: str, name: str | None = None) -> str:
        """How a learner is called: by name where we have it, else by a short code that never changes."""
        return name or self.names.get(sub) or f"{words(self.language)['learner']} {pseudonym(sub)}"

    def code_of(self, sub: str) -> str:
        """What stands for a learner in a form, an address or an element: never the same for two."""
        return tool().tickets.digest(f"who {sub}")[:24]

    def given(self) -> list[Given]:
        """Every answer that learners of this link shared."""
        found = shared_answers.of_link(self.connection, self.attempt.id, self.module.id)
        return [Given(one.sub, one.activity, one.answer) for one in found]


def look() -> Look:
    """Who looks.

    Raises:
        ApiError: There is no valid token, or it is not a facilitator's.
    """
    ticket, newer = check_token()
    if ticket.role != "facilitator":
        raise ApiError(403, "role", "This page is for facilitators.")
    wanted = request.args.get("language")
    return Look(ticket, wanted if wanted in LANGUAGES else browser_language(), newer)


def see(connection: Connection, at: Look) -> Seen:
    """Find what the facilitator's token is for.

    Raises:
        ApiError: It is no longer there.
    """
    attempt, module = find_attempt(connection, at.ticket)
    return Seen(connection, at, attempt, module, tool().now())
