"""A limit per school: a flood at one leaves room for the others, and loses nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from lti_tool.app import create_app
from lti_tool.errors import TooManyError
from lti_tool.services.rate_limit import RateLimit
from lti_tool.store.db import Database
from lti_tool.tool import Tool
from tests.lti_browser import Browser
from tests.lti_fixtures import ON_BOTH, Clock
from tests.lti_platform_double import PlatformDouble


@pytest.fixture
def still() -> Clock:
    class Still(Clock):
        def __call__(self) -> float:
            return 1_800_000_000.0 + self.ahead  # the start of a minute

    return Still()


def lets_in(limit: RateLimit, times: int, whose: object = "a", kind: str = "launch") -> int:
    """How many of so many requests go on."""
    passed = 0
    for _ in range(times):
        try:
            limit.count(kind, whose)
            passed += 1
        except TooManyError:
            pass
    return passed


def test_a_school_may_so_much_in_a_minute(store: Database, still: Clock) -> None:
    limit = RateLimit(store, still, 40)
    assert lets_in(limit, 60) == 40
    still.ahead += 60
    assert lets_in(limit, 60) == 40


def test_another_school_goes_on(store: Database, still: Clock) -> None:
    limit = RateLimit(store, still, 40)
    lets_in(limit, 100, "a")
    assert lets_in(limit, 40, "b") == 40


def test_open_pages_may_ask_ten_times_as_often(store: Database, still: Clock) -> None:
    limit = RateLimit(store, still, 40)
    assert lets_in(limit, 500, kind="api") == 400


def test_who_must_wait_hears_how_long(store: Database, still: Clock) -> None:
    limit = RateLimit(store, still, 1)
    still.ahead += 48
    limit.count("launch", "a")
    with pytest.raises(TooManyError) as caught:
        limit.count("launch", "a")
    assert caught.value.seconds == 12


def test_without_a_limit_nothing_is_counted(store: Database, still: Clock) -> None:
    assert lets_in(RateLimit(store, still, 0), 100) == 100


@ON_BOTH
def test_processes_keep_one_limit_together(store: Database, still: Clock) -> None:
    processes = [RateLimit(store, still, 300) for _ in range(4)]
    passed = 0
    for _ in range(200):  # all ask at once, and a fifth of a second goes by
        passed += sum(lets_in(one, 1) for one in processes)
        still.ahead += 0.2
    # More only by what comes in during two seconds, and by a twentieth in each process.
    assert 300 <= passed <= 300 + 4 * 10 + 4 * 15


def test_an_ordinary_day_asks_nothing_of_the_database(store: Database, still: Clock) -> None:
    class Watched:
        asked = 0

        def write(self) -> object:
            self.asked += 1
            return store.write()

    watched = Watched()
    limit = RateLimit(watched, still, 3000)  # type: ignore[arg-type]
    assert lets_in(limit, 150) == 150
    assert watched.asked == 0


def test_a_database_in_trouble_turns_nobody_away(still: Clock) -> None:
    class Broken:
        def write(self) -> object:
            raise OSError("full")

    limit = RateLimit(Broken(), still, 40)  # type: ignore[arg-type]
    assert lets_in(limit, 30) == 30


@pytest.fixture
def busy_app(tool: Tool, clock: Clock) -> Flask:
    """An installation where a school may launch twice a minute."""
    small = RateLimit(tool.database, clock, 2)
    settled = replace(tool, rate_limit=small)
    clock.ahead = -(clock() % 60) + 1  # the start of a minute, so that none ends meanwhile
    return create_app(settled.settings, settled)


def test_a_learner_reads_a_calm_page_and_comes_in_a_minute_later(
    busy_app: Flask, platform: PlatformDouble, clock: Clock
) -> None:
    client = busy_app.test_client()
    browser = Browser(client, platform)
    for number in range(2):
        browser.open(sub=f"learner-{number}")
    answer = browser.log_in().response
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "Er is niets verloren" in answer.text or "Nothing is lost" in answer.text
    clock.ahead += 60
    assert browser.log_in().state


def test_a_launch_that_waited_is_not_used_up(
    busy_app: Flask, tool: Tool, platform: PlatformDouble, clock: Clock
) -> None:
    client = busy_app.test_client()
    browser = Browser(client, platform)
    for number in range(2):
        browser.open(sub=f"learner-{number}")
    clock.ahead += 30
    busy_app.extensions["wegwijs"].rate_limit._counts.pop(("login", next(iter(_logins(busy_app)))), None)
    login = browser.log_in()
    message = platform.sign(platform.claims(login.nonce))
    assert browser.post(message, login.state).status_code == 429
    clock.ahead += 31
    assert browser.post(message, login.state).status_code == 303


def _logins(app: Flask) -> list[int]:
    return [whose for kind, whose in app.extensions["wegwijs"].rate_limit._counts if kind == "login"]


def test_an_open_page_is_told_to_wait_and_keeps_its_answer(
    busy_app: Flask, platform: PlatformDouble, clock: Clock
) -> None:
    page = Browser(busy_app.test_client(), platform).open(sub="sami")
    answers = [page.call("GET", "/attempt").status_code for _ in range(25)]
    assert answers.count(200) == 20
    refused = page.call("PATCH", "/attempt", {"answers": {}})
    assert refused.status_code == 429
    assert refused.json["error"]["code"] == "busy"
    assert int(refused.headers["Retry-After"]) > 0
    clock.ahead += 60
    assert page.save("meaning", "klaar")["saved"] == {"meaning": 1}
    said = busy_app.test_client().get("/metrics").text
    assert 'wegwijs_rate_limited_total{kind="api"} 6' in said
