"""How a launch arrives: the platform's storage, the rung that held, the clocks, the workers."""

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from lti_tool.app import create_app
from lti_tool.settings import Settings
from lti_tool.store import launch_log as log_store
from lti_tool.store.db import Database
from lti_tool.store.tables import launch_log
from lti_tool.tool import make_tool
from modules.kit.registry import Registry
from tests.lti_browser import HOST, LOGIN, Browser, Login
from tests.lti_fixtures import Clock
from tests.lti_platform_double import ISSUER, FromNow, PlatformDouble

IN_FRAME = {"Accept": "text/html,*/*;q=0.8", "Sec-Fetch-Dest": "iframe"}


def step_of(html: str) -> Any:
    found = re.search(r'id="wegwijs-step">(.*?)</script>', html)
    assert found
    return json.loads(found[1])


def frame_step(browser: Browser, **more: str) -> Any:
    return step_of(
        browser.client.get("/lti/login", base_url=HOST, query_string=LOGIN | more, headers=IN_FRAME).text
    )


def secret_of(login: Login) -> str:
    return login.response.headers["Set-Cookie"].split(";")[0].partition("=")[2]


def post(browser: Browser, login: Login, headers: Mapping[str, str] = {}, **form: str) -> Any:
    id_token = browser.platform.sign(browser.platform.claims(login.nonce))
    return browser.post(id_token, login.state, form=form, headers=headers)


def arrivals(store: Database) -> list[tuple[str, int]]:
    with store.read() as connection:
        query = select(launch_log).where(launch_log.c.outcome == "accepted")
        return [(row.rung, row.clock_skew) for row in connection.execute(query)]


def rungs(store: Database) -> list[str]:
    return [rung for rung, _ in arrivals(store)]


# The platform's storage


def test_a_login_that_names_a_storage_is_told_the_only_origin_that_may_hear_the_secret(
    browser: Browser,
) -> None:
    step = frame_step(browser, lti_storage_target="lti_storage_frame")
    assert step["storage"] == {"target": "lti_storage_frame", "origin": ISSUER}
    assert step["key"] == f"wegwijs-{step['state']}"


def test_a_login_without_a_storage_has_none(browser: Browser) -> None:
    assert frame_step(browser)["storage"] is None


def test_a_launch_that_does_not_repeat_the_storage_still_finds_it(browser: Browser) -> None:
    login = browser.log_in(lti_storage_target="lti_storage_frame")
    browser.client = browser.client.application.test_client()
    step = step_of(post(browser, login).text)
    assert step["storage"] == {"target": "lti_storage_frame", "origin": ISSUER}
    assert step.keys() == {"state", "storage", "key"}  # and no secret


def test_a_storage_can_not_break_out_of_its_page(browser: Browser) -> None:
    name = "</script><script>alert(1)</script>"
    assert frame_step(browser, lti_storage_target=name)["storage"]["target"] == name


def test_a_frame_in_a_sandbox_may_load_the_ladder(browser: Browser) -> None:
    response = browser.client.get("/lti/static/ladder/begin.js")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    response.close()


def test_no_other_address_may_be_read_from_elsewhere(browser: Browser) -> None:
    assert "Access-Control-Allow-Origin" not in browser.log_in().response.headers


# The rung that held


def test_a_cookie_in_a_frame_is_written_down(browser: Browser, store: Database) -> None:
    post(browser, browser.log_in(), {"Sec-Fetch-Dest": "iframe"})
    assert rungs(store) == ["cookie"]


def test_a_cookie_in_a_window_is_written_down_as_such(browser: Browser, store: Database) -> None:
    post(browser, browser.log_in(), {"Sec-Fetch-Dest": "document"})
    assert rungs(store) == ["own-window"]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("own-storage", "own-storage"),
        ("platform-storage", "platform-storage"),
        ("<b>", "own-storage"),
        ("", "own-storage"),
    ],
)
def test_a_secret_in_the_form_is_written_down_as_the_page_says(
    browser: Browser, store: Database, said: str, written: str
) -> None:
    login = browser.log_in()
    browser.client = browser.client.application.test_client()
    assert post(browser, login, {"Origin": HOST}, secret=secret_of(login), rung=said).status_code == 303
    assert rungs(store) == [written]


def test_to_name_a_rung_proves_nothing(browser: Browser, store: Database) -> None:
    login = browser.log_in()
    browser.client = browser.client.application.test_client()
    response = post(browser, login, {"Origin": HOST}, secret="", rung="platform-storage")
    assert "LTI-COOKIE" in response.text
    assert arrivals(store) == []


def test_a_refused_launch_is_not_written_down(browser: Browser, store: Database) -> None:
    assert browser.launch(version="1.1").status_code == 400
    assert arrivals(store) == []


def test_arrivals_are_forgotten_after_a_month(browser: Browser, store: Database, clock: Clock) -> None:
    browser.open()
    clock.ahead = log_store.KEPT_SECONDS + 1
    browser.client.application.extensions["wegwijs"].jobs.sweep()
    assert arrivals(store) == []


# The clocks


@pytest.mark.parametrize("seconds", [-45, 0, 45])
def test_how_far_the_clocks_are_apart_is_measured(browser: Browser, store: Database, seconds: int) -> None:
    browser.open(iat=FromNow(-seconds))
    [(_, skew)] = arrivals(store)
    assert skew == pytest.approx(seconds, abs=2)


@pytest.mark.parametrize("seconds", [59, -3599])
def test_clocks_may_differ_by_a_minute_and_messages_be_an_hour_old(browser: Browser, seconds: int) -> None:
    assert browser.launch(iat=FromNow(seconds)).status_code == 303


def test_the_log_says_rung_and_age_and_nothing_of_a_person(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "lti_tool")
    page = browser.open(sub="learner-77")
    assert re.fullmatch(r"launch at registration \d+ by cookie, message \d s old", caplog.messages[-1])
    assert "learner-77" not in caplog.text
    assert page.token not in caplog.text


# The workers


def test_a_login_at_one_worker_launches_at_another(
    browser: Browser, settings: Settings, registry: Registry, platform: PlatformDouble, store: Database
) -> None:
    login = browser.log_in()
    other = make_tool(replace(settings), registry=registry)
    there = Browser(create_app(other.settings, other).test_client(), platform)
    response = post(there, login, {"Origin": HOST}, secret=secret_of(login), rung="own-storage")
    assert response.status_code == 303
    assert "LTI-STATE" in post(browser, login).text
    other.close()
