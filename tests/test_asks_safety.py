"""Asking others by a link: who may do what, what is erased, and what no log ever has."""

import logging
import re
from typing import Any

import pytest
from sqlalchemy import select

from lti_tool.rules.asks import askable, joined
from lti_tool.store import platforms
from lti_tool.store.db import Database
from lti_tool.store.tables import asks
from lti_tool.words import LANGUAGES, words
from modules.kit.module import Activity
from modules.kit.registry import Registry
from tests.asks import PRIVATE, ask, link, reply, see
from tests.lti_browser import HOST, Browser
from tests.lti_fixtures import ON_BOTH
from tests.lti_platform_double import INSTRUCTOR
from tests.test_data_privacy import as_administrator, erase, privacy
from tests.test_lti_words import keys_of

# Who may do what


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"activity": "dear-ones"},
        {"activity": "dear-ones", "person": 3},
        {"activity": "dear-ones", "person": -1},
        {"activity": "dear-ones", "person": "0"},
        {"activity": "dear-ones", "person": True},
        {"activity": "meaning", "person": 0},
        {"activity": "nothing", "person": 0},
        {"activity": ["dear-ones"], "person": 0},
    ],
)
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_nobody_can_be_asked_for_what_is_not_there(browser: Browser, method: str, body: Any) -> None:
    page = browser.open()

    assert page.call(method, "/asks", body).status_code == 400
    assert page.load()["asks"] == []


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_links_are_made_with_the_token_of_the_page_only(browser: Browser, method: str) -> None:
    body = {"activity": "dear-ones", "person": 0}
    assert browser.client.open("/api/asks", method=method, json=body).status_code == 401


def test_a_link_belongs_to_one_learners_work(browser: Browser, store: Database) -> None:
    with store.write() as connection:
        platforms.approve(connection, 1, "dep-2", 1)
    mine, other, elsewhere = browser.open(), browser.open(sub="noor"), browser.open(deployment_id="dep-2")
    path = link(mine)
    for page in (other, elsewhere, browser.open(roles=[INSTRUCTOR])):
        page.call("DELETE", "/asks", {"activity": "dear-ones", "person": 0})
        assert page.load()["asks"] == []
    reply(browser.client, path, stance=PRIVATE)

    assert PRIVATE in mine.call("GET", "/attempt").text
    assert PRIVATE not in other.call("GET", "/attempt").text
    assert PRIVATE not in elsewhere.call("GET", "/attempt").text


def test_the_page_shows_nothing_of_the_learner(browser: Browser) -> None:
    page = browser.open(name="Sami Peeters", sub="canary-sub")
    page.save("dear-ones", [{"who": PRIVATE, "answers": {"stance": PRIVATE}}])
    text = see(browser.client, link(page)).text

    for secret in (PRIVATE, "Sami", "canary-sub", page.token):
        assert secret not in text


def test_the_page_stands_in_no_frame_and_runs_nothing(browser: Browser) -> None:
    response = see(browser.client, link(browser.open()))
    policy = response.headers["Content-Security-Policy"]

    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert "<script" not in response.text
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers
    assert 'content="noindex"' in response.text


def test_every_way_on_is_ours(browser: Browser) -> None:
    path = link(browser.open())
    for language in ("https://evil.example", "//evil.example", "en\r\nX: y"):
        response = browser.client.post(
            path, query_string={"language": language}, data={"q-stance": ""}, base_url=HOST
        )
        assert re.findall(r'(?:action|href)="([^"]+)"', response.text)
        assert "evil" not in response.text
    thanks = browser.client.post(
        path, query_string={"language": "//evil.example"}, data={"q-stance": "Rustig"}, base_url=HOST
    )
    assert thanks.headers["Location"] == "/ask/thanks?language=nl"


@ON_BOTH
def test_the_database_has_no_link_that_works(browser: Browser, store: Database) -> None:
    path = link(browser.open())
    with store.read() as connection:
        row = connection.execute(select(asks)).one()

    assert path.rpartition("/")[2] not in str(tuple(row))


def test_no_log_has_a_link_or_an_answer(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    page = browser.open()
    path = link(page)
    see(browser.client, path)
    reply(browser.client, path, stance="")
    reply(browser.client, path, who="Tante Els", stance=PRIVATE)
    reply(browser.client, path, stance=PRIVATE)
    page.load()

    for secret in (path.rpartition("/")[2], PRIVATE, "Els"):
        assert secret not in caplog.text


def test_an_answer_is_in_no_address(browser: Browser) -> None:
    response = reply(browser.client, link(browser.open()), who="Els", stance=PRIVATE)

    assert response.headers["Location"] == "/ask/thanks?language=nl"


def test_a_picture_of_the_link_comes_along(browser: Browser) -> None:
    made = ask(browser.open())

    assert made["picture"].startswith("data:image/svg+xml")


# Erasing and handing over


def test_who_was_asked_is_handed_over_and_erased_with_the_rest(browser: Browser, store: Database) -> None:
    page = browser.open()
    waiting = link(page, 2)
    reply(browser.client, link(page, 0), stance=PRIVATE)
    mine = privacy(browser).call("POST", "/privacy/export")
    (work,) = mine.json["works"]
    assert [(one["activity"], one["person"]) for one in work["asked by a link"]] == [
        ("dear-ones", 1),
        ("dear-ones", 3),
    ]
    assert PRIVATE in mine.text
    administrators = as_administrator(browser).call("POST", "/privacy/export")
    assert PRIVATE not in administrators.text
    assert administrators.json["works"][0]["asked by a link"] == []

    erase(privacy(browser))

    assert see(browser.client, waiting).status_code == 404
    with store.read() as connection:
        assert connection.execute(select(asks)).all() == []


# Rules


@pytest.fixture
def dear_ones(registry: Registry) -> Activity:
    found = askable(registry.modules["identity"], "dear-ones", 0)
    assert found
    return found


@pytest.mark.parametrize(
    ("value", "person", "expected"),
    [
        (None, 0, [{"who": "Els", "answers": {"stance": "Rustig"}}]),
        (None, 1, [{"who": "", "answers": {}}, {"who": "Els", "answers": {"stance": "Rustig"}}]),
        (
            [{"who": "Bo", "answers": {"call": "Nooit"}}],
            0,
            [{"who": "Bo", "answers": {"stance": "Rustig", "call": "Nooit"}}],
        ),
        (
            [{"who": "", "answers": {"stance": "Rustig"}}],
            0,
            [{"who": "Els", "answers": {"stance": "Rustig"}}],
        ),
    ],
)
def test_an_answer_joins_what_is_there(dear_ones: Activity, value: Any, person: int, expected: Any) -> None:
    assert joined(dear_ones, value, person, {"who": "Els", "answers": {"stance": "Rustig"}}) == expected


def test_the_page_has_every_word_in_each_language() -> None:
    assert len({frozenset(keys_of(words(language, "ask"))) for language in LANGUAGES}) == 1
