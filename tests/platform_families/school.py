"""A school at a simulated platform, for tests of grades: an installation, a learner's browser, a gradebook.

`make_school` is the fixture `school`; `@at(Moodle)` chooses the platform.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from lti_tool.app import create_app
from lti_tool.services import attempt as attempt_service
from lti_tool.settings import Settings
from lti_tool.store import attempts, platforms
from lti_tool.tool import Tool, make_tool
from modules.kit.registry import Registry
from tests.lti_browser import Browser, Page
from tests.lti_fixtures import Clock
from tests.lti_platform_double import DEPLOYMENT, KeyPair
from tests.platform_families.gradebooks import Gradebook, OpenEdx
from tests.test_lti_grades import deliver


class School:
    """An installation, and one school that has it."""

    def __init__(self, gradebook: Gradebook, app: Flask, tool: Tool, clock: Clock) -> None:
        self.gradebook, self.tool, self.clock = gradebook, tool, clock
        self.browser = Browser(app.test_client(), gradebook)

    def deliver(self) -> None:
        deliver(self.tool)

    def after(self, seconds: float) -> None:
        self.clock.ahead += seconds
        self.deliver()

    def judge(self, page: Page, score: float, comment: str | None = None) -> None:
        """What a facilitator's assessment does."""
        here = self.tool
        ticket = here.tickets.check(page.token)[0]
        with here.database.write() as connection:
            attempt = attempts.find(connection, ticket.attempt_row, ticket.deployment_row)
            assert attempt
            module = here.registry.modules[attempt.module]
            attempt_service.release_score(connection, attempt, module, score, comment, here.now())

    def sent(self) -> list[Any]:
        return [call.json for call in self.gradebook.scores]


@pytest.fixture(name="school")
def make_school(
    request: pytest.FixtureRequest,
    settings: Settings,
    clock: Clock,
    registry: Registry,
    platform_key: KeyPair,
) -> Iterator[School]:
    gradebook = getattr(request, "param", Gradebook)(platform_key)
    tool = make_tool(settings, clock, registry)
    registration = gradebook.registration
    if isinstance(gradebook, OpenEdx):
        registration = replace(registration, auth_url="https://edx.example/api/lti_consumer/v1/launch/")
    with tool.database.write() as connection:
        platforms.add(connection, registration, [DEPLOYMENT], 1)
    yield School(gradebook, create_app(settings, tool), tool, clock)
    tool.close()
    gradebook.close()


def at(kind: type[Gradebook]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("school", [kind], indirect=True)
