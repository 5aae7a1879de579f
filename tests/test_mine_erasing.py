"""Erasing from a learner's own page: asked twice, gone from every table, calm wherever it was open."""

import logging
import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from lti_tool.protocol.scores import Delivered
from lti_tool.store.score_outbox import claim, settle
from lti_tool.store.tables import attempts, learners, score_outbox
from lti_tool.tool import Tool
from lti_tool.words import words
from tests.lti_browser import HOST, Browser, Page
from tests.lti_fixtures import ON_BOTH
from tests.lti_platform_double import INSTRUCTOR
from tests.own_page import (
    MINE,
    NAME,
    NL,
    OTHERS,
    call,
    confirm_of,
    count,
    erase,
    everywhere,
    everywhere_text,
    full_work,
    see,
    taken,
    works_of,
)


@pytest.fixture
def page(browser: Browser, tool: Tool) -> Page:
    return full_work(browser, tool)


# Erasing


@ON_BOTH
def test_after_erasing_no_trace_of_the_learner_is_in_any_table(page: Page, tool: Tool) -> None:
    traces = (MINE, "learner-42", NAME)
    assert {"answers.value", "replies.text", "asks.answer", "contact_wishes.how", "learners.sub",
            "roster_names.name", "score_outbox.comment"} <= everywhere(tool, *traces)  # fmt: skip
    text = erase(page).text
    assert NL["said"]["all"] in text
    assert words("nl", "privacy")["stays"]["lines"][0] in text
    assert everywhere(tool, *traces) == set()
    assert OTHERS in everywhere_text(tool)
    assert count(tool, learners) == 1


def test_nothing_is_erased_without_being_asked_twice(page: Page, tool: Tool) -> None:
    asked = call(page, "erase", work="all").text
    assert NL["erase"]["undo"] in asked
    assert NL["erase"]["waiting"] in asked
    assert len(works_of(tool)) == 2
    for_one = confirm_of(call(page, "erase", work=works_of(tool)[0]))
    for confirm in ("x", "", for_one):
        call(page, "erase", work="all", confirm=confirm)
    assert len(works_of(tool)) == 2


@pytest.mark.parametrize("work", ["", "everything", "0", "-1", "9" * 30, "1 or 1=1"])
def test_what_names_no_work_erases_nothing(page: Page, tool: Tool, work: str) -> None:
    confirm = confirm_of(call(page, "erase", work="all"))
    assert call(page, "erase", work=work, confirm=confirm).status_code == 200
    assert len(works_of(tool)) == 2


def test_an_answer_that_comes_too_late_erases_nothing(
    page: Page, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lti_tool.views.mine.CONFIRM_SECONDS", -1)
    assert NL["said"]["too-late"] in erase(page).text
    assert len(works_of(tool)) == 2


@ON_BOTH
def test_one_work_is_erased_and_the_others_stay(page: Page, tool: Tool) -> None:
    first, second = works_of(tool)
    text = erase(page, work=second).text
    assert NL["said"]["work"] in text
    assert works_of(tool) == [first]
    assert NL["said"]["work-gone"] in erase(page, work=second).text
    assert page.load()["answers"]["meaning"]["value"] == f"{MINE}-2"


def test_the_page_goes_on_when_its_own_work_is_erased(page: Page, tool: Tool) -> None:
    first, second = works_of(tool)
    answer = erase(page, work=first)
    assert NL["said"]["work"] in answer.text
    assert works_of(tool) == [second]
    page.token = answer.headers["Wegwijs-Token"]
    assert f"{MINE}-6" in see(page, second)
    assert taken(page)["left behind"] == []


def test_no_token_of_a_facilitator_comes_of_erasing(browser: Browser, tool: Tool) -> None:
    page = browser.open(sub="teacher-1", roles=[INSTRUCTOR])
    browser.open(sub="teacher-1", roles=[INSTRUCTOR], resource_link={"id": "link-2"})
    answer = erase(page, work=works_of(tool, "teacher-1")[0])
    assert "Wegwijs-Token" not in answer.headers
    assert NL["gone"]["again"] in answer.text


def test_a_second_window_says_calmly_that_it_is_gone(page: Page) -> None:
    confirm = confirm_of(call(page, "erase", work="all"))
    call(page, "erase", work="all", confirm=confirm)
    for again in (
        call(page, "erase", work="all", confirm=confirm),
        call(page, "sheet", "GET"),
        call(page, "json"),
    ):
        assert again.status_code == 200
        assert NL["gone"]["title"] in again.text


@ON_BOTH
def test_a_module_that_is_open_elsewhere_hears_that_it_is_gone(page: Page, tool: Tool) -> None:
    erase(page)
    answer = {"value": MINE, "how": "screen", "audience": "learner", "revision": 0}
    for method, path, body in (
        ("GET", "/attempt", None),
        ("PATCH", "/attempt", {"answers": {"meaning": answer}, "position": "meaning"}),
        ("POST", "/attempt/finish", None),
    ):
        assert page.call(method, path, body).status_code == 410
    assert everywhere(tool, MINE) == set()


@ON_BOTH
def test_who_saves_while_it_is_erased_leaves_nothing(app: Flask, page: Page, tool: Tool) -> None:
    confirm = confirm_of(call(page, "erase", work="all"))
    start, seen = threading.Barrier(5), []

    def save(number: int) -> None:
        own = Page(app.test_client(), page.token, page.path)
        start.wait()
        for turn in range(6):
            answer = {
                "value": f"{MINE} {number} {turn}",
                "how": "screen",
                "audience": "learner",
                "revision": 0,
            }
            sent = own.call("PATCH", "/attempt", {"answers": {"meaning": answer}, "position": "meaning"})
            seen.append(sent.status_code)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    start.wait()
    assert call(page, "erase", work="all", confirm=confirm).status_code == 200
    for thread in threads:
        thread.join()
    assert set(seen) <= {200, 410}
    assert everywhere(tool, MINE) == set()


@ON_BOTH
def test_a_grade_that_waits_goes_with_its_work(page: Page, tool: Tool, platform: Any) -> None:
    erase(page)
    tool.jobs.sweep()
    assert tool.delivery.due() == []
    assert count(tool, score_outbox) == 0


@ON_BOTH
def test_a_grade_that_is_on_its_way_at_that_moment_arrives_and_leaves_nothing(page: Page, tool: Tool) -> None:
    with tool.database.write() as connection:
        found = claim(connection, works_of(tool)[0], tool.now())
    assert found is not None
    erase(page)
    with tool.database.write() as connection:
        settle(connection, found, Delivered(), tool.now(), 0)
    assert count(tool, score_outbox) == 0
    assert everywhere(tool, MINE, "learner-42") == set()


def test_who_comes_back_begins_anew(page: Page, browser: Browser) -> None:
    erase(page)
    again = browser.open()
    assert again.load()["answers"] == {}
    assert MINE not in see(again)


def test_nobody_is_in_the_log(page: Page, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    see(page)
    call(page, "json")
    erase(page)
    assert "personal data erased" in caplog.text
    for personal in ("learner-42", MINE, NAME, page.token):
        assert personal not in caplog.text


def test_a_page_of_a_module_that_is_not_there_is_not_found(browser: Browser) -> None:
    browser.open()
    get = browser.client.get
    assert get("/mine/1/identity/nl", base_url=HOST).status_code == 200
    assert get("/mine/1/nothing/nl", base_url=HOST).status_code == 404
    assert get("/mine/99/identity/nl", base_url=HOST).status_code == 404


def test_the_last_visit_is_noted_without_an_answer(browser: Browser, tool: Tool) -> None:
    page = browser.open()
    with tool.database.write() as connection:
        long_ago = {"created_at": 1_000_000_000, "touched_at": 1_000_000_000}
        connection.execute(update(attempts).values(**long_ago))
    assert taken(page)["works"][0]["last touched"].startswith("2001")
    browser.open()
    assert not taken(page)["works"][0]["last touched"].startswith("2001")
