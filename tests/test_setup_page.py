"""The values that administrators paste, and the commands that the operator types."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from lti_tool.cli import wegwijs
from lti_tool.errors import RegistrationError
from lti_tool.words import LANGUAGES, words

HERE = "https://wegwijs.example.org"
ROOT = Path(__file__).parent.parent
PLATFORMS = ("moodle", "canvas", "brightspace", "blackboard", "openedx", "smartschool")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_set_up_page_has_every_value_and_every_platform(client: FlaskClient, language: str) -> None:
    page = client.get(f"/lti/setup?language={language}").text
    for path in ("/lti/login", "/lti/launch", "/lti/jwks.json", "/lti/canvas.json", "/lti/static/icon.png"):
        assert f">{HERE}{path}<" in page
    for platform in PLATFORMS:
        assert f'<section id="{platform}"' in page
    assert "module=identity" in page
    assert f'<html lang="{language}">' in page


def test_the_set_up_page_says_plainly_that_smartschool_takes_no_lti(client: FlaskClient) -> None:
    page = client.get("/lti/setup?language=nl").text
    assert "SCORM" in page.partition('<section id="smartschool"')[2].partition("</section>")[0]


def test_a_canvas_key_is_configured_without_names(client: FlaskClient) -> None:
    key = client.get("/lti/canvas.json").json
    assert key["oidc_initiation_url"] == f"{HERE}/lti/login"
    assert key["target_link_uri"] == f"{HERE}/lti/launch"
    assert key["public_jwk_url"] == f"{HERE}/lti/jwks.json"
    [canvas] = key["extensions"]
    assert canvas["privacy_level"] == "anonymous"
    assert canvas["domain"] == "wegwijs.example.org"
    assert {place["message_type"] for place in canvas["settings"]["placements"]} == {"LtiDeepLinkingRequest"}


@pytest.mark.parametrize("part", ["register", "setup", "operator"])
def test_the_words_of_all_languages_have_one_shape(part: str) -> None:
    assert shape(words("nl", part)) == shape(words("en", part))


def shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: shape(below) for name, below in value.items()}
    return [shape(below) for below in value] if isinstance(value, list) else type(value)


@pytest.mark.parametrize("platform", ["moodle", "canvas", "brightspace", "blackboard", "smartschool"])
def test_each_platform_has_a_guide_in_two_languages(platform: str) -> None:
    guide = (ROOT / "packaging" / platform / "README.md").read_text(encoding="utf-8")
    assert "## Nederlands" in guide
    assert "## English" in guide


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("WEGWIJS_DATABASE_URL", f"sqlite:///{tmp_path / 'w.sqlite'}")
    monkeypatch.setenv("WEGWIJS_PUBLIC_URL", HERE)

    def command(*arguments: str) -> Result:
        result = CliRunner().invoke(wegwijs, arguments)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return command


def test_an_invitation_by_command_is_one_line_to_send(run: Any) -> None:
    made = run("platform", "invite", "--for", "Atheneum Hasselt")
    assert re.fullmatch(rf"{HERE}/lti/register\?invitation=[\w-]{{43}}\n", made.stdout)
    listed = run("platform", "list").stdout
    assert "Atheneum Hasselt" in listed
    assert made.stdout.strip().partition("=")[2] not in listed


def test_an_operators_link_has_its_secret_where_no_log_sees_it(run: Any) -> None:
    assert re.fullmatch(rf"{HERE}/operator#[\w-]{{43}}\n", run("operator", "link").stdout)


def test_a_place_is_approved_refused_and_approved_again_by_command(run: Any) -> None:
    run(
        *("platform", "add", "--issuer", "https://lms.school.be", "--client-id", "c1"),
        *("--auth-url", "https://lms.school.be/a", "--token-url", "https://lms.school.be/t"),
        *("--jwks-url", "https://lms.school.be/j"),
    )
    run("platform", "approve", "1", "7")
    assert "deployment 7  approved" in run("platform", "list").stdout
    run("platform", "refuse", "1", "7")
    assert "deployment 7  refused" in run("platform", "list").stdout
    run("platform", "approve", "1", "7")
    assert "deployment 7  approved" in run("platform", "list").stdout


@pytest.mark.parametrize(
    "url", ["http://lms.school.be/a", "https://10.0.0.5/a", "https://localhost/a", "lms.school.be"]
)
def test_a_platforms_address_must_be_on_the_open_internet(run: Any, url: str) -> None:
    with pytest.raises(RegistrationError, match="--jwks-url"):
        run(
            *("platform", "add", "--issuer", "https://lms.school.be", "--client-id", "c1"),
            *("--auth-url", "https://lms.school.be/a", "--token-url", "https://lms.school.be/t"),
            *("--jwks-url", url),
        )
