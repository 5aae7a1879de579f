"""Columns of a gradebook: find, make, read and change them.

https://www.imsglobal.org/spec/lti-ags/v2p0#line-item-service
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lti_tool.errors import ServiceError
from lti_tool.protocol.paged_list import Call, check, read_json, read_list, with_query
from lti_tool.protocol.registration import origin_of
from lti_tool.protocol.scores import MAXIMUM
from lti_tool.protocol.service import Answer

ITEM_MEDIA_TYPE = "application/vnd.ims.lis.v2.lineitem+json"
LIST_MEDIA_TYPE = "application/vnd.ims.lis.v2.lineitemcontainer+json"
TAG = "progress"
"""Says that a column is of ours, also in deep links."""


@dataclass(frozen=True)
class Column:
    """A column as we want it.

    Attributes:
        resource_id: Our own name for what is graded.
        resource_link_id: The link it belongs to; None where the platform does not let us say so.
    """

    label: str
    resource_id: str
    resource_link_id: str | None
    tag: str = TAG
    maximum: int = MAXIMUM


@dataclass(frozen=True)
class LineItem:
    """A column as the platform has it.

    Attributes:
        url: Its id, which is also its address.
        said: Everything the platform says of it.
    """

    url: str
    said: Mapping[str, Any]

    @property
    def resource_id(self) -> str:
        """Our name for what it grades; "" for none."""
        return str(self.said.get("resourceId") or "")

    @property
    def resource_link_id(self) -> str:
        """The link it belongs to; "" for none."""
        return str(self.said.get("resourceLinkId") or "")

    @property
    def tag(self) -> str:
        """What its maker says it is for; "" for nothing."""
        return str(self.said.get("tag") or "")


def find_all(call: Call, line_items_url: str, **filters: str) -> list[LineItem]:
    """All columns of a course, or those that a filter keeps (`resource_link_id`, `resource_id`, `tag`).

    A platform may not know a filter, so the caller looks again. No `limit` is sent: Moodle's pages lead
    nowhere.

    Raises:
        ServiceError: The platform refuses, its answer is no list, or it sends us to another site.
    """
    found = read_list(call, with_query(line_items_url, filters), LIST_MEDIA_TYPE)
    return [item for said in found if (item := _item(said))]


def create(call: Call, line_items_url: str, column: Column) -> LineItem:
    """Make a column.

    Raises:
        ServiceError: The platform refuses, or its answer can't be read.
    """
    said = {
        "label": column.label,
        "scoreMaximum": column.maximum,
        "resourceId": column.resource_id,
        "tag": column.tag,
    }
    if column.resource_link_id is not None:
        said["resourceLinkId"] = column.resource_link_id
    answer = _send(call, "POST", line_items_url, said)
    made = _item(read_json(answer.body))
    if made is None:
        raise ServiceError("no-line-item", "the answer does not name the new column", retry=False)
    if origin_of(made.url) != origin_of(line_items_url):
        raise ServiceError("other-site", "the new column is on another site", retry=False)
    return made


def read(call: Call, line_item_url: str) -> LineItem:
    """A column as it is now.

    Raises:
        ServiceError: The platform refuses, or its answer is no column.
    """
    answer = call("GET", line_item_url, headers={"Accept": ITEM_MEDIA_TYPE})
    check(answer)
    said = read_json(answer.body)
    if not isinstance(said, dict):
        raise ServiceError("no-line-item", "the answer is not a column", retry=True)
    return LineItem(line_item_url, said)


def change(call: Call, line_item_url: str, changes: Mapping[str, Any]) -> None:
    """Change what is named of a column and leave the rest.

    A PUT takes away what it does not hold (Moodle: the tie to the link), so all that stands there is sent
    along; but not the `id`, which Blackboard refuses.

    Raises:
        ServiceError: The platform refuses.
    """
    said = dict(read(call, line_item_url).said) | dict(changes)
    said.pop("id", None)
    maximum = said.get("scoreMaximum")
    if isinstance(maximum, float) and maximum.is_integer():
        said["scoreMaximum"] = int(maximum)
    _send(call, "PUT", line_item_url, said)


def choose(items: Sequence[LineItem], column: Column, resource_link_id: str) -> LineItem | None:
    """The column that scores of a link go to: ours, or the only one that the link has."""
    of_link = [item for item in items if item.resource_link_id == resource_link_id]
    candidates = of_link or [item for item in items if not item.resource_link_id]
    ours = [item for item in candidates if (item.resource_id, item.tag) == (column.resource_id, column.tag)]
    if ours:
        return ours[0]
    return of_link[0] if len(of_link) == 1 else None


def _send(call: Call, method: str, url: str, said: Mapping[str, Any]) -> Answer:
    headers = {"Content-Type": ITEM_MEDIA_TYPE, "Accept": ITEM_MEDIA_TYPE}
    answer = call(method, url, headers=headers, body=json.dumps(said).encode())
    check(answer)
    return answer


def _item(said: object) -> LineItem | None:
    if not isinstance(said, dict):
        return None
    url = said.get("id")
    return LineItem(url, said) if isinstance(url, str) and origin_of(url) else None
