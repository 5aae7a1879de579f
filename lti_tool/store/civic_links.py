"""The one-use links to the civic team's page: each for one platform, or one place of it, and until a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from lti_tool.store import invitations
from lti_tool.store.inspection import Scope
from lti_tool.store.invitations import Invitation
from lti_tool.store.tables import inspector_links
from lti_tool.store.tables import invitations as table


@dataclass(frozen=True)
class CivicLink:
    """A link, and what it opens. It works once; what it opened works until the same day."""

    invitation: Invitation
    scope: Scope


def add(connection: Connection, scope: Scope, note: str | None, now: int, until: int) -> str:
    """Make a link; return its secret, which is told once and then forgotten."""
    secret = invitations.add(connection, "civic", note, now, until - now)
    made = invitations.find_open(connection, "civic", secret, now)
    values = {"invitation_row": made.id if made else None, "registration_id": scope.registration_id}
    connection.execute(insert(inspector_links).values(**values, deployment_id=scope.deployment_id))
    return secret


def opened(connection: Connection, number: int, now: int) -> CivicLink | None:
    """A link that was used and still counts; None when its time is over, or it was withdrawn."""
    link = invitations.get(connection, number)
    if link is None or link.kind != "civic" or link.used_at is None or link.expires_at <= now:
        return None
    scope = _scope(connection, number)
    return CivicLink(link, scope) if scope else None


def every(connection: Connection) -> Sequence[CivicLink]:
    """All links, newest first; none of a platform that is gone."""
    found = [(one, _scope(connection, one.id)) for one in invitations.every(connection, "civic")]
    return [CivicLink(one, scope) for one, scope in found if scope]


def note_of(note: str, made_by: CivicLink) -> str:
    """The note of a link that is made from another: whom it is for, and from which."""
    return f"{note or '-'}{_made_from(made_by.invitation.id)}"


def made_since(connection: Connection, scope: Scope, moment: int) -> int:
    """How many links to just this much were made since a moment."""
    link = inspector_links.c
    query = (
        select(func.count())
        .select_from(table.join(inspector_links, link.invitation_row == table.c.id))
        .where(table.c.kind == "civic", table.c.created_at > moment)
        .where(link.registration_id == scope.registration_id, link.deployment_id == scope.deployment_id)
    )
    return connection.scalar(query) or 0


def withdraw(connection: Connection, number: int) -> int:
    """Make a link worthless with all that were made from it, and close what they opened. Says how many."""
    numbers = [number]
    for one in numbers:
        made = select(table.c.id).where(table.c.kind == "civic", table.c.id > one)
        found = connection.scalars(made.where(table.c.note.endswith(_made_from(one), autoescape=True)))
        numbers.extend(found.all())
    query = delete(table).where(table.c.id.in_(numbers), table.c.kind == "civic")
    return connection.execute(query).rowcount


def _made_from(number: int) -> str:
    return f" (link {number})"


def _scope(connection: Connection, number: int) -> Scope | None:
    link = inspector_links.c
    query = select(link.registration_id, link.deployment_id).where(link.invitation_row == number)
    row = connection.execute(query).one_or_none()
    return Scope(*row) if row else None
