"""A learner's own page attacked: by other learners, by facilitators, by guesses, by two windows at once."""

import threading
from typing import Any

import pytest
from flask import Flask

from lti_tool.store.tables import attempts, contact_wishes, left_behind
from lti_tool.tool import Tool
from tests.lti_browser import HOST, Browser, Page
from tests.lti_fixtures import ON_BOTH
from tests.lti_platform_double import INSTRUCTOR
from tests.own_page import MINE, call, confirm_of, count, everywhere, full_work, see, works_of

DO = ("unshare", "contact", "along", "erase", "json")


@pytest.fixture
def page(browser: Browser, tool: Tool) -> Page:
    return full_work(browser, tool)


@ON_BOTH
def test_nobody_else_changes_anything_by_a_guessed_number(page: Page, browser: Browser, tool: Tool) -> None:
    first, second = works_of(tool)
    before = see(page, first), see(page, second)
    confirm = confirm_of(call(page, "erase", work=first))
    for others in (
        browser.open(sub="learner-43"),
        browser.open(sub="teacher-1", roles=[INSTRUCTOR]),
        browser.open(sub="learner-44", resource_link={"id": "link-9"}, context={"id": "course-9"}),
    ):
        for work in (first, second):
            call(others, "unshare", work=work, activity="meaning")
            call(others, "erase", work=work, confirm=confirm)
            call(others, "erase", work=work, confirm=confirm_of(call(others, "erase", work=work)))
            call(others, "along", take="identity/past-words", work=work)
            assert MINE not in see(others, work)
        call(others, "erase", work="all", confirm=confirm)
    assert (see(page, first), see(page, second)) == before


def test_the_answer_to_one_question_erases_nothing_else(page: Page, tool: Tool) -> None:
    first, second = works_of(tool)
    confirm = confirm_of(call(page, "erase", work=second))
    for work in (first, "all"):
        call(page, "erase", work=work, confirm=confirm)
    assert works_of(tool) == [first, second]


@pytest.mark.parametrize(
    "text", ["\x00", "\u202egnp", "<b onclick=1>", "=1+1", "%0d%0aBcc:x", "9" * 500, "-1", "²", "x" * 90_000]
)
def test_any_text_in_a_form_changes_nothing_and_is_text(page: Page, tool: Tool, text: str) -> None:
    for what in DO:
        form = dict.fromkeys(("work", "activity", "wish", "take", "leave", "confirm"), text)
        found = call(page, what, **form)
        assert found.status_code in {200, 413}, what
        assert b"<b onclick" not in found.data
    assert len(works_of(tool)) == 2
    assert call(page, "contact", wish="yes", how=text).status_code in {200, 413}
    assert "<b onclick" not in see(page)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "e30.e30.e30"])
def test_without_a_token_nothing_is_done(page: Page, tool: Tool, token: str) -> None:
    for what in DO:
        stranger = Page(page.client, token, page.path)
        assert call(stranger, what, work="all").status_code == 401
    assert len(works_of(tool)) == 2


def test_what_is_told_is_kept_by_no_browser_and_framed_by_nobody_else(page: Page) -> None:
    for found in (call(page, "sheet", "GET"), call(page, "json")):
        assert found.headers["Cache-Control"] == "no-store"
        assert found.headers["Referrer-Policy"] == "no-referrer"
    whole = page.client.get("/mine/1/identity/nl", base_url=HOST)
    policy = whole.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy
    assert MINE not in whole.text


@ON_BOTH
def test_who_chooses_in_a_second_window_while_all_is_erased_leaves_nothing(
    app: Flask, page: Page, tool: Tool
) -> None:
    confirm = confirm_of(call(page, "erase", work="all"))
    start, seen = threading.Barrier(5), []

    def choose(what: str, **form: Any) -> None:
        own = Page(app.test_client(), page.token, page.path)
        start.wait()
        seen.extend(call(own, what, **form).status_code for _ in range(8))

    wishes = [{"wish": "yes", "how": f"{MINE} {number}"} for number in range(2)]
    names = [{"leave": "identity/past-words"}, {"take": "identity/past-words"}]
    threads = [threading.Thread(target=choose, args=("contact",), kwargs=form) for form in wishes]
    threads += [threading.Thread(target=choose, args=("along",), kwargs=form) for form in names]
    for thread in threads:
        thread.start()
    start.wait()
    assert call(page, "erase", work="all", confirm=confirm).status_code == 200
    for thread in threads:
        thread.join()
    assert set(seen) == {200}
    assert everywhere(tool, MINE) == set()
    assert count(tool, contact_wishes) == count(tool, left_behind) == 0
    assert count(tool, attempts) == 1, "somebody else's"
