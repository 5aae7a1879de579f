"""A whole line with marked secrets: where each may be afterwards, and that it is nowhere else."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from lti_tool.logs import JsonLines, Lines
from lti_tool.settings import Settings
from lti_tool.store.db import Database
from lti_tool.store.tables import metadata
from lti_tool.tool import Tool
from tests.lti_browser import Browser
from tests.lti_platform_double import PlatformDouble

PERSON = {
    "name": "Canary-Name",
    "given_name": "Canary-Given",
    "family_name": "Canary-Family",
    "email": "canary-mail@example.edu",
    "picture": "https://lms.example.edu/canary-picture.jpg",
    "https://purl.imsglobal.org/spec/lti/claim/lis": {"person_sourcedid": "canary-sourcedid"},
    "https://purl.imsglobal.org/spec/lti/claim/ext": {"user_username": "canary-username"},
}
SUB, ANSWER = "canary-sub", "canary-answer"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """With a line for every request."""
    return replace(settings, log_requests=True)


@pytest.fixture
def secrets_of_the_line(
    browser: Browser, tool: Tool, platform: PlatformDouble, caplog: pytest.LogCaptureFixture
) -> dict[str, str]:
    """Launch, save, be refused once, finish, deliver; every secret that was in it."""
    caplog.set_level(logging.DEBUG)
    login = browser.log_in(login_hint="canary-hint")
    cookie = login.response.headers["Set-Cookie"].split("=", 1)[1].split(";")[0]
    id_token = platform.sign(platform.claims(login.nonce, sub=SUB, **PERSON))
    response = browser.post(id_token, login.state)
    token = response.headers["Location"].partition("#")[2]
    headers = {"Authorization": f"Bearer {token}"}
    change = {"answers": {"meaning": {"value": ANSWER}}, "position": "meaning"}
    assert browser.client.patch("/api/attempt", json=change, headers=headers).json["saved"]
    browser.post(id_token, login.state)  # a replay, refused
    browser.launch(sub=SUB, **PERSON, nonce="wrong")  # refused after the signature
    browser.client.post("/api/attempt/finish", headers=headers)
    for attempt_row in tool.delivery.due():
        tool.delivery.deliver(attempt_row)
    assert platform.scores
    return {"id_token": id_token, "signature": id_token.rsplit(".", 1)[1], "token": token, "cookie": cookie}


def canaries() -> list[str]:
    said = [value for value in PERSON.values() if isinstance(value, str)]
    return [*said, "canary-sourcedid", "canary-username"]


def test_no_log_has_any_of_it(
    secrets_of_the_line: dict[str, str], caplog: pytest.LogCaptureFixture, platform: PlatformDouble
) -> None:
    records = caplog.get_records("setup")  # the line was walked by a fixture
    ours = "\n".join(formatter.format(one) for formatter in (Lines(), JsonLines()) for one in records)
    assert "PATCH /api/attempt: 200" in ours
    for secret in [*canaries(), SUB, ANSWER, "canary-hint", *secrets_of_the_line.values(), "token-1"]:
        assert secret not in ours, secret[:20]


def test_the_figures_have_none_of_it(secrets_of_the_line: dict[str, str], browser: Browser) -> None:
    said = browser.client.get("/metrics").text
    assert "wegwijs_launches_total" in said
    for secret in [*canaries(), SUB, ANSWER, "canary-hint", *secrets_of_the_line.values(), "lms.example"]:
        assert secret not in said, secret[:20]


def test_the_database_knows_nobody_by_name(secrets_of_the_line: dict[str, str], store: Database) -> None:
    where = {text: places(store, text) for text in [*canaries(), *secrets_of_the_line.values()]}
    assert {text[:30]: found for text, found in where.items() if found} == {}


def test_each_thing_stands_in_one_place(secrets_of_the_line: dict[str, str], store: Database) -> None:
    assert places(store, SUB) == {"learners.sub"}
    assert places(store, ANSWER) == {"answers.value"}
    assert places(store, "token-1") == {"access_tokens.token"}
    assert places(store, "BEGIN PRIVATE KEY") == {"tool_keys.private_pem"}


def test_the_queue_knows_numbers_alone(secrets_of_the_line: dict[str, str], tmp_path: Path) -> None:
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("*-jobs*"))
    for secret in [*canaries(), SUB, ANSWER]:
        assert secret.encode() not in kept


def places(store: Database, text: str) -> set[str]:
    """Every column in which a text stands."""
    with store.read() as connection:
        return {
            f"{table.name}.{column.name}"
            for table in metadata.sorted_tables
            for column in table.columns
            for value in connection.scalars(select(column))
            if text in str(value)
        }
