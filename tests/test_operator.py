"""The operator's page opens by a one-use link, and decides who may launch."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lti_tool.seals import seals_of
from lti_tool.store import invitations, platforms
from lti_tool.tool import Tool
from lti_tool.views.operator import SESSION_SECONDS
from tests.lti_browser import Browser
from tests.lti_fixtures import Clock
from tests.lti_platform_double import ISSUER


@dataclass
class Operator:
    """Who runs the installation, with an open page."""

    client: FlaskClient
    token: str

    def see(self) -> str:
        answer = self.client.get("/operator/overview", headers=self.headers)
        assert answer.status_code == 200
        return answer.text

    def do(self, what: str, **form: object) -> TestResponse:
        return self.client.post(f"/operator/{what}", data=form, headers=self.headers)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def new_link(tool: Tool, minutes: int = 60) -> str:
    with tool.database.write() as connection:
        return invitations.add(connection, "operator", None, tool.now(), minutes * 60)


@pytest.fixture
def operator(client: FlaskClient, tool: Tool) -> Operator:
    answer = client.post("/operator/session", data={"secret": new_link(tool)})
    return Operator(client, answer.json["token"])


def test_the_page_itself_holds_nothing(client: FlaskClient) -> None:
    page = client.get("/operator")
    assert page.status_code == 200
    assert ISSUER not in page.text
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]


def test_a_link_opens_the_page_once(client: FlaskClient, tool: Tool) -> None:
    secret = new_link(tool)
    assert client.post("/operator/session", data={"secret": secret}).status_code == 200
    assert client.post("/operator/session", data={"secret": secret}).status_code == 401


def test_a_link_ends(client: FlaskClient, tool: Tool, clock: Clock) -> None:
    secret = new_link(tool)
    clock.ahead = 3601
    assert client.post("/operator/session", data={"secret": secret}).status_code == 401


def test_a_schools_invitation_does_not_open_the_page(client: FlaskClient, tool: Tool) -> None:
    with tool.database.write() as connection:
        secret = invitations.add(connection, "platform", None, tool.now(), 3600)
    assert client.post("/operator/session", data={"secret": secret}).status_code == 401


@pytest.mark.parametrize("what", ["overview", "places", "invitations", "invitations/withdraw"])
@pytest.mark.parametrize("token", ["", "Bearer ", "Bearer guessed", "Basic x"])
def test_without_a_token_nothing_is_shown_or_done(client: FlaskClient, what: str, token: str) -> None:
    method = "GET" if what == "overview" else "POST"
    answer = client.open(f"/operator/{what}", method=method, headers={"Authorization": token})
    assert answer.status_code == 401


def test_a_learners_token_is_no_operators(browser: Browser, tool: Tool) -> None:
    page = browser.open()
    headers = {"Authorization": f"Bearer {page.token}"}
    assert browser.client.get("/operator/overview", headers=headers).status_code == 401


def test_a_seal_for_another_purpose_is_no_token(client: FlaskClient, tool: Tool) -> None:
    new_link(tool)
    headers = {"Authorization": f"Bearer {seals_of(tool).seal('registration', 1)}"}
    assert client.get("/operator/overview", headers=headers).status_code == 401


def test_a_token_ends(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lti_tool.views.operator.SESSION_SECONDS", -1)
    assert operator.client.get("/operator/overview", headers=operator.headers).status_code == 401
    assert SESSION_SECONDS == 4 * 3600


def test_a_forgotten_link_closes_the_page_that_it_opened(operator: Operator, tool: Tool) -> None:
    with tool.database.write() as connection:
        invitations.forget(connection, "operator")
    assert operator.client.get("/operator/overview", headers=operator.headers).status_code == 401


def test_a_place_that_launched_first_waits_on_the_page_and_is_let_in(
    browser: Browser, operator: Operator
) -> None:
    assert browser.launch(deployment_id="campus-zuid").status_code == 403
    waiting = operator.see()
    assert "campus-zuid" in waiting
    assert operator.do("places", registration=1, deployment="campus-zuid", do="approve").status_code == 200
    assert browser.launch(deployment_id="campus-zuid").status_code == 303


def test_a_refused_place_stays_out_and_asks_no_more(browser: Browser, operator: Operator, tool: Tool) -> None:
    browser.launch(deployment_id="campus-zuid")
    operator.do("places", registration=1, deployment="campus-zuid", do="refuse")
    assert browser.launch(deployment_id="campus-zuid").status_code == 403
    with tool.database.read() as connection:
        place = platforms.deployments_of(connection, 1)[1]
    assert (place.approved, place.refused) == (False, True)
    assert "Er wacht niets" in operator.see()


def test_a_place_that_is_stopped_lets_nobody_in(browser: Browser, operator: Operator) -> None:
    operator.do("places", registration=1, deployment="dep-1", do="refuse")
    assert browser.launch().status_code == 403
    operator.do("places", registration=1, deployment="dep-1", do="approve")
    assert browser.launch().status_code == 303


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"registration": 1, "deployment": "never-seen", "do": "approve"}, 404),
        ({"registration": 99, "deployment": "dep-1", "do": "approve"}, 404),
        ({"registration": "x", "deployment": "dep-1", "do": "approve"}, 400),
        ({"registration": 1, "deployment": "dep-1", "do": "remove"}, 400),
        ({}, 400),
    ],
)
def test_only_a_place_that_is_there_can_be_decided_on(
    operator: Operator, form: dict[str, object], status: int
) -> None:
    assert operator.do("places", **form).status_code == status


def test_an_invitation_is_made_shown_once_and_withdrawn(operator: Operator, client: FlaskClient) -> None:
    made = operator.do("invitations", note="Atheneum <Hasselt>", hours=72).text
    link = re.search(r"https://wegwijs.example.org(/lti/register\?invitation=[\w-]+)", made)
    assert link
    assert client.get(link[1]).status_code == 200
    assert link[1] not in operator.see()
    assert "Atheneum &lt;Hasselt&gt;" in operator.see()
    number = re.search(r'name="invitation" value="(\d+)"', operator.see())
    assert number
    operator.do("invitations/withdraw", invitation=number[1])
    assert client.get(link[1]).status_code == 403


@pytest.mark.parametrize("hours", ["0", "99999", "-1", "soon", ""])
def test_an_invitation_lasts_hours_to_months(operator: Operator, hours: str) -> None:
    assert operator.do("invitations", note="", hours=hours).status_code == 400
