"""A class that shares, and what its facilitators and its second screen see of it: for tests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient

from tests.lti_browser import HOST, Browser, Page
from tests.lti_platform_double import INSTRUCTOR

FEELINGS = ["tired", "proud", "happy", "curious", "afraid", "hopeful"]


@dataclass
class Window:
    """A window that a facilitator has open; it remembers the version that it has, as its script does."""

    client: FlaskClient
    token: str
    view: str = "wall"
    version: str = ""

    def look(self, activity: str) -> str | None:
        """What is new; None where nothing is."""
        query = {"view": self.view, "activity": activity, "seen": self.version, "language": "nl"}
        answer = self._call("GET", "look", query_string=query)
        if answer.status_code == 204:
            assert answer.data == b""
            return None
        assert answer.status_code == 200, answer.text
        self.version = answer.headers["Wegwijs-Version"]
        return str(answer.text)

    def sees(self, activity: str) -> str:
        """All that is to be seen now."""
        self.version = ""
        found = self.look(activity)
        assert found is not None
        return found

    def do(self, what: str, activity: str, item: str = "") -> str:
        """Press a button."""
        form = {"view": self.view, "activity": activity, "do": what, "item": item}
        answer = self._call("POST", "mark", query_string={"language": "nl"}, data=form)
        assert answer.status_code == 200, answer.text
        self.version = answer.headers["Wegwijs-Version"]
        return str(answer.text)

    def about(self, what: str, activity: str, text: str) -> str:
        """Press a button beside a text."""
        return self.do(what, activity, item_of(self.sees(activity), text))

    def _call(self, method: str, path: str, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.client.open(f"/class/live/{path}", method=method, base_url=HOST, headers=headers, **more)


def item_of(html: str, text: str) -> str:
    """What stands for a text on a page that steers."""
    rows = [row for row in html.split("<li>") if f">{text}</bdi>" in row]
    assert rows, f"{text} is not there"
    return re.findall(r'name="item" value="(\w+)"', rows[-1])[-1]


def window(browser: Browser, view: str = "wall", sub: str = "teacher-1", **claims: Any) -> Window:
    found = browser.open(sub=sub, roles=[INSTRUCTOR], **claims)
    return Window(found.client, found.token, view)


def share(browser: Browser, number: int, activity: str, value: Any, **more: Any) -> Page:
    """A learner shares an answer with the class."""
    page = browser.open(sub=f"learner-{number}", **more)
    assert page.save(activity, value, audience="class")["saved"]
    return page


def module(name: str) -> dict[str, Any]:
    """The claims of a link to another module."""
    return {"custom": {"module": name}}
