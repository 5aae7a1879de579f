"""A number that stood in a token is never given to anything else: an open page stays its learner's."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from lti_tool.seals import seals_of
from lti_tool.store import invitations, platforms
from lti_tool.tool import Tool
from tests.lti_browser import Browser
from tests.lti_fixtures import ON_BOTH
from tests.lti_platform_double import DEPLOYMENT

NUMBERED = [
    "registrations", "deployments", "contexts", "learners", "resource_links", "attempts", "invitations",
]  # fmt: skip


@ON_BOTH
def test_the_page_of_a_removed_school_opens_nothing_of_the_next(browser: Browser, tool: Tool) -> None:
    old = browser.open(sub="learner-of-the-first-school")
    old.save("meaning", "van de eerste school")
    with tool.database.write() as connection:
        assert platforms.remove(connection, 1)
    with tool.database.write() as connection:
        platforms.add(connection, browser.platform.registration, [DEPLOYMENT], tool.now())
    browser.open(sub="learner-of-the-next-school").save("meaning", "van de volgende school")
    response = old.call("GET", "/attempt")
    assert response.status_code == 410
    assert "volgende" not in response.text


@ON_BOTH
@pytest.mark.parametrize("kind", ["operator", "inspector"])
def test_a_page_that_was_closed_does_not_open_again_with_the_next_link(
    client: FlaskClient, tool: Tool, kind: invitations.Kind
) -> None:
    with tool.database.write() as connection:
        secret = invitations.add(connection, kind, None, tool.now(), 3600)
        found = invitations.find_open(connection, kind, secret, tool.now())
        assert found is not None
        invitations.forget(connection, kind)
        again = invitations.add(connection, kind, None, tool.now(), 3600)
        following = invitations.find_open(connection, kind, again, tool.now())
    assert following is not None
    assert following.id != found.id
    token = seals_of(tool).seal(kind, found.id)
    answer = client.get(f"/{kind}/overview", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


def test_the_migrations_keep_to_it(tool: Tool) -> None:
    with tool.database.read() as connection:
        made = dict(
            connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all()
        )
    for name in NUMBERED:
        assert "AUTOINCREMENT" in made[name], name
