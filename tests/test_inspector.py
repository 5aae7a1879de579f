"""The launch inspector: what it shows, to whom, and that it shows nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import select

from lti_tool.cli import wegwijs
from lti_tool.settings import Settings
from lti_tool.store import inspection, invitations, platforms
from lti_tool.store.db import Database
from lti_tool.store.inspection import LINK_SECONDS, Scope
from lti_tool.store.tables import launch_log as table
from lti_tool.tool import Tool
from lti_tool.words import LANGUAGES, words
from tests.launch_records import CANARIES, records
from tests.lti_browser import Browser
from tests.lti_fixtures import Clock
from tests.lti_platform_double import (
    DEPLOYMENT,
    ISSUER,
    PlatformDouble,
)


@dataclass
class Visitor:
    """Somebody with the inspector open."""

    client: FlaskClient
    token: str

    def see(self, **query: Any) -> str:
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = self.client.get("/inspector/overview", query_string=query, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.text


def open_with(client: FlaskClient, secret: str, page: str = "inspector") -> Visitor:
    answer = client.post(f"/{page}/session", data={"secret": secret})
    assert answer.status_code == 200
    return Visitor(client, answer.json["token"])


def new_link(tool: Tool, registration_id: int = 1, deployment_id: str | None = None) -> str:
    with tool.database.write() as connection:
        return inspection.add_link(connection, Scope(registration_id, deployment_id), tool.now())


@pytest.fixture
def inspector(client: FlaskClient, tool: Tool) -> Visitor:
    return open_with(client, new_link(tool))


def test_a_launch_is_there_with_what_arrived(browser: Browser, inspector: Visitor) -> None:
    browser.open()
    seen = inspector.see()
    assert "gelukt" in seen
    assert "module=identity" in seen


def test_nobody_is_in_it(browser: Browser, inspector: Visitor, store: Database, tool: Tool) -> None:
    page = browser.open(**CANARIES)
    page.save("meaning", "kanarie-antwoord")
    page.finish()
    with store.read() as connection:
        kept = " ".join(str(tuple(row)) for row in connection.execute(select(table)))
    assert "kanarie" not in (kept + inspector.see()).lower()
    assert "name, given_name, family_name, picture, email" in inspector.see()


def test_an_error_page_leads_to_the_inspector(browser: Browser, inspector: Visitor) -> None:
    page = browser.launch(version="2.0").text
    reference = re.search(r"kenmerk <code>([2-9B-X]{8})</code>", page)
    assert reference
    assert "/inspector" in page
    browser.open()
    seen = inspector.see(reference=f" {reference[1][:4].lower()}-{reference[1][4:]} ")
    assert seen.count("<details>") == 1
    assert "LTI-VERSION" in seen
    assert "We vinden dit kenmerk niet" in inspector.see(reference="22222222")


def test_an_error_page_without_a_known_platform_does_not_promise_to_be_found(browser: Browser) -> None:
    page = browser.post("x", "unknown").text
    assert "kenmerk" in page
    assert "/inspector" not in page


def test_launches_are_filtered_by_outcome(browser: Browser, inspector: Visitor) -> None:
    browser.open()
    browser.launch(version="2.0")
    assert [inspector.see(outcome=one).count("<details>") for one in ("all", "accepted", "refused", "?")] == [
        *(2, 1, 1, 2)
    ]


def test_the_page_itself_holds_nothing(browser: Browser) -> None:
    browser.open()
    page = browser.client.get("/inspector")
    assert page.status_code == 200
    assert ISSUER not in page.text
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]


def test_a_link_opens_the_page_once(client: FlaskClient, tool: Tool) -> None:
    secret = new_link(tool)
    assert client.post("/inspector/session", data={"secret": secret}).status_code == 200
    assert client.post("/inspector/session", data={"secret": secret}).status_code == 401


def test_a_link_and_what_it_opened_end_after_seven_days(
    client: FlaskClient, tool: Tool, clock: Clock
) -> None:
    secret = new_link(tool)
    visitor = open_with(client, new_link(tool))
    clock.ahead = LINK_SECONDS + 1
    assert client.post("/inspector/session", data={"secret": secret}).status_code == 401
    headers = {"Authorization": f"Bearer {visitor.token}"}
    assert client.get("/inspector/overview", headers=headers).status_code == 401


@pytest.mark.parametrize("token", ["", "Bearer ", "Bearer guessed", "Basic x"])
def test_without_a_token_nothing_is_shown(client: FlaskClient, token: str) -> None:
    assert client.get("/inspector/overview", headers={"Authorization": token}).status_code == 401


@pytest.mark.parametrize("kind", ["platform", "operator"])
def test_a_link_for_something_else_does_not_open_it(client: FlaskClient, tool: Tool, kind: Any) -> None:
    with tool.database.write() as connection:
        secret = invitations.add(connection, kind, None, tool.now(), 3600)
    assert client.post("/inspector/session", data={"secret": secret}).status_code == 401


def test_the_inspectors_token_is_no_operators(inspector: Visitor) -> None:
    headers = {"Authorization": f"Bearer {inspector.token}"}
    assert inspector.client.get("/operator/overview", headers=headers).status_code == 401


@pytest.fixture
def neighbour(tool: Tool, platform: PlatformDouble, client: FlaskClient) -> Visitor:
    """The administrator of another platform."""
    other = replace(
        platform.registration, issuer="https://buren.example.edu", token_url="https://buren.example.edu/token"
    )
    with tool.database.write() as connection:
        added = platforms.add(connection, other, ["dep-1"], 1)
    return open_with(client, new_link(tool, added.id))


@pytest.mark.parametrize("query", [{}, {"platform": "1"}, {"outcome": "refused"}])
def test_another_platforms_link_shows_nothing_of_ours(
    browser: Browser, neighbour: Visitor, query: dict[str, str]
) -> None:
    browser.open()
    browser.launch(deployment_id="campus-zuid")
    seen = neighbour.see(**query)
    assert "https://buren.example.edu" in seen
    assert ISSUER not in seen
    assert "campus-zuid" not in seen
    assert "<details>" not in seen
    assert "LTI-PENDING" not in seen


def test_another_platforms_link_does_not_find_our_references(
    browser: Browser, neighbour: Visitor, store: Database
) -> None:
    browser.launch(version="2.0")
    assert "<details>" not in neighbour.see(reference=records(store)[0].reference)


def test_a_link_for_one_place_shows_nothing_of_the_others(
    browser: Browser, client: FlaskClient, tool: Tool, store: Database
) -> None:
    browser.launch(deployment_id="campus-zuid")
    browser.log_in(target_link_uri="https://elders.example.edu/")
    browser.open()
    place = open_with(client, new_link(tool, deployment_id=DEPLOYMENT))
    seen = place.see()
    assert seen.count("<details>") == 1
    assert "campus-zuid" not in seen
    of_no_place, of_another = records(store)[1].reference, records(store)[2].reference
    assert "LTI-TARGET" in place.see(reference=of_no_place)
    assert "<details>" not in place.see(reference=of_another)


def test_a_removed_platform_closes_its_links(inspector: Visitor, tool: Tool) -> None:
    with tool.database.write() as connection:
        platforms.remove(connection, 1)
    headers = {"Authorization": f"Bearer {inspector.token}"}
    assert inspector.client.get("/inspector/overview", headers=headers).status_code == 401


def test_the_operator_sees_every_platform_and_makes_links(
    browser: Browser, client: FlaskClient, tool: Tool, neighbour: Visitor
) -> None:
    browser.open()
    with tool.database.write() as connection:
        secret = invitations.add(connection, "operator", None, tool.now(), 3600)
    operator = open_with(client, secret, "operator")
    assert operator.see().count("<details>") == 1
    assert "<strong>https://buren.example.edu</strong>" in operator.see(platform="2")
    headers = {"Authorization": f"Bearer {operator.token}"}
    made = client.post("/operator/inspector", data={"registration": 2, "deployment": ""}, headers=headers)
    link = re.search(r"https://wegwijs.example.org/inspector#([\w-]+)", made.text)
    assert link
    assert "https://buren.example.edu" in open_with(client, link[1]).see()


@pytest.mark.parametrize("form", [{"registration": 99}, {"registration": 1, "deployment": "never-seen"}])
def test_a_link_is_made_only_for_what_is_there(client: FlaskClient, tool: Tool, form: dict[str, Any]) -> None:
    with tool.database.write() as connection:
        secret = invitations.add(connection, "operator", None, tool.now(), 3600)
    headers = {"Authorization": f"Bearer {open_with(client, secret, 'operator').token}"}
    assert client.post("/operator/inspector", data=form, headers=headers).status_code == 404


def test_grades_that_a_platform_refused_are_told(
    browser: Browser, tool: Tool, platform: PlatformDouble, inspector: Visitor
) -> None:
    page = browser.open()
    page.save("meaning", "klaar")
    page.finish()
    platform.fail("/course/7/lineitems/3/lineitem/scores", 422)
    for attempt_row in tool.delivery.due():
        tool.delivery.deliver(attempt_row)
    assert "neemt je platform geen punten" in inspector.see()


def test_before_the_first_launch_the_page_says_what_to_do(inspector: Visitor) -> None:
    seen = inspector.see()
    assert "Nog niets te zeggen" in seen
    assert "Nog geen starts" in seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_page_are_the_same_in_each_language(language: str) -> None:
    first, found = (words(one, "inspector") for one in (LANGUAGES[0], language))
    for name, part in first.items():
        assert isinstance(part, str) or set(part) == set(found[name]), name


def test_the_copy_for_support_says_what_arrived_and_of_nobody(browser: Browser, inspector: Visitor) -> None:
    browser.open(**CANARIES)
    copy = inspector.see().split("<pre", 1)[1]
    assert "[better] names-sent" in copy
    assert "roles: Learner" in copy
    assert "kanarie" not in copy.lower()


def test_the_command_makes_a_link(
    settings: Settings, tool: Tool, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEGWIJS_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("WEGWIJS_PUBLIC_URL", settings.public_url)
    made = CliRunner().invoke(wegwijs, ["inspector", "link", "--platform", "1"])
    link = re.search(r"https://wegwijs.example.org/inspector#([\w-]+)", made.output)
    assert link
    assert ISSUER in open_with(client, link[1]).see()
    for wrong in (["--platform", "99"], ["--platform", "1", "--deployment", "never-seen"]):
        assert CliRunner().invoke(wegwijs, ["inspector", "link", *wrong]).exit_code != 0
