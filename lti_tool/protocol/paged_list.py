"""Lists that a platform's service gives page by page, and addresses with a query."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit, urlunsplit

from lti_tool.errors import ServiceError
from lti_tool.protocol.roster import next_page
from lti_tool.protocol.service import Answer

_MOST_PAGES = 50


class Call(Protocol):
    """Makes a call with the right that it needs."""

    def __call__(
        self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None = None
    ) -> Answer:
        """Raises `ServiceError` if no answer came."""


def read_list(call: Call, url: str, media_type: str) -> Iterator[Mapping[str, Any]]:
    """Each object in a list, page after page; anything else in it is left out.

    Raises:
        ServiceError: The platform refuses, its answer is no list, or it sends us to another site.
    """
    page: str | None = url
    seen: set[str] = set()
    while page is not None and page not in seen and len(seen) < _MOST_PAGES:
        seen.add(page)
        answer = call("GET", page, headers={"Accept": media_type})
        check(answer)
        found = read_json(answer.body)
        if not isinstance(found, list):
            raise ServiceError("not-a-list", "the answer is not a list", retry=True)
        yield from (said for said in found if isinstance(said, dict))
        page = next_page(answer.headers.get("link", ""), page, url)


def check(answer: Answer) -> None:
    """Accept what succeeded.

    Raises:
        ServiceError: Anything else; `retry` says whether it may pass.
    """
    status = answer.status
    if 200 <= status < 300:
        return
    busy = status == 429 or (status == 403 and b"rate limit" in answer.body.lower())
    retry = busy or status in {401, 408, 409} or status >= 500
    raise ServiceError("busy" if busy else f"http-{status}", f"answered {status}", retry=retry)


def read_json(body: bytes) -> Any:
    """What an answer says.

    Raises:
        ServiceError: It is not JSON.
    """
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise ServiceError("not-json", "the answer is not JSON", retry=True) from problem


def with_query(url: str, more: Mapping[str, str]) -> str:
    """An address with more in its query; what stands in it already stays, letter for letter."""
    parts = urlsplit(url)
    query = "&".join(part for part in (parts.query, urlencode(more)) if part)
    return urlunsplit(parts._replace(query=query))
