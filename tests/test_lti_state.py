"""One login, one launch, one browser: states and nonces are used once, and only where they began."""

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from lti_tool.store.db import Database
from lti_tool.store.tables import attempts, login_states
from tests.lti_browser import HOST, Browser, Login
from tests.lti_fixtures import ON_BOTH, Clock
from tests.lti_platform_double import PlatformDouble


def token_for(browser: Browser, login: Login) -> str:
    return browser.platform.sign(browser.platform.claims(login.nonce))


def secret_of(login: Login) -> str:
    cookie = login.response.headers.getlist("Set-Cookie")[0]
    return cookie.split("=", 1)[1].split(";")[0]


def forget_cookies(browser: Browser) -> None:
    browser.client = browser.client.application.test_client()


def assert_nothing_opened(store: Database) -> None:
    with store.read() as connection:
        assert connection.scalar(select(func.count()).select_from(attempts)) == 0


@pytest.mark.parametrize("state", ["", "unknown", "x" * 10_000, "\x00"])
def test_an_unknown_state_is_refused(browser: Browser, store: Database, state: str) -> None:
    response = browser.post(token_for(browser, browser.log_in()), state)
    assert response.status_code == 400
    assert "LTI-STATE" in response.text
    assert_nothing_opened(store)


def test_a_launch_counts_once(browser: Browser) -> None:
    login = browser.log_in()
    id_token = token_for(browser, login)
    assert browser.post(id_token, login.state).status_code == 303
    again = browser.post(id_token, login.state)
    assert again.status_code == 400
    assert "LTI-STATE" in again.text


def test_a_state_is_too_old_after_ten_minutes(browser: Browser, clock: Clock) -> None:
    login = browser.log_in()
    clock.ahead = 601
    assert "LTI-STATE" in browser.post(token_for(browser, login), login.state).text


def test_old_logins_are_forgotten(browser: Browser, store: Database, clock: Clock) -> None:
    browser.log_in()
    clock.ahead = 601
    browser.client.application.extensions["wegwijs"].jobs.sweep()
    with store.read() as connection:
        assert connection.scalar(select(func.count()).select_from(login_states)) == 0


def test_two_launches_side_by_side_both_open(browser: Browser) -> None:
    one, other = browser.log_in(), browser.log_in()
    assert browser.post(token_for(browser, other), other.state).status_code == 303
    assert browser.post(token_for(browser, one), one.state).status_code == 303


@ON_BOTH
def test_of_two_posts_at_once_exactly_one_wins(app: Flask, browser: Browser, store: Database) -> None:
    browser.open()  # the platform's keys are known from here on
    login = browser.log_in()
    id_token, cookie = token_for(browser, login), f"wegwijs-{login.state[:8]}={secret_of(login)}"
    start, statuses = threading.Barrier(8), []

    def post() -> None:
        start.wait()
        response = app.test_client(use_cookies=False).post(
            "/lti/launch", data={"id_token": id_token, "state": login.state}, headers={"Cookie": cookie}
        )
        statuses.append(response.status_code)

    threads = [threading.Thread(target=post) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303] + [400] * 7


@ON_BOTH
def test_many_first_launches_at_once_open_one_attempt_each(
    app: Flask, browser: Browser, store: Database, platform: PlatformDouble
) -> None:
    browser.open(sub="somebody-else")
    logins = [browser.log_in() for _ in range(6)]
    start, statuses = threading.Barrier(6), []

    def post(login: Login) -> None:
        cookie = f"wegwijs-{login.state[:8]}={secret_of(login)}"
        id_token = token_for(browser, login)
        start.wait()
        response = app.test_client(use_cookies=False).post(
            "/lti/launch", data={"id_token": id_token, "state": login.state}, headers={"Cookie": cookie}
        )
        statuses.append(response.status_code)

    threads = [threading.Thread(target=post, args=(login,)) for login in logins]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 6
    with store.read() as connection:
        assert connection.scalar(select(func.count()).select_from(attempts)) == 2


# Without the cookie: the second rung


def test_without_the_cookie_nothing_opens_and_nothing_is_used_up(browser: Browser, store: Database) -> None:
    login = browser.log_in()
    id_token, secret = token_for(browser, login), secret_of(login)
    forget_cookies(browser)
    first = browser.post(id_token, login.state)
    assert first.status_code == 200
    assert 'id="launch"' in first.text
    assert secret not in first.text
    assert first.headers["Referrer-Policy"] == "same-origin"
    assert_nothing_opened(store)
    again = browser.post(id_token, login.state, form={"secret": secret}, headers={"Origin": HOST})
    assert again.status_code == 303


@pytest.mark.parametrize("secret", ["", "wrong"])
def test_a_wrong_secret_is_refused_with_a_way_on(browser: Browser, store: Database, secret: str) -> None:
    login = browser.log_in()
    forget_cookies(browser)
    response = browser.post(
        token_for(browser, login), login.state, form={"secret": secret}, headers={"Origin": HOST}
    )
    assert response.status_code == 400
    assert "LTI-COOKIE" in response.text
    assert 'target="_blank"' in response.text
    assert_nothing_opened(store)


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", HOST + ".evil.example"])
def test_a_secret_from_another_page_does_not_count(browser: Browser, store: Database, origin: Any) -> None:
    """Somebody who begins a login himself knows its secret, and could have a classmate's browser post it."""
    login = browser.log_in()
    forget_cookies(browser)
    headers = {"Origin": origin} if origin else {}
    form = {"secret": secret_of(login)}
    response = browser.post(token_for(browser, login), login.state, form=form, headers=headers)
    assert response.status_code == 400
    assert_nothing_opened(store)


def test_a_cookie_of_another_login_does_not_count(browser: Browser, store: Database) -> None:
    mine, theirs = browser.log_in(), browser.log_in()
    forget_cookies(browser)
    cookie = f"wegwijs-{theirs.state[:8]}={secret_of(mine)}"
    response = browser.post(
        token_for(browser, theirs), theirs.state, form={"secret": ""}, headers={"Cookie": cookie}
    )
    assert "LTI-COOKIE" in response.text
    assert_nothing_opened(store)
