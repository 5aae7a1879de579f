"""Deep linking: who may choose, what they see, and that a page to choose counts once."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from lti_tool.store import deep_links
from lti_tool.store.db import Database
from lti_tool.store.tables import attempts, deep_link_requests, deployments, learners
from modules.kit.registry import Registry
from tests.deep_link_chooser import DL, Chooser, choosing, count, request_claims
from tests.lti_browser import Browser
from tests.lti_fixtures import Clock
from tests.lti_platform_double import INSTRUCTOR, ISSUER, LEARNER

# The request


@pytest.mark.parametrize(
    ("asked", "changes", "code"),
    [
        ("no object", {}, "LTI-CLAIM"),
        ({"deep_link_return_url": None}, {}, "LTI-DEEPLINK"),
        ({"deep_link_return_url": "javascript:alert(1)//https://lms.example.edu"}, {}, "LTI-DEEPLINK"),
        ({"deep_link_return_url": "http://lms.example.edu/return"}, {}, "LTI-DEEPLINK"),
        ({"deep_link_return_url": "data:text/html,x"}, {}, "LTI-DEEPLINK"),
        ({"deep_link_return_url": "//lms.example.edu/return"}, {}, "LTI-DEEPLINK"),
        ({"deep_link_return_url": "https://a@lms.example.edu/"}, {}, "LTI-DEEPLINK"),
        ({"deep_link_return_url": "https://lms.example.edu/\r\nx"}, {}, "LTI-DEEPLINK"),
        ({"deep_link_return_url": "https://lms.example.edu/" + "x" * 4000}, {}, "LTI-DEEPLINK"),
        ({"deep_link_return_url": ["https://lms.example.edu/"]}, {}, "LTI-DEEPLINK"),
        ({"accept_types": None}, {}, "LTI-DEEPLINK"),
        ({"accept_types": []}, {}, "LTI-DEEPLINK"),
        ({"accept_types": "ltiResourceLink"}, {}, "LTI-DEEPLINK"),
        ({"accept_types": [7]}, {}, "LTI-DEEPLINK"),
        ({"accept_presentation_document_targets": None}, {}, "LTI-DEEPLINK"),
        ({"accept_multiple": "yes"}, {}, "LTI-DEEPLINK"),
        ({"accept_lineitem": 1}, {}, "LTI-DEEPLINK"),
        ({"data": {"a": 1}}, {}, "LTI-DEEPLINK"),
        ({"data": "x" * 16_001}, {}, "LTI-DEEPLINK"),
        (None, {"deployment_id": None}, "LTI-CLAIM"),
        (None, {"roles": None}, "LTI-ROLES"),
        (None, {"roles": INSTRUCTOR}, "LTI-ROLES"),
        (None, {"target_link_uri": "https://evil.example/"}, "LTI-TARGET"),
        (None, {"version": "1.1"}, "LTI-VERSION"),
        (None, {"nonce": "another"}, "LTI-NONCE"),
        (None, {"aud": "another-tool"}, "LTI-AUDIENCE"),
        (None, {"exp": None}, "LTI-TIME"),
        (None, {"sub": None}, "LTI-ANONYMOUS"),
        (None, {"context": "course"}, "LTI-CLAIM"),
    ],
)
def test_a_wrong_request_is_refused(
    browser: Browser, store: Database, asked: Any, changes: Any, code: str
) -> None:
    response = browser.launch(**request_claims(asked, **changes))
    assert 400 <= response.status_code < 500
    assert code in response.text
    assert count(store, deep_link_requests) == 0


def test_a_request_without_settings_is_refused(browser: Browser) -> None:
    response = browser.launch(**(request_claims() | {DL + "deep_linking_settings": None}))
    assert response.status_code == 400
    assert "LTI-DEEPLINK" in response.text


def test_a_forged_request_is_refused(browser: Browser, store: Database) -> None:
    login = browser.log_in()
    token = browser.platform.sign(browser.platform.claims(login.nonce, **request_claims()))
    header, payload, signature = token.split(".")
    forged = ".".join([header, payload, signature[:-8] + "AAAAAAAA"])
    assert "LTI-SIGNATURE" in browser.post(forged, login.state).text
    assert count(store, deep_link_requests) == 0


def test_a_request_counts_once(browser: Browser) -> None:
    login = browser.log_in()
    token = browser.platform.sign(browser.platform.claims(login.nonce, **request_claims()))
    assert browser.post(token, login.state).status_code == 200
    assert "LTI-STATE" in browser.post(token, login.state).text


@pytest.mark.parametrize(
    "roles",
    [
        [LEARNER],
        [],
        ["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor"],
        ["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor", LEARNER],
        ["http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator", LEARNER],
        [INSTRUCTOR, "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"],
        ["http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor"],
    ],
)
def test_only_who_makes_the_course_may_choose(browser: Browser, store: Database, roles: list[str]) -> None:
    response = browser.launch(**request_claims(roles=roles))
    assert response.status_code == 403
    assert "LTI-CHOOSER" in response.text
    assert 'name="request"' not in response.text
    assert count(store, deep_link_requests) == 0


def test_an_unknown_deployment_waits_for_approval(browser: Browser, store: Database) -> None:
    response = browser.launch(**request_claims(deployment_id="dep-new"))
    assert response.status_code == 403
    assert "wegwijs platform approve 1 dep-new" in response.text
    assert count(store, deep_link_requests) == 0


def test_choosing_leaves_no_trace_of_a_person(browser: Browser, store: Database) -> None:
    choosing(browser).answer()
    assert count(store, learners) == count(store, attempts) == count(store, deep_link_requests) == 0


# The page


def test_the_page_shows_what_there_is_to_choose(browser: Browser, registry: Registry) -> None:
    module = registry.modules["identity"]
    text = choosing(browser).page.text
    assert module.words["nl"].module.title in text
    assert f"{module.minutes} minuten" in text
    assert "secundair onderwijs" in text
    assert 'href="/preview/identity/nl"' in text


def test_the_page_speaks_the_platforms_language(browser: Browser) -> None:
    page = choosing(browser, launch_presentation={"locale": "en-GB"}).page
    assert '<html lang="en">' in page.text
    assert "Choose what to put in your course" in page.text


def test_only_the_platform_may_frame_the_page(browser: Browser) -> None:
    policy = choosing(browser).page.headers["Content-Security-Policy"]
    assert f"frame-ancestors 'self' {ISSUER}" in policy
    assert "form-action 'self'" in policy


def test_one_at_a_time_is_a_choice_of_one(browser: Browser) -> None:
    text = choosing(browser, {"accept_multiple": False}).page.text
    assert 'type="radio" name="module"' in text
    assert 'value="all"' not in text


def test_the_preview_needs_no_launch_and_keeps_nothing(browser: Browser) -> None:
    page = browser.client.get("/preview/identity/nl")
    assert page.status_code == 200
    assert '{"name":"preview","kept":false}' in page.text
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    assert browser.client.get("/preview/identity/xx").status_code == 404
    assert browser.client.get("/preview/none/nl").status_code == 404


@pytest.mark.parametrize("size", [50, 128])
def test_a_modules_picture_is_a_bitmap_of_its_size(browser: Browser, size: int) -> None:
    response = browser.client.get(f"/lti/pictures/identity/{size}.png")
    assert response.content_type == "image/png"
    assert response.data[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(response.data[at : at + 4]) for at in (16, 20)] == [size, size]


@pytest.mark.parametrize("path", ["identity/51.png", "none/50.png", "identity/9999.png"])
def test_there_is_no_other_bitmap(browser: Browser, path: str) -> None:
    assert browser.client.get(f"/lti/pictures/{path}").status_code == 404


# What can't be sent


@pytest.mark.parametrize(
    ("asked", "fields", "says"),
    [
        (None, {"module": ""}, "Kies eerst een module."),
        (None, {"module": "no-such-module"}, "Kies eerst een module."),
        (None, {"due": "tomorrow"}, "Een van de data is niet leesbaar."),
        (None, {"available_from": "2026-12-02T00:00", "due": "2026-12-01T00:00"}, "ligt voor het begin"),
        ({"accept_multiple": False}, {"do": "all", "module": ""}, "Kies eerst een module."),
    ],
)
def test_a_mistake_is_mended_on_the_same_page(browser: Browser, asked: Any, fields: Any, says: str) -> None:
    chooser = choosing(browser, asked)
    page = chooser.post(**fields)
    assert page.status_code == 422
    assert says in page.text
    assert len(chooser.answer()[DL + "content_items"]) == 1


def test_an_answer_is_given_once(browser: Browser) -> None:
    chooser = choosing(browser)
    chooser.answer()
    again = chooser.post()
    assert again.status_code == 400
    assert "LTI-CHOSEN" in again.text
    assert "JWT" not in again.text


def test_an_old_page_gives_no_answer(browser: Browser, clock: Clock) -> None:
    chooser = choosing(browser)
    clock.ahead = 3601
    assert "LTI-CHOSEN" in chooser.post().text


@pytest.mark.parametrize("secret", ["", "x", "A" * 43])
def test_a_made_up_page_gives_no_answer(browser: Browser, secret: str) -> None:
    choosing(browser)
    page = Chooser(browser, browser.client.get("/healthz")).post(secret=secret)
    assert page.status_code == 400
    assert "JWT" not in page.text


def test_another_site_gives_no_answer(browser: Browser) -> None:
    chooser = choosing(browser)
    assert "LTI-CHOSEN" in chooser.post(headers={"Sec-Fetch-Site": "cross-site"}).text
    assert chooser.post(headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_a_school_that_was_turned_away_gets_no_answer(browser: Browser, store: Database) -> None:
    chooser = choosing(browser)
    with store.write() as connection:
        connection.execute(deployments.update().values(approved=False))
    assert "LTI-CHOSEN" in chooser.post().text


def test_the_database_knows_the_page_but_could_not_open_it(browser: Browser, store: Database) -> None:
    chooser = choosing(browser)
    with store.read() as connection:
        row = connection.execute(select(deep_link_requests)).one()
    assert chooser.secret not in json.dumps([str(value) for value in row])


def test_what_nobody_answered_is_forgotten(browser: Browser, store: Database, clock: Clock) -> None:
    choosing(browser)
    with store.write() as connection:
        deep_links.forget_old_requests(connection, int(clock()) + 3601)
    assert count(store, deep_link_requests) == 0
