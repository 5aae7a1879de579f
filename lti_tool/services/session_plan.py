"""The plan of a session at one link: the one its facilitators kept, or a proposal."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from lti_tool.rules.plan import Plan, as_document, exercises_of, from_document, propose
from lti_tool.store import session_documents
from lti_tool.store.session_documents import Key
from modules.kit.module import Module


@dataclass(frozen=True)
class SessionPlan:
    """A plan and what is kept of it.

    Attributes:
        plan: The plan to show.
        revision: Of the one that is kept; 0: none is.
        kept_at: When that one was kept, in seconds since 1970.
    """

    plan: Plan
    revision: int = 0
    kept_at: int | None = None


def plan_of(connection: Connection, link_row: int, module: Module) -> SessionPlan:
    """The plan that the facilitators of a link kept; where they kept none, all of it in its own time."""
    exercises = exercises_of(module)
    kept = session_documents.find(connection, Key(link_row, module.id, "plan"))
    if kept is None:
        return SessionPlan(propose(exercises, module.minutes))
    return SessionPlan(from_document(kept.document, exercises), kept.revision, kept.changed_at)


def keep_plan(connection: Connection, key: Key, plan: Plan, *, was: int, now: int) -> bool:
    """Keep a plan, if the one that is kept is still the one its facilitator saw.

    Returns:
        Whether it is kept; False leaves the plan that somebody else kept.
    """
    return session_documents.change(connection, key, as_document(plan), was=was, now=now)
