"""The tests' side of tests/xblock_workbench: start it, put pages up, and do what Open edX does."""

import os
import subprocess
import time
from itertools import count
from pathlib import Path
from typing import Any

import requests

from tests import needs

_TOKEN = "a" * 32
"""Against forgery: any, as long as the browser sends the same one twice."""
PROGRAM = Path(__file__).resolve().parent.parent / "xblock_workbench"


class Workbench:
    """xblock-sdk's workbench at ``http://localhost:<port>``, in a process of its own."""

    def __init__(self, log: Path) -> None:
        self.port = needs.free_port()
        self.url = f"http://localhost:{self.port}"
        self._log = log.open("w")
        self._process = subprocess.Popen(
            [needs.services_venv(), PROGRAM, "--port", str(self.port)],
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                self.tell("ready")
            except requests.ConnectionError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(f"the workbench did not start:\n{self.log()}")

    def stop(self) -> None:
        """End the workbench's process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(20)
        self._log.close()

    def log(self) -> str:
        """Everything that the workbench said so far."""
        return Path(self._log.name).read_text()

    def tell(self, what: str, **arguments: Any) -> Any:
        """Have the workbench do or tell something; see tests/xblock_workbench/control.py."""
        answer = requests.post(f"{self.url}/control/{what}", json=arguments, timeout=20)
        answer.raise_for_status()
        return answer.json()["is"]

    def page(self, scenario: str, who: str, view: str = "student_view") -> str:
        """The address of one of the views that somebody gets."""
        return f"{self.url}/scenario/{scenario}/{view}/?student={who}"

    def events(self, who: str, event: str) -> list[Any]:
        """What was published of somebody, in order."""
        return [one["data"] for one in self.tell("events", who=who) if one["event"] == event]


class Visitor:
    """Somebody who calls a block's handlers as its page does, without a browser."""

    def __init__(self, workbench: Workbench, usage: str, who: str, language: str = "nl") -> None:
        self._address = f"{workbench.url}/handler/{usage}"
        self._who = {"student": who}
        self.http = requests.Session()
        self.http.headers["Accept-Language"] = language
        self.http.cookies.set("csrftoken", _TOKEN, domain="localhost.local")

    def post(self, handler: str, body: Any) -> requests.Response:
        """Call a handler with JSON."""
        headers = {"X-CSRFToken": _TOKEN}
        return self.http.post(
            f"{self._address}/{handler}/", json=body, params=self._who, headers=headers, timeout=20
        )

    def ask(self, handler: str, **body: Any) -> Any:
        """Call a handler that answers."""
        answer = self.post(handler, body)
        answer.raise_for_status()
        return answer.json()

    def get(self, path: str, **query: str) -> requests.Response:
        """Get what a handler shows."""
        return self.http.get(f"{self._address}/{path}", params={**self._who, **query}, timeout=20)


_numbers = count()


class CoursePage:
    """A page of a course with one block, and people who work in it; their names are of this page alone."""

    def __init__(self, workbench: Workbench, xml: str) -> None:
        self.name = f"page-{next(_numbers)}"
        self.workbench = workbench
        self.usage = workbench.tell("scenario", name=self.name, xml=xml)

    def visitor(self, who: str = "ada", language: str = "nl") -> Visitor:
        return Visitor(self.workbench, self.usage, f"{who}-{self.name}", language)

    def events(self, who: str, event: str) -> list[Any]:
        return self.workbench.events(f"{who}-{self.name}", event)

    def tell(self, what: str, **more: Any) -> Any:
        return self.workbench.tell(what, name=self.name, **more)
