"""Simulations of how families of platforms take grades. They are not those platforms.

Each keeps a gradebook and refuses what its makers publish, or what was measured, that they refuse. What a
family does about launches stands in the files beside this one.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from lti_tool.protocol.claims import (
    AGS_ENDPOINT,
    SCOPE_LINE_ITEM,
    SCOPE_LINE_ITEM_READ,
    SCOPE_RESULT,
    SCOPE_SCORE,
    TOOL_PLATFORM,
)
from tests.lti_platform_double import KeyPair, PlatformDouble, Received

Page = tuple[int, dict[str, str], bytes]
ITEM = "application/vnd.ims.lis.v2.lineitem+json"
ITEMS = "application/vnd.ims.lis.v2.lineitemcontainer+json"
RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json"
SCORE = "application/vnd.ims.lis.v1.score+json"
_COURSE = "/course/7/lineitems"


class Gradebook(PlatformDouble):
    """A platform that keeps to the standard, with a course in which columns can be made.

    Attributes:
        product: What its launches say it is.
        query: That all its addresses have.
        learners: Who gets grades.
        items: Columns by number, as they are given out.
        grades: What stands there: column number and user → score as posted.
        page_size: Rows on a page; None: all on one.
    """

    product = ""
    query = ""
    learners = {"learner-42", "sami", "noor", "lotte"}
    page_size: int | None = None

    def __init__(self, key: KeyPair) -> None:
        self.items: dict[int, dict[str, Any]] = {}
        self.grades: dict[tuple[int, str], dict[str, Any]] = {}
        super().__init__(key)

    @property
    def items_url(self) -> str:
        return f"{self.url}{_COURSE}{self.query}"

    def item_url(self, number: int) -> str:
        return f"{self.url}{_COURSE}/{number}/lineitem{self.query}"

    def add_item(self, **said: Any) -> int:
        number = len(self.items) + 1
        self.items[number] = {"id": self.item_url(number), "label": "Column", "scoreMaximum": 100} | said
        return number

    def claims(self, nonce: str, /, **changes: Any) -> dict[str, Any]:
        """A launch of a link that has a column, unless it is changed."""
        endpoint = {
            "scope": [SCOPE_SCORE, SCOPE_LINE_ITEM, SCOPE_LINE_ITEM_READ, SCOPE_RESULT],
            "lineitems": self.items_url,
        }
        said = {TOOL_PLATFORM: {"guid": "1", "product_family_code": self.product}} if self.product else {}
        return super().claims(nonce, **({AGS_ENDPOINT: endpoint} | said | changes))

    def answer(self, call: Received) -> Page:
        if not call.path.startswith(_COURSE) or self.failures.get(call.path):
            return super().answer(call)
        self.received.append(call)
        if not call.headers.get("Authorization", "").startswith("Bearer token-"):
            return 401, {}, b""
        found = re.fullmatch(rf"{_COURSE}(?:/(\d+)/lineitem(/scores|/results)?)?", call.path)
        if found is None or (found[1] and int(found[1]) not in self.items):
            return 404, {}, b""
        if not found[1]:
            return self._make(call) if call.method == "POST" else self._list(call)
        return self._answer_of(int(found[1]), found[2], call)

    def _answer_of(self, number: int, part: str | None, call: Received) -> Page:
        if part == "/scores":
            return self.take_score(number, call)
        if part == "/results":
            return self.results(number, call)
        return self.change(number, call) if call.method == "PUT" else self._one(number)

    def take_score(self, number: int, call: Received) -> Page:
        if call.headers["Content-Type"] != SCORE:
            return 400, {}, b"wrong media type"
        score = call.json
        if score["userId"] not in self.learners:
            return 422, {}, b""
        before = self.grades.get((number, score["userId"]))
        if before and before["timestamp"] >= score["timestamp"]:
            return 409, {}, b""
        self.grades[number, score["userId"]] = score
        return 200, {}, b""

    def change(self, number: int, call: Received) -> Page:
        self.items[number] = {"id": self.item_url(number)} | call.json
        return self._one(number)

    def results(self, number: int, call: Received) -> Page:
        rows = [
            {
                "userId": user,
                "resultScore": score.get("scoreGiven"),
                "resultMaximum": score.get("scoreMaximum"),
            }
            for (column, user), score in self.grades.items()
            if column == number and call.query.get("user_id", user) == user
        ]
        return self._paged(call, rows, RESULTS)

    def _list(self, call: Received) -> Page:
        if call.headers.get("Accept") != ITEMS:
            return 400, {}, b"wrong media type"
        names = {"resource_link_id": "resourceLinkId", "resource_id": "resourceId", "tag": "tag"}
        wanted = {names[name]: value for name, value in call.query.items() if name in names}
        rows = [item for item in self.items.values() if all(item.get(n) == v for n, v in wanted.items())]
        return self._paged(call, rows, ITEMS)

    def _make(self, call: Received) -> Page:
        if call.headers["Content-Type"] != ITEM:
            return 400, {}, b"wrong media type"
        return 201, {"Content-Type": ITEM}, json.dumps(self.items[self.add_item(**call.json)]).encode()

    def _one(self, number: int) -> Page:
        return 200, {"Content-Type": ITEM}, json.dumps(self.items[number]).encode()

    def _paged(self, call: Received, rows: list[dict[str, Any]], media_type: str) -> Page:
        headers, start = {"Content-Type": media_type}, int(call.query.get("Page", "0"))
        size = self.page_size or len(rows)
        if self.page_size and start + size < len(rows):
            # With capitals and a query of its own: such an address must come back letter for letter.
            query = "&".join(f"{n}={v}" for n, v in (call.query | {"Page": str(start + size)}).items())
            headers["Link"] = f'<{self.url}{call.path}?{query}>; rel="next"'
        return 200, headers, json.dumps(rows[start : start + size] if size else rows).encode()


class Moodle(Gradebook):
    """Addresses have a query; its own clock counts, by whole seconds; progress wipes grades, with a 200."""

    product = "moodle"
    query = "?type_id=5"

    def __init__(self, key: KeyPair) -> None:
        self.stored_at: dict[tuple[int, str], int] = {}
        self.clock_ahead = 0
        super().__init__(key)

    def now(self) -> int:
        return int(datetime.now(UTC).timestamp()) + self.clock_ahead

    def take_score(self, number: int, call: Received) -> Page:
        assert dict(parse_qsl(self.query[1:])).items() <= call.query.items(), "the query got lost"
        score, key = call.json, (number, call.json["userId"])
        if score["userId"] not in self.learners:
            return 400, {}, b"Incorrect score received"
        stamp = datetime.fromisoformat(score["timestamp"]).timestamp()
        if key in self.stored_at and stamp <= self.stored_at[key]:
            date = datetime.fromtimestamp(self.now(), UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
            return 409, {"Date": date}, b"Refusing score with an earlier timestamp"
        self.stored_at[key] = self.now()
        if "scoreGiven" in score and score["gradingProgress"] == "FullyGraded":
            self.grades[key] = score
        else:
            self.grades.pop(key, None)
        return 200, {}, b""


class Blackboard(Gradebook):
    """Whole numbers; no `id` in a PUT; no link for a new column; who is unknown, gets a 400."""

    product = "BlackboardLearn"

    def take_score(self, number: int, call: Received) -> Page:
        if call.json["userId"] not in self.learners:
            return 400, {}, b'{"message": "User could not be found"}'
        return super().take_score(number, call)

    def change(self, number: int, call: Received) -> Page:
        if "id" in call.json or not isinstance(call.json["scoreMaximum"], int):
            return 400, {}, b""
        return super().change(number, call)

    def add_item(self, **said: Any) -> int:
        said.pop("resourceLinkId", None)
        return super().add_item(**said)


class Canvas(Gradebook):
    """Counts attempts by its own claim; "Rate Limit Exceeded" is a 403; one score after the other."""

    product = "canvas"
    limited = 0

    def __init__(self, key: KeyPair) -> None:
        self.attempts: dict[str, int] = {}
        super().__init__(key)

    def take_score(self, number: int, call: Received) -> Page:
        if not call.headers.get("User-Agent"):
            return 403, {}, b""
        if self.limited:
            self.limited -= 1
            return 403, {}, b"403 Forbidden (Rate Limit Exceeded)"
        submission = call.json["https://canvas.instructure.com/lti/submission"]
        user = call.json["userId"]
        self.attempts[user] = self.attempts.get(user, 0) + submission["new_submission"]
        return super().take_score(number, call)


class Brightspace(Gradebook):
    """422 for who gets no grades."""

    product = "desire2learn"


class OpenEdx(Gradebook):
    """400 where others say 409; says no product."""

    def take_score(self, number: int, call: Received) -> Page:
        answer = super().take_score(number, call)
        if answer[0] != 409:
            return answer
        return 400, {}, b'{"timestamp":["Score timestamp can only be updated to a later point in time"]}'
