"""The column for scores where a launch names none: found, else made, once for each resource link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lti_tool.protocol import line_items
from lti_tool.protocol.claims import SCOPE_LINE_ITEM, SCOPE_LINE_ITEM_READ
from lti_tool.protocol.families import family_of
from lti_tool.protocol.line_items import Column
from lti_tool.protocol.scores import Later, Refused
from lti_tool.services.calls import ServiceCalls
from lti_tool.services.gradebook import caller
from lti_tool.store import columns
from lti_tool.store.db import Database
from lti_tool.store.score_outbox import Place

_OTHERS_AT_IT = 5


@dataclass(frozen=True)
class GradeColumns:
    """Finds columns and makes them.

    Attributes:
        clock: Seconds since 1970.
    """

    database: Database
    calls: ServiceCalls
    clock: Callable[[], float]

    def find(self, place: Place) -> str | Later | Refused:
        """The column of a resource link, or why there is none now.

        Raises:
            ServiceError: The platform did not answer, or refuses.
        """
        if place.own_line_item_url:
            return place.own_line_item_url
        with self.database.write() as connection:
            if not columns.claim(connection, place.link_row, int(self.clock())):
                return Later("line-item", _OTHERS_AT_IT)
        try:
            url = self._find_or_make(place)
            if url is not None:
                with self.database.write(durable=True) as connection:
                    columns.keep(connection, place.link_row, url)
        finally:
            with self.database.write() as connection:
                columns.release(connection, place.link_row)
        return url or Refused("no-line-item")

    def forget(self, place: Place) -> None:
        """The column is gone: look again when somebody asks for the score to be sent."""
        with self.database.write() as connection:
            columns.keep(connection, place.link_row, None)

    def _find_or_make(self, place: Place) -> str | None:
        if place.line_items_url is None:
            return None
        scopes = place.scopes.split()
        may_make = SCOPE_LINE_ITEM in scopes
        scope = SCOPE_LINE_ITEM if may_make else SCOPE_LINE_ITEM_READ
        call = caller(self.calls, place.registration, scope)
        wanted = column_of(place)
        by = (
            {"resource_id": wanted.resource_id}
            if wanted.resource_link_id is None
            else {"resource_link_id": place.resource_link_id}
        )
        found = line_items.choose(
            line_items.find_all(call, place.line_items_url, **by), wanted, place.resource_link_id
        )
        if found is None and may_make:
            found = line_items.create(call, place.line_items_url, wanted)
        return found.url if found else None


def column_of(place: Place) -> Column:
    """The column that we would make for a link."""
    if family_of(place.registration).links_new_columns:
        return Column(place.title or place.module, place.module, place.resource_link_id)
    # The platform will not say which link a column of ours belongs to, so its name does.
    return Column(place.title or place.module, f"{place.module}:{place.resource_link_id}", None)
