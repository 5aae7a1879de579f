"""Where learners find a module again: the platform, the course and the link, as the platform names them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from lti_tool.protocol.registration import Registration
from lti_tool.store.platforms import REGISTRATION_COLUMNS, registration_of
from lti_tool.store.tables import (
    attempts,
    contexts,
    deployments,
    frame_origins,
    registrations,
    resource_links,
)


@dataclass(frozen=True)
class WayBack:
    """The way to a link in words. It is no address: a link opens with the platform's own sign-in alone.

    Attributes:
        origin: Of the platform, if all launches came from one ("https://lms.example.edu").
        course: Its title, where the platform gives one.
        link: Its title, where the platform gives one.
    """

    registration: Registration
    origin: str | None
    course: str | None
    link: str | None


def way_back(connection: Connection, attempt_row: int) -> WayBack:
    """The way to the link where an attempt is made."""
    query = (
        select(*REGISTRATION_COLUMNS, contexts.c.title.label("course"), resource_links.c.title.label("link"))
        .select_from(attempts)
        .join(resource_links, resource_links.c.id == attempts.c.resource_link_row)
        .join(deployments, deployments.c.id == resource_links.c.deployment_row)
        .join(registrations, registrations.c.id == deployments.c.registration_id)
        .outerjoin(contexts, contexts.c.id == resource_links.c.context_row)
        .where(attempts.c.id == attempt_row)
    )
    row = connection.execute(query).one()
    registration = registration_of(row)
    came_from = select(frame_origins.c.origin).where(frame_origins.c.registration_id == registration.id)
    origins = connection.scalars(came_from).all()
    return WayBack(registration, origins[0] if len(origins) == 1 else None, row.course, row.link)
