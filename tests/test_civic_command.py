"""`wegwijs civic`: links to the civic team's page, which are made, listed and withdrawn on the server."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from lti_tool.cli import wegwijs
from lti_tool.store import platforms
from lti_tool.tool import Tool
from tests.civic_team import enter
from tests.lti_platform_double import CLIENT_ID, DEPLOYMENT, ISSUER


@pytest.fixture(autouse=True)
def _here(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEGWIJS_DATABASE_URL", tool.settings.database_url)
    monkeypatch.setenv("WEGWIJS_PUBLIC_URL", tool.settings.public_url)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(wegwijs, ["civic", *arguments])


def made(*arguments: str) -> str:
    result = run("invite", "--issuer", ISSUER, *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


def link_of(page: str) -> str:
    """The secret of the link that the page just made."""
    found = re.search(r"/civic#([\w-]+)", page)
    assert found
    return found[1]


def test_a_link_opens_the_page_of_its_platform(client: FlaskClient) -> None:
    link = made("--client-id", CLIENT_ID, "--deployment", DEPLOYMENT)

    assert "/civic#" in link
    assert ISSUER in enter(client, link.partition("#")[2]).see()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--issuer", "https://nobody.example"), "there is no platform"),
        (("--issuer", ISSUER, "--client-id", "other"), "there is no platform"),
        (("--issuer", ISSUER, "--deployment", "campus-zuid"), "has no deployment"),
        (("--issuer", ISSUER, "--days", "0"), "0 is not in the range"),
    ],
)
def test_a_link_to_what_is_not_there_is_refused(arguments: tuple[str, ...], says: str) -> None:
    result = run("invite", *arguments)

    assert result.exit_code != 0
    assert says in result.output + str(result.exception)


def test_where_a_platform_is_registered_twice_one_must_be_named(tool: Tool) -> None:
    with tool.database.write() as connection:
        known = platforms.get(connection, 1)
        assert known is not None
        platforms.add(connection, type(known)(**(vars(known) | {"client_id": "second"})), [], 1)

    result = run("invite", "--issuer", ISSUER)

    assert f"name one with --client-id ({CLIENT_ID}, second)" in str(result.exception)
    assert "/civic#" in made("--client-id", "second")


def test_the_list_says_for_whom_and_whether_it_was_used_and_no_secret(client: FlaskClient) -> None:
    link = made("--for", "team civic")
    assert "not used yet" in run("list").output

    enter(client, link.partition("#")[2])

    listed = run("list").output
    assert "used" in listed
    assert "for team civic" in listed
    assert link.partition("#")[2] not in listed


def test_a_link_that_is_withdrawn_closes_the_page_that_it_opened(client: FlaskClient) -> None:
    team = enter(client, made().partition("#")[2])
    team.see()

    assert run("withdraw", "1").exit_code == 0

    assert team.call("GET", "sheet").status_code == 401
    assert "there is no link 1" in str(run("withdraw", "1").exception)
    assert "There is no link" in run("list").output


def test_all_that_was_made_from_a_link_goes_with_it(client: FlaskClient) -> None:
    first = enter(client, made().partition("#")[2])
    second = enter(client, link_of(first.call("POST", "links", note="100% (link 9)").text))
    third = enter(client, link_of(second.call("POST", "links", note="").text))
    other = enter(client, made("--for", "campus").partition("#")[2])

    assert "with 2 that were made from it" in run("withdraw", "1").output

    assert [one.call("GET", "sheet").status_code for one in (first, second, third)] == [401] * 3
    assert other.call("GET", "sheet").status_code == 200


def test_what_was_made_from_another_link_stays(client: FlaskClient) -> None:
    first = enter(client, made().partition("#")[2])
    second = enter(client, link_of(first.call("POST", "links", note="").text))

    assert run("withdraw", "2").exit_code == 0

    assert second.call("GET", "sheet").status_code == 401
    assert first.call("GET", "sheet").status_code == 200


def test_other_one_use_links_are_not_withdrawn_here(tool: Tool) -> None:
    assert CliRunner().invoke(wegwijs, ["operator", "link"]).exit_code == 0

    assert run("withdraw", "1").exit_code != 0
