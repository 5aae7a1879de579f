"""The page for parents in the LTI tool: open to anybody, and a link that a teacher can add."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lti_tool.store import tables
from lti_tool.store.db import Database
from tests.deep_link_chooser import DL, choosing
from tests.lti_browser import HOST, Browser

LANGUAGES = ("nl", "en", "fr", "tr", "ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_anybody_reads_it_without_a_login_and_gets_no_cookie(client: FlaskClient, language: str) -> None:
    page = client.get(f"/parents/{language}", base_url=HOST)

    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text
    assert "Set-Cookie" not in page.headers
    assert "script-src" not in page.headers["Content-Security-Policy"]


def test_its_files_may_be_kept_for_ever(client: FlaskClient) -> None:
    page = client.get("/parents/nl", base_url=HOST).text
    style = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = client.get(style, base_url=HOST)

    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert (
        client.get("/parents/files/old/media/cover.svg", base_url=HOST).headers["Cache-Control"] == "no-cache"
    )


@pytest.mark.parametrize(
    ("asked", "given"), [("tr-TR,tr;q=0.9,en;q=0.5", "tr"), ("ar", "ar"), ("pl,fr;q=0.4", "fr"), ("", "nl")]
)
def test_one_address_leads_each_reader_to_a_language_of_their_own(
    client: FlaskClient, asked: str, given: str
) -> None:
    answer = client.get("/parents", base_url=HOST, headers={"Accept-Language": asked})

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/parents/{given}")
    assert answer.headers["Vary"] == "Accept-Language"


@pytest.mark.parametrize("path", ["/parents/xx", "/parents/files/x/media/none.svg", "/parents/files/x/../nl"])
def test_there_is_nothing_else_there(client: FlaskClient, path: str) -> None:
    assert client.get(path, base_url=HOST).status_code == 404


def test_any_site_may_show_it(client: FlaskClient) -> None:
    assert "frame-ancestors *" in client.get("/parents/nl", base_url=HOST).headers["Content-Security-Policy"]


# As a link in a course


def chosen(browser: Browser, **fields: Any) -> dict[str, Any]:
    item: dict[str, Any]
    [item] = choosing(browser).answer(module="parents", **fields)[DL + "content_items"]
    return item


def test_a_teacher_finds_it_beside_the_modules_with_a_way_to_look_at_it(browser: Browser) -> None:
    page = choosing(browser).page.text

    assert 'name="module" value="parents"' in page
    assert 'href="/parents/nl"' in page


def test_its_link_has_no_grade_no_dates_and_no_edition(browser: Browser) -> None:
    item = chosen(browser, graded="on", edition="class", due="2027-01-01T10:00")

    assert item["custom"] == {"module": "parents"}
    assert item["title"] == "Verder studeren na het secundair"
    assert not {"lineItem", "submission", "available"} & set(item)


def test_its_picture_is_a_bitmap_of_its_own(client: FlaskClient) -> None:
    ours = client.get("/lti/pictures/identity/50.png", base_url=HOST).data
    picture = client.get("/lti/pictures/parents/50.png", base_url=HOST)

    assert picture.data.startswith(b"\x89PNG")
    assert picture.data != ours


def test_its_link_opens_the_page_and_keeps_nothing_of_who_came(browser: Browser, store: Database) -> None:
    answer = browser.launch(custom={"module": "parents"})

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/parents/nl"
    with store.read() as connection:
        for table in (tables.attempts, tables.learners):
            assert connection.scalar(select(func.count()).select_from(table)) == 0


def test_its_link_opens_in_the_language_that_the_teacher_chose(browser: Browser) -> None:
    item = chosen(browser, language="en")

    assert browser.launch(custom=item["custom"]).headers["Location"] == "/parents/en"


def test_its_link_is_checked_like_any_other(browser: Browser) -> None:
    login = browser.log_in()
    claims = browser.platform.claims("another nonce", custom={"module": "parents"})

    assert browser.post(browser.platform.sign(claims), login.state).status_code == 400
