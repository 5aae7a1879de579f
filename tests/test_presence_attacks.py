"""Who is not there must not get on the list: of another course, by an old code, by guessing, by address."""

from pathlib import Path
from threading import Thread

import pytest

from lti_tool.rules.presence import MOST_WRONG
from lti_tool.tool import Tool
from modules.kit.registry import Registry, load_registry
from tests.campus_class import code_of, guide, learner, say, there
from tests.class_page import ClassPage
from tests.judged_module import make_judged_module
from tests.lti_browser import HOST, Browser
from tests.lti_fixtures import ON_BOTH, Clock

OTHER_LINK = {"resource_link": {"id": "link-2"}}
OTHER_COURSE = {"context": {"id": "course-2"}, "resource_link": {"id": "link-3"}}


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_judged_module(tmp_path)])


@pytest.mark.parametrize("elsewhere", [OTHER_LINK, OTHER_COURSE])
def test_a_learner_of_another_link_or_course_is_not_there(
    browser: Browser, tool: Tool, elsewhere: dict[str, object]
) -> None:
    guide(browser).post("presence/open")
    page = learner(browser, **elsewhere)
    assert say(page, code_of(tool))["outcome"] == "closed"
    guide(browser, **elsewhere).post("presence/open")
    assert say(page, code_of(tool, 1))["outcome"] == "wrong"
    assert there(tool) == {}


def test_the_code_of_a_meeting_that_was_closed_is_worth_nothing(browser: Browser, tool: Tool) -> None:
    page = guide(browser)
    page.post("presence/open")
    code = code_of(tool)
    page.post("presence/close", meeting="1")
    assert say(learner(browser), code)["outcome"] == "closed"
    page.post("presence/open")
    assert say(learner(browser), code)["outcome"] == "wrong"
    assert there(tool) == {}


def test_a_code_that_somebody_passed_on_too_late_is_worth_nothing(
    browser: Browser, tool: Tool, clock: Clock
) -> None:
    guide(browser).post("presence/open")
    code = code_of(tool)
    clock.ahead += 90
    assert say(learner(browser), code)["outcome"] == "old"
    assert there(tool) == {}


@ON_BOTH
def test_who_guesses_must_wait_also_with_the_right_code(browser: Browser, tool: Tool, clock: Clock) -> None:
    guide(browser).post("presence/open")
    page = learner(browser)
    outcomes = [say(page, f"BBBB{sign}")["outcome"] for sign in "BCDFGHJKLMNP"]
    assert outcomes.count("wrong") == MOST_WRONG
    assert outcomes[MOST_WRONG:] == ["too-many", "too-many"]
    assert say(page, code_of(tool))["outcome"] == "too-many"
    assert say(learner(browser, "learner-2"), code_of(tool))["outcome"] == "here"

    clock.ahead += 601
    assert say(page, code_of(tool))["outcome"] == "here"


def test_another_window_of_the_same_learner_has_no_tries_of_its_own(browser: Browser, tool: Tool) -> None:
    guide(browser).post("presence/open")
    for _ in range(MOST_WRONG):
        say(learner(browser), "BBBBB")
    assert say(learner(browser), code_of(tool))["outcome"] == "too-many"


@pytest.mark.parametrize("path", ["open", "close", "tick", "table"])
def test_a_learner_can_not_do_what_facilitators_do(browser: Browser, tool: Tool, path: str) -> None:
    page = learner(browser)
    answer = ClassPage(page.client, page.token).call("POST", f"presence/{path}", {}, tick="x", meeting="1")
    assert answer.status_code == 403
    for method, there_too in (("GET", "sheet"), ("POST", "open")):
        headers = {"Authorization": f"Bearer {page.token}"}
        answer = page.client.open(f"/presence/{there_too}", method=method, base_url=HOST, headers=headers)
        assert answer.status_code == 403
    assert learner(browser).load()["presence"]["meeting"] is None


@pytest.mark.parametrize("body", [None, [], {}, {"code": None}, {"code": 5}, {"code": ["B"]}])
def test_anything_that_is_no_code_is_refused(browser: Browser, body: object) -> None:
    assert learner(browser).call("POST", "/presence", body).status_code == 400


@pytest.mark.parametrize("meeting", ["", "-1", "\u0661", "9" * 40, "1; drop table"])
def test_a_meeting_that_can_not_be_is_closed_by_nobody(browser: Browser, meeting: str) -> None:
    page = guide(browser)
    page.post("presence/open")
    page.post("presence/close", meeting=meeting)
    assert learner(browser).load()["presence"]["meeting"] == 1


def test_a_facilitator_of_another_link_can_not_close_it_nor_tick_here(browser: Browser, tool: Tool) -> None:
    guide(browser).post("presence/open")
    learner(browser)
    other = guide(browser, **OTHER_LINK)
    other.post("presence/close", meeting="1")
    assert "nog niemand" in other.part("presence")
    assert learner(browser).load()["presence"]["meeting"] == 1


@ON_BOTH
def test_two_confirmations_at_once_are_one(browser: Browser, tool: Tool) -> None:
    guide(browser).post("presence/open")
    pages, code, found = [learner(browser), learner(browser)], code_of(tool), []
    threads = [Thread(target=lambda one=one: found.append(say(one, code)["presence"]["at"])) for one in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert len(set(found)) == 1
    assert there(tool) == {"learner-1": "code"}
