"""A simulation of Moodle's launches.

The login is a POST without a storage target, and nobody answers messages. Its hint counts once: who comes
back with the same one, gets an error and no message for the tool.
"""

from __future__ import annotations

import json

from tests.lti_platform_double import Received
from tests.platform_families.family import Family, Page


class Moodle(Family):
    """A school with Moodle."""

    issuer = "http://moodle.localhost"
    course_host = auth_host = "moodle.localhost"

    def __init__(self, *arguments: object) -> None:
        self._open: set[str] = set()
        super().__init__(*arguments)  # type: ignore[arg-type]

    def login(self, number: int) -> dict[str, str]:
        launch = f"ltilaunch{number}_{len(self.received)}"
        self._open.add(launch)
        return super().login(number) | {"lti_message_hint": json.dumps({"cmid": number, "launchid": launch})}

    def link_of(self, message_hint: str) -> str:
        return str(json.loads(message_hint)["cmid"])

    def answer(self, call: Received) -> Page:
        if call.path == "/auth":
            launch = json.loads(call.query["lti_message_hint"])["launchid"]
            if launch not in self._open:
                self.received.append(call)
                return 400, {}, b"Invalid request: the launch is unknown or was used"
            self._open.remove(launch)
        return super().answer(call)
