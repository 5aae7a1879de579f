"""`/lti/login`: what it asks of a platform, what it sends back, and how it binds the browser."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from lti_tool.store.db import Database
from lti_tool.store.tables import login_states
from tests.lti_browser import HOST, LOGIN, Browser
from tests.lti_platform_double import CLIENT_ID, ISSUER

IN_FRAME = {"Accept": "text/html,*/*;q=0.8", "Sec-Fetch-Dest": "iframe"}


def cookies_of(response) -> dict[str, str]:
    found = {}
    for line in response.headers.getlist("Set-Cookie"):
        name, _, rest = line.partition("=")
        found[name] = rest
    return found


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_login_sends_the_browser_back_to_the_platform(browser: Browser, method: str) -> None:
    response = browser.log_in(method, lti_message_hint='{"cmid":2}').response
    address = urlsplit(response.headers["Location"])
    query = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert response.status_code == 302
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{ISSUER}/auth"
    assert query.pop("state") != query.pop("nonce")
    assert query == {
        "tenant": "a b",  # the platform's own query stays
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": CLIENT_ID,
        "redirect_uri": f"{HOST}/lti/launch",
        "login_hint": "hint-42",
        "lti_message_hint": '{"cmid":2}',
    }


def test_the_cookie_is_for_this_login_alone(browser: Browser) -> None:
    login = browser.log_in()
    cookie = cookies_of(login.response)[f"wegwijs-{login.state[:8]}"]
    flags = {part.strip() for part in cookie.split(";")[1:]}
    assert flags >= {"Secure", "HttpOnly", "SameSite=None", "Partitioned", "Path=/lti/launch", "Max-Age=600"}


def test_the_database_has_no_secret_of_the_browser(browser: Browser, store: Database) -> None:
    login = browser.log_in()
    secret = cookies_of(login.response)[f"wegwijs-{login.state[:8]}"].split(";")[0]
    with store.read() as connection:
        kept = connection.execute(select(login_states)).one()
    assert secret not in [str(value) for value in kept]


@pytest.mark.parametrize("name", ["iss", "login_hint", "target_link_uri"])
def test_login_without_a_required_parameter_is_refused(browser: Browser, name: str) -> None:
    response = browser.log_in(**{name: None}).response
    assert response.status_code == 400
    assert "LTI-LOGIN" in response.text


@pytest.mark.parametrize("changes", [{"iss": "https://elsewhere.example"}, {"client_id": "another"}])
def test_login_of_an_unknown_platform_is_refused(browser: Browser, changes: dict[str, str]) -> None:
    response = browser.log_in(**changes).response
    assert response.status_code == 400
    assert "LTI-UNKNOWN" in response.text


def test_login_without_client_id_finds_the_only_registration(browser: Browser) -> None:
    assert browser.log_in(client_id=None).response.status_code == 302


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/lti/launch",
        "https://wegwijs.example.org@evil.example/",
        "javascript:alert(1)",
        "//x",
    ],
)
def test_login_does_not_lead_to_another_site(browser: Browser, target: str) -> None:
    response = browser.log_in(target_link_uri=target).response
    assert response.status_code == 400
    assert "LTI-TARGET" in response.text


def test_refused_login_stores_nothing(browser: Browser, store: Database) -> None:
    browser.log_in(iss="https://elsewhere.example")
    browser.log_in(login_hint=None)
    with store.read() as connection:
        assert connection.execute(select(login_states)).all() == []


def test_in_a_frame_the_page_tries_the_browser_before_it_goes_on(browser: Browser) -> None:
    response = browser.client.get("/lti/login", base_url=HOST, query_string=LOGIN, headers=IN_FRAME)
    assert response.status_code == 200
    assert "Location" not in response.headers
    assert "ladder/begin.js" in response.text
    assert cookies_of(response)["wegwijs-probe"].endswith("Partitioned")
    assert '<form method="post" action="/lti/login" target="_blank">' in response.text


def test_without_script_the_page_shows_the_window_of_ones_own(browser: Browser) -> None:
    page = browser.client.get("/lti/login", base_url=HOST, query_string=LOGIN, headers=IN_FRAME).text
    (style,) = re.findall(r'<noscript><link rel="stylesheet" href="([^"]+)"></noscript>', page)
    assert "#own-window[hidden]" in browser.client.get(style, base_url=HOST).text


def test_own_window_form_holds_the_platforms_words_escaped(browser: Browser) -> None:
    query = LOGIN | {"login_hint": '"><script>alert(1)</script>'}
    response = browser.client.get("/lti/login", base_url=HOST, query_string=query, headers=IN_FRAME)
    assert "<script>alert" not in response.text
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


def test_a_window_of_its_own_goes_straight_on(browser: Browser) -> None:
    headers = IN_FRAME | {"Sec-Fetch-Dest": "document"}
    response = browser.client.post("/lti/login", base_url=HOST, data=LOGIN, headers=headers)
    assert response.status_code == 302


def test_error_pages_speak_the_browsers_language(browser: Browser) -> None:
    def page(language: str) -> str:
        headers = {"Accept-Language": language}
        return browser.client.get("/lti/login", base_url=HOST, headers=headers).text

    assert '<html lang="nl">' in page("nl-BE,en;q=0.5")
    assert '<html lang="en">' in page("en-GB")
    assert '<html lang="nl">' in page("fr")
