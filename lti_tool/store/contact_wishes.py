"""Whether learners want to hear from who guides them, and how.

A wish is kept beside the attempt where it was said, and counts for the whole course: for every link of it
that the learner opened, the newest wish is the one. Without a course (a link outside one) it counts for its
link. No wish means: not asked, or no answer. That is neither yes nor no.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from sqlalchemy import Connection, Select, delete, or_, select

from lti_tool.store.db import upsert
from lti_tool.store.tables import attempts, contact_wishes, learners, resource_links
from modules.kit.text import clean_text

Wish: TypeAlias = Literal["yes", "no"]
WISHES: tuple[Wish, ...] = get_args(Wish)
HOW_LENGTH = 200
"""Of the learner's own words on how, in characters."""


@dataclass(frozen=True)
class ContactWish:
    """What a learner said about being contacted.

    Attributes:
        wish: "yes": facilitators of the course may contact them; "no": rather not.
        how: In the learner's own words ("liefst via Smartschool"); plain text, None where nothing was said.
            Facilitators of the course read it: whoever asks for it says so.
        changed_at: In seconds since 1970.
    """

    wish: Wish
    how: str | None
    changed_at: int


def find(connection: Connection, attempt_row: int) -> ContactWish | None:
    """What the learner of an attempt wishes in that attempt's course; None: not said, or it is erased."""
    place = _place(connection, attempt_row)
    if place is None:
        return None
    learner, link, context = place
    query = _newest().where(attempts.c.learner_row == learner, _in_course(link, context)).limit(1)
    row = connection.execute(query).first()
    return ContactWish(row.wish, row.how, row.changed_at) if row else None


def keep(connection: Connection, attempt_row: int, wish: Wish, how: str | None, now: int) -> ContactWish:
    """Keep what the learner of an attempt wishes; it takes the place of what they said before in this course.

    Args:
        connection: A transaction that writes.
        attempt_row: The attempt where the learner says so.
        wish: "yes" or "no".
        how: In the learner's words; spaces around it go, what is too long is cut at `HOW_LENGTH`. With "no"
            it is not kept: who wants no contact leaves no way to do it.
        now: Seconds since 1970.

    Returns:
        The wish as it now stands.
    """
    take_back(connection, attempt_row)
    said = " ".join(clean_text(how or "").split())[:HOW_LENGTH].strip() or None
    kept = ContactWish(wish, said if wish == "yes" else None, now)
    new = {"wish": kept.wish, "how": kept.how, "changed_at": kept.changed_at}
    connection.execute(
        upsert(connection, contact_wishes)
        .values(attempt_row=attempt_row, **new)
        .on_conflict_do_update(index_elements=["attempt_row"], set_=new)
    )
    return kept


def take_back(connection: Connection, attempt_row: int) -> None:
    """Forget what the learner of an attempt said in its course, as if they were never asked."""
    place = _place(connection, attempt_row)
    if place is None:
        return
    learner, link, context = place
    theirs = (
        select(attempts.c.id)
        .join(resource_links, resource_links.c.id == attempts.c.resource_link_row)
        .where(attempts.c.learner_row == learner, _in_course(link, context))
    )
    connection.execute(delete(contact_wishes).where(contact_wishes.c.attempt_row.in_(theirs)))


def of_link(connection: Connection, link_row: int) -> dict[str, ContactWish]:
    """What the learners in the course of a link wish, by the platform's id; who said nothing is not in it."""
    context = connection.scalar(select(resource_links.c.context_row).where(resource_links.c.id == link_row))
    query = (
        _newest()
        .join(learners, learners.c.id == attempts.c.learner_row)
        .add_columns(learners.c.sub)
        .where(attempts.c.role == "learner", _in_course(link_row, context))
    )
    found: dict[str, ContactWish] = {}
    for row in connection.execute(query):
        found.setdefault(row.sub, ContactWish(row.wish, row.how, row.changed_at))
    return found


def _newest() -> Select[Any]:
    """Wishes of all, the newest first."""
    table = contact_wishes.c
    return (
        select(table.wish, table.how, table.changed_at)
        .select_from(contact_wishes)
        .join(attempts, attempts.c.id == table.attempt_row)
        .join(resource_links, resource_links.c.id == attempts.c.resource_link_row)
        .order_by(table.changed_at.desc(), table.attempt_row.desc())
    )


def _place(connection: Connection, attempt_row: int) -> tuple[int, int, int | None] | None:
    query = (
        select(attempts.c.learner_row, attempts.c.resource_link_row, resource_links.c.context_row)
        .join(resource_links, resource_links.c.id == attempts.c.resource_link_row)
        .where(attempts.c.id == attempt_row)
    )
    row = connection.execute(query).one_or_none()
    return (row[0], row[1], row[2]) if row else None


def _in_course(link_row: int, context_row: int | None) -> Any:
    alone = resource_links.c.id == link_row
    return alone if context_row is None else or_(alone, resource_links.c.context_row == context_row)
