"""Our own keys change without a launch or a grade failing: published first, used later, then withdrawn."""

import os
from pathlib import Path
from typing import Any

import jwt
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from lti_tool.cli import wegwijs
from lti_tool.errors import KeyRotationError
from lti_tool.protocol.keys import signing_keys
from lti_tool.store import keys
from lti_tool.store.db import Database
from lti_tool.tool import Tool
from tests.lti_browser import HOST, Browser
from tests.lti_fixtures import ON_BOTH, Clock
from tests.lti_platform_double import PlatformDouble
from tests.test_lti_grades import deliver, finished

DAY = 24 * 3600


def published(client: FlaskClient) -> list[str]:
    return [key["kid"] for key in client.get("/lti/jwks.json", base_url=HOST).json["keys"]]


def signing(tool: Tool) -> str:
    with tool.database.read() as connection:
        return keys.signing_key(connection, tool.now()).kid


def rotate(tool: Tool, *, at_once: bool = False) -> str:
    with tool.database.write() as connection:
        return keys.rotate_own_key(connection, tool.now(), at_once=at_once)


def test_a_new_key_is_published_at_once_and_does_not_sign_yet(tool: Tool, client: FlaskClient) -> None:
    old = signing(tool)
    new = rotate(tool)
    assert published(client) == [new, old]
    assert signing(tool) == old


def test_a_new_key_signs_after_a_day(tool: Tool, clock: Clock) -> None:
    new = rotate(tool)
    clock.ahead = DAY - 5
    assert signing(tool) != new
    clock.ahead = DAY + 5
    assert signing(tool) == new


def test_an_old_key_stays_published_for_a_week_after_that(
    tool: Tool, client: FlaskClient, clock: Clock
) -> None:
    old = signing(tool)
    new = rotate(tool)
    clock.ahead = 8 * DAY - 5
    assert published(client) == [new, old]
    clock.ahead = 8 * DAY + 5
    assert published(client) == [new]


def test_a_retired_key_is_removed_with_its_private_part(tool: Tool, clock: Clock) -> None:
    old = signing(tool)
    rotate(tool)
    clock.ahead = 9 * DAY
    rotate(tool)
    with tool.database.read() as connection:
        assert old not in [key.kid for key in keys.every_own_key(connection)]


def test_two_rotations_at_once_are_refused(tool: Tool) -> None:
    rotate(tool)
    with pytest.raises(KeyRotationError, match="published already"):
        rotate(tool)


def test_now_uses_the_key_that_waits(tool: Tool, clock: Clock) -> None:
    waiting = rotate(tool)
    assert rotate(tool, at_once=True) == waiting
    assert signing(tool) == waiting
    clock.ahead = 2 * DAY
    assert signing(tool) == waiting


@ON_BOTH
def test_now_makes_a_key_where_none_waits(tool: Tool, client: FlaskClient) -> None:
    old = signing(tool)
    new = rotate(tool, at_once=True)
    assert signing(tool) == new
    assert published(client) == [new, old]


@pytest.mark.parametrize("turn", range(4))
def test_of_two_keys_of_one_second_the_newer_signs(tmp_path: Path, turn: int) -> None:
    database = Database(f"sqlite:///{tmp_path}/new.sqlite")
    database.prepare()
    with database.write() as connection:
        keys.add_own_key(connection, 5)
        new = keys.rotate_own_key(connection, 5, at_once=True)
        assert keys.signing_key(connection, 5).kid == new
        assert keys.published_keys(connection, 5)[0].kid == new
    database.close()


def test_jobs_sign_with_the_key_of_the_moment(
    browser: Browser, platform: PlatformDouble, tool: Tool, clock: Clock, client: FlaskClient
) -> None:
    old, new = signing(tool), rotate(tool)
    page = finished(browser)
    deliver(tool)
    clock.ahead = 2 * DAY
    page.resend()
    deliver(tool)
    assertions = [call.form["client_assertion"] for call in platform.calls("/token")]
    assert [jwt.get_unverified_header(one)["kid"] for one in assertions] == [old, new]


def test_what_we_sign_is_checked_with_what_we_publish(
    browser: Browser, platform: PlatformDouble, tool: Tool, client: FlaskClient
) -> None:
    kid = rotate(tool, at_once=True)
    finished(browser)
    deliver(tool)
    jwks = client.get("/lti/jwks.json", base_url=HOST).text
    (key,) = signing_keys(jwks, kid)
    assertion = platform.calls("/token")[0].form["client_assertion"]
    jwt.decode(assertion, key, algorithms=["RS256"], options={"verify_aud": False})


def test_the_signing_key_is_not_withdrawn(tool: Tool) -> None:
    with tool.database.write() as connection, pytest.raises(KeyRotationError, match="signs now"):
        keys.withdraw_own_key(connection, signing(tool), tool.now())


def test_a_withdrawn_key_is_no_longer_published(tool: Tool, client: FlaskClient) -> None:
    old = signing(tool)
    new = rotate(tool, at_once=True)
    with tool.database.write() as connection:
        keys.withdraw_own_key(connection, old, tool.now())
    assert published(client) == [new]


@pytest.fixture
def command(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name in [name for name in os.environ if name.startswith("WEGWIJS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("WEGWIJS_DATABASE_URL", database_url)
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(wegwijs, ["keys", *words])


def test_the_command_says_which_key_signs_and_until_when(command: Any, database_url: str) -> None:
    rotated = command("rotate")
    assert rotated.exit_code == 0, rotated.output
    _, new, old = rotated.output.splitlines()
    assert "published, signs from" in new
    assert "signs, until" in old
    assert command("list").output.splitlines() == [new, old]
    assert "BEGIN" not in rotated.output


def test_the_command_ends_in_one_sentence_where_it_can_do_nothing(command: Any) -> None:
    command("rotate")
    assert isinstance(command("rotate").exception, KeyRotationError)
    assert isinstance(command("withdraw", "none").exception, KeyRotationError)


def test_a_key_of_before_rotation_signs_on(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/old.sqlite")
    database.prepare()
    with database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO tool_keys (kid, private_pem, created_at) VALUES ('k', 'p', 5)"
        )
        assert keys.signing_key(connection, 10).kid == "k"
    database.close()
